import type { Db, Tx } from '../../../kernel/db/database.ts'
import { decimal } from '../../../kernel/decimal.ts'
import type { Id } from '../../../kernel/id.ts'
import type { Spinoff, Split } from './matching/position.ts'
import type { CorporateActionRow } from './tables.ts'

type InstrumentId = Id<'instrument'>

/** An instrument whose executions belong to a chain, within some time. */
export interface Source {
  readonly instrumentId: InstrumentId
  readonly afterMs: number
  readonly beforeMs: number
}

/** The corporate actions of a trader, by which chains reach over instruments. */
export interface Actions {
  readonly haveSpinoffs: boolean
  /** The chains that an execution of the instrument may belong to. */
  reach(instrumentId: InstrumentId): readonly InstrumentId[]
  /** All chains that spin-offs and names join to the instrument's, those that lots leave before those that they come to; none without a spin-off. */
  family(instrumentId: InstrumentId): readonly InstrumentId[]
  sourcesOf(instrumentId: InstrumentId): readonly Source[]
  /** Splits and spin-offs of what a chain is made of, in order. */
  eventsOf(sources: readonly Source[]): readonly (Split | Spinoff)[]
  /** The instrument that a spin-off brings. */
  broughtBy(actionId: Id<'corporate-action'>): InstrumentId | null
}

type ActionRow = Pick<
  CorporateActionRow,
  'id' | 'instrument_id' | 'kind' | 'effective_at' | 'numerator' | 'denominator' | 'to_instrument_id' | 'cost_share'
>

const DEPTH_MAX = 10

export async function loadActions(tx: Db | Tx, ownerId: Id<'user'>): Promise<Actions> {
  const rows = await tx.raw<ActionRow & Record<string, unknown>>(
    `SELECT id, instrument_id, kind, effective_at, numerator, denominator, to_instrument_id, cost_share
       FROM trading.corporate_action WHERE owner_id = $1 ORDER BY effective_at, id`,
    [ownerId],
  )
  const renames = rows.filter(({ kind }) => kind === 'symbol_change')
  const events = rows.filter(({ kind }) => kind !== 'symbol_change')
  const spinoffs = rows.filter(({ kind }) => kind === 'spinoff')
  const { reach, sourcesOf } = namesOf(renames)
  return {
    haveSpinoffs: spinoffs.length > 0,
    reach: (id) => [...new Set(reach(id))],
    family: spinoffs.length === 0 ? () => [] : (id) => familyOf([...renames, ...spinoffs], id),
    sourcesOf: (id) => sourcesOf(id),
    eventsOf: (sources) => events.filter((row) => sources.some((source) => isWithin(row, source))).map(eventOf),
    broughtBy: (actionId) => spinoffs.find(({ id }) => id === actionId)?.to_instrument_id ?? null,
  }
}

/** Which names lead to which. */
function namesOf(renames: readonly ActionRow[]) {
  const lastRename = (id: InstrumentId): number =>
    Math.max(...renames.filter((row) => row.instrument_id === id).map(timeOf), Number.NEGATIVE_INFINITY)

  function sourcesOf(id: InstrumentId, beforeMs = Number.POSITIVE_INFINITY, depth = 0): Source[] {
    const own = { instrumentId: id, afterMs: depth === 0 ? lastRename(id) : Number.NEGATIVE_INFINITY, beforeMs }
    const former = renames.filter((row) => row.to_instrument_id === id && timeOf(row) < beforeMs && depth < DEPTH_MAX)
    return [own, ...former.flatMap((row) => sourcesOf(row.instrument_id, timeOf(row), depth + 1))]
  }

  function reach(id: InstrumentId, depth = 0): InstrumentId[] {
    const next = renames.flatMap((row) =>
      row.instrument_id === id && row.to_instrument_id !== null && depth < DEPTH_MAX
        ? reach(row.to_instrument_id, depth + 1)
        : [],
    )
    return [id, ...next]
  }

  return { sourcesOf, reach }
}

/** What `joins` join to the instrument, from where they lead to where to; they make no circle. */
function familyOf(joins: readonly ActionRow[], id: InstrumentId): InstrumentId[] {
  const found = new Set([id])
  for (const member of found)
    for (const { instrument_id: from, to_instrument_id: to } of joins) {
      if (from === member && to !== null) found.add(to)
      if (to === member) found.add(from)
    }
  const own = joins.filter(({ instrument_id: from }) => found.has(from))
  if (!own.some(({ kind }) => kind === 'spinoff')) return []
  const sorted = new Set<InstrumentId>()
  const visit = (member: InstrumentId): void => {
    if (sorted.has(member)) return
    for (const { instrument_id: from, to_instrument_id: to } of own) if (to === member) visit(from)
    sorted.add(member)
  }
  for (const member of [...found].sort()) visit(member)
  return [...sorted]
}

function isWithin(row: ActionRow, { instrumentId, afterMs, beforeMs }: Source): boolean {
  return row.instrument_id === instrumentId && timeOf(row) > afterMs && timeOf(row) <= beforeMs
}

function eventOf(row: ActionRow): Split | Spinoff {
  const ratio = { numerator: decimal(row.numerator), denominator: decimal(row.denominator), atMs: timeOf(row) }
  if (row.cost_share === null) return { kind: 'split', ...ratio }
  return { kind: 'spinoff', ...ratio, actionId: row.id, costShare: decimal(row.cost_share) }
}

function timeOf({ effective_at }: Pick<ActionRow, 'effective_at'>): number {
  return effective_at.getTime()
}
