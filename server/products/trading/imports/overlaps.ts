import type { Tx } from '../../../kernel/db/database.ts'
import type { Id } from '../../../kernel/id.ts'
import { arrayText } from '../ledger/bulk.ts'
import type { AccountRow } from '../ledger/tables.ts'
import type { Ended, IntakeSources, Judged } from './intake-types.ts'
import { type PlacedRow, placed } from './placing.ts'
import { isVerdict } from './settle.ts'
import type { BatchRow } from './tables.ts'

interface Told {
  readonly id: string
  readonly order: number
  readonly isNew: boolean
}

/** What a file tells of one instant of an instrument and position. */
interface Instant {
  readonly instrumentId: Id<'instrument'>
  readonly positionRef: string
  readonly atMs: number
  readonly told: Map<string, Told>
}

/** Finds instants of which a file tells fills that are new beside such as the account has. */
export interface Overlaps {
  /** The next rows of the file. */
  take(judged: Judged, ended: readonly Ended[]): void
  all(): readonly Instant[]
}

/** Rows of one instant stand together in a file, whatever lies between them of other instruments: one instant of each is kept in mind. */
export function createOverlaps({ position_mode: mode }: Pick<AccountRow, 'position_mode'>): Overlaps {
  const found: Instant[] = []
  const current = new Map<string, Instant>()

  function takeFill(instant: Omit<Instant, 'told'>, told: Told): void {
    const chain = instant.positionRef === '' ? instant.instrumentId : `${instant.instrumentId} ${instant.positionRef}`
    const before = current.get(chain)
    const own = before?.atMs === instant.atMs ? before : { ...instant, told: new Map<string, Told>() }
    if (own !== before) {
      if (before !== undefined) end(before)
      current.set(chain, own)
    }
    // What a file tells twice counts where it does so first.
    if (!own.told.has(told.id)) own.told.set(told.id, told)
  }

  function end(instant: Instant): void {
    const told = [...instant.told.values()]
    if (told.some(({ isNew }) => isNew) && told.some(({ isNew }) => !isNew)) found.push(instant)
  }

  return {
    take({ said }, ended) {
      for (const [at, { executions, executionIds }] of ended.entries()) {
        const records = said[at] ?? []
        if (isVerdict(records)) continue
        const made = new Set<string>(executions.map(({ id }) => id))
        let place = 0
        for (const one of records) {
          if (one.instrument === null) continue
          const id = executionIds[place] ?? ''
          place += 1
          const { positionRef, executedAt, order } = one.record
          const instant = { instrumentId: one.instrument.id, atMs: executedAt.getTime() }
          takeFill(
            { ...instant, positionRef: mode === 'hedging' ? positionRef : '' },
            { id, order, isNew: made.has(id) },
          )
        }
      }
    },
    all() {
      for (const instant of current.values()) end(instant)
      current.clear()
      return found
    },
  }
}

/** Asked before the file has made anything: in an account without fills nothing is there before. */
export async function overlapsOf(account: AccountRow, sources: Pick<IntakeSources, 'held'>): Promise<Overlaps> {
  return (await sources.held()).fills === null ? { take: () => undefined, all: () => [] } : createOverlaps(account)
}

const TAKEN = `
  SELECT instant.at, e.lineage_id, e.sequence
    FROM unnest($2::integer[], $3::uuid[], $4::text[], $5::timestamptz[]) AS instant (at, instrument_id, position_ref, executed_at)
    JOIN trading.execution e ON e.account_id = $1 AND e.instrument_id = instant.instrument_id
     AND e.position_ref = instant.position_ref AND e.executed_at = instant.executed_at AND e.superseded_at IS NULL`

const MOVE = `
  UPDATE trading.execution e SET sequence = moved.sequence
    FROM unnest($1::uuid[], $2::bigint[]) AS moved (id, sequence) WHERE e.id = moved.id AND e.sequence <> moved.sequence`

interface TakenRow extends Record<string, unknown> {
  at: number
  /** What a file names: the first version, whose place a correction has. */
  lineage_id: string
  sequence: bigint
}

/** Puts what an import made where its file has it among what was there. It is written, and not matched yet. */
export async function putInPlace(tx: Tx, account: AccountRow, batch: BatchRow, overlaps: Overlaps): Promise<void> {
  const instants = overlaps.all()
  if (instants.length === 0) return
  const column = (type: 'uuid' | 'text' | 'timestamptz', read: (instant: Instant) => unknown) =>
    arrayText(instants.map(read), type)
  const rows = await tx.raw<TakenRow>(TAKEN, [
    ...[account.id, arrayText([...instants.keys()], 'integer'), column('uuid', ({ instrumentId }) => instrumentId)],
    ...[column('text', ({ positionRef }) => positionRef), column('timestamptz', ({ atMs }) => new Date(atMs))],
  ])
  const taken = Map.groupBy(rows, ({ at }) => at)
  const moved = instants.flatMap((instant, at) => movedIn(instant, taken.get(at) ?? [], batch.place))
  if (moved.length === 0) return
  const ids = arrayText(
    moved.map(([id]) => id),
    'uuid',
  )
  const sequences = arrayText(
    moved.map(([, sequence]) => sequence),
    'bigint',
  )
  await tx.raw(MOVE, [ids, sequences])
}

function movedIn({ told }: Instant, rows: readonly TakenRow[], place: number | null): [string, bigint][] {
  const before = rows.filter(({ lineage_id: id }) => told.get(id)?.isNew !== true)
  const sequences = new Map(before.map(({ lineage_id: id, sequence }) => [id, sequence]))
  const fills = [...told.values()].flatMap(({ id, order, isNew }): PlacedRow[] => {
    const sequence = sequences.get(id)
    return isNew ? [{ id, order, sequence: null }] : sequence === undefined ? [] : [{ id, order, sequence }]
  })
  return [...placed(fills, [...sequences.values()], place)]
}
