import { now } from '../../../kernel/clock.ts'
import type { Db, Tx } from '../../../kernel/db/database.ts'
import { type Id, newId } from '../../../kernel/id.ts'
import { rebuildTraded } from './instrument-changes.ts'
import { ownInstrument } from './instruments.ts'
import { invalidValue, ledgerProblem } from './problems.ts'
import type { CorporateActionRow, InstrumentRow, LedgerTables } from './tables.ts'

/** What a person says of an instrument: a split in new for old shares, what it is called from then on, or what was spun off of it. */
export type NewAction = Omit<CorporateActionRow, 'id' | 'owner_id' | 'batch_id' | 'created_at'>

/** Throws trading/instrument-not-found, trading/value-invalid. */
export async function createAction(tx: Tx, ownerId: Id<'user'>, input: NewAction): Promise<CorporateActionRow> {
  const instrument = await ownInstrument(tx, ownerId, input.instrument_id)
  if (input.to_instrument_id !== null) await checkTarget(tx, ownerId, input, instrument)
  const row = await tx
    .query<LedgerTables>()
    .insertInto('trading.corporate_action')
    .values({ ...input, id: newId<'corporate-action'>(), owner_id: ownerId, batch_id: null, created_at: now() })
    .returningAll()
    .executeTakeFirstOrThrow()
  if (row.kind !== 'split') await assertSpunOffOnce(tx, ownerId, row.id)
  await applyAction(tx, row)
  await auditAction(tx, 'created', row)
  return row
}

/** Names and spin-offs lead to an instrument of the same currency, and never back to where they came from. */
async function checkTarget(
  tx: Tx,
  ownerId: Id<'user'>,
  { instrument_id: from, to_instrument_id: to, kind }: NewAction,
  instrument: InstrumentRow,
): Promise<void> {
  if (to === null) return
  const target = await ownInstrument(tx, ownerId, to)
  if (target.currency !== instrument.currency)
    throw invalidValue('/toInstrumentId', 'currency', 'is priced in the same currency')
  if (kind === 'spinoff') checkSpinoff(instrument, target)
  const [row] = await tx.raw<{ back: boolean }>(
    `WITH RECURSIVE later (id) AS (
       SELECT $2::uuid UNION SELECT a.to_instrument_id FROM trading.corporate_action a JOIN later ON a.instrument_id = later.id
        WHERE a.to_instrument_id IS NOT NULL)
     SELECT EXISTS (SELECT FROM later WHERE id = $1) AS back`,
    [from, to],
  )
  if (row?.back === true)
    throw invalidValue('/toInstrumentId', 'circle', 'is another instrument, which never came of this one')
}

const SPUN_OFF: ReadonlySet<string> = new Set(['stock', 'etf'])

/** Shares come with shares. */
function checkSpinoff(from: InstrumentRow, to: InstrumentRow): void {
  if (!SPUN_OFF.has(from.asset_class)) throw invalidValue('/instrumentId', 'asset-class', 'is a share or a fund')
  if (!SPUN_OFF.has(to.asset_class)) throw invalidValue('/toInstrumentId', 'asset-class', 'is a share or a fund')
}

type Renaming = Pick<CorporateActionRow, 'id' | 'kind'> & { readonly from: string; readonly to: string }

/**
 * What was spun off of an instrument twice would be one position with two pasts: the same by any of the names that both had and got. Only a
 * repeat that comes of the added action is refused, so that an older one stands in nobody's way.
 */
async function assertSpunOffOnce(tx: Tx, ownerId: Id<'user'>, addedId: Id<'corporate-action'>): Promise<void> {
  const actions = await tx.raw<Renaming & { readonly [column: string]: unknown }>(
    `SELECT id, kind, instrument_id AS from, to_instrument_id AS to FROM trading.corporate_action WHERE owner_id = $1 AND kind <> 'split'`,
    [ownerId],
  )
  if (repeatsIn(actions) > repeatsIn(actions.filter(({ id }) => id !== addedId)))
    throw invalidValue('/toInstrumentId', 'twice', 'was spun off of this instrument already, by this name or another')
}

/** How many spin-offs repeat another of the same by any name. */
function repeatsIn(actions: readonly Renaming[]): number {
  const next = new Map<string, string>()
  const named = (id: string): string => {
    const other = next.get(id)
    return other === undefined ? id : named(other)
  }
  for (const { kind, from, to } of actions)
    if (kind === 'symbol_change' && named(from) !== named(to)) next.set(named(from), named(to))
  const spunOff = actions.filter(({ kind }) => kind === 'spinoff').map(({ from, to }) => `${named(from)} ${named(to)}`)
  return spunOff.length - new Set(spunOff).size
}

/** Throws trading/corporate-action-not-found. */
export async function deleteAction(tx: Tx, ownerId: Id<'user'>, id: Id<'corporate-action'>): Promise<void> {
  const row = await tx
    .query<LedgerTables>()
    .deleteFrom('trading.corporate_action')
    .where('owner_id', '=', ownerId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst()
  if (row === undefined) throw ledgerProblem('corporate-action-not-found')
  await applyAction(tx, row)
  await auditAction(tx, 'deleted', row)
}

/** Oldest first. Throws trading/instrument-not-found. */
export async function listActions(
  source: Db,
  ownerId: Id<'user'>,
  instrumentId: Id<'instrument'>,
): Promise<CorporateActionRow[]> {
  await ownInstrument(source, ownerId, instrumentId)
  return await source
    .query<LedgerTables>()
    .selectFrom('trading.corporate_action')
    .selectAll()
    .where('instrument_id', '=', instrumentId)
    .orderBy('effective_at')
    .orderBy('id')
    .execute()
}

/** Makes what splits, renames and spin-offs reach anew: they came, or are gone. */
export async function applyAction(tx: Tx, row: CorporateActionRow): Promise<void> {
  const { instrument_id: id, to_instrument_id: to } = row
  // A split reaches along the names that the instrument had and got, with or without the one that comes or goes here.
  const named = await tx.raw<{ id: Id<'instrument'> }>(
    `WITH RECURSIVE later (id) AS (
       SELECT unnest($1::uuid[]) UNION SELECT a.to_instrument_id FROM trading.corporate_action a JOIN later ON a.instrument_id = later.id
        WHERE a.to_instrument_id IS NOT NULL)
     SELECT id FROM later`,
    [to === null ? [id] : [id, to]],
  )
  const instrumentIds = named.map((one) => one.id)
  const from = row.kind === 'split' ? row.effective_at : null
  await rebuildTraded(tx, row.owner_id, { instrumentIds, from })
}

async function auditAction(tx: Tx, what: string, row: CorporateActionRow): Promise<void> {
  await tx.audit({
    action: `trading.corporate-action.${what}`,
    subject: { kind: 'instrument', id: row.instrument_id },
    details: { id: row.id, kind: row.kind },
  })
}
