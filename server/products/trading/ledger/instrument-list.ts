import { type Cursor, cursorPage } from '../../../kernel/db/cursor.ts'
import type { Db } from '../../../kernel/db/database.ts'
import { holdingPattern } from '../../../kernel/db/like.ts'
import { asId, type Id, isUuid, newId } from '../../../kernel/id.ts'
import type { AssetClass, LedgerTables } from './tables.ts'
import { UNSETTLED, unsettledTerms } from './unsettled.ts'

export interface InstrumentFilter {
  readonly limit?: number
  readonly cursor?: string
  readonly search?: string
  readonly assetClass?: AssetClass
  /** Only those whose multiplier the owner is asked about. */
  readonly unsettled?: boolean
}

function symbolAndId(values: readonly string[]): Cursor | null {
  const [symbol = '', id = ''] = values
  return values.length === 2 && symbol.length <= 64 && isUuid(id) ? values : null
}

const IDS = `SELECT id FROM trading.instrument WHERE owner_id = $3 AND ${UNSETTLED}`

/** None of them as an id that no instrument has. */
async function unsettledIds(source: Db, ownerId: Id<'user'>): Promise<Id<'instrument'>[]> {
  const rows = await source.raw<{ id: Id<'instrument'> }>(IDS, [...unsettledTerms(), ownerId])
  return rows.length === 0 ? [newId<'instrument'>()] : rows.map(({ id }) => id)
}

/** By symbol. */
export async function listInstruments(source: Db, ownerId: Id<'user'>, filter: InstrumentFilter) {
  const page = cursorPage(filter, symbolAndId)
  let query = source
    .query<LedgerTables>()
    .selectFrom('trading.instrument')
    .selectAll()
    .where('owner_id', '=', ownerId)
    .orderBy('symbol')
    .orderBy('id')
    .limit(page.limit + 1)
  const { search, assetClass, unsettled } = filter
  if (unsettled === true) query = query.where('id', 'in', await unsettledIds(source, ownerId))
  if (assetClass !== undefined) query = query.where('asset_class', '=', assetClass)
  if (search !== undefined) {
    const pattern = holdingPattern(search.toUpperCase())
    query = query.where(({ eb, or, fn }) =>
      or([eb('symbol', 'like', pattern), eb(fn('array_to_string', ['aliases', eb.val(' ')]), 'like', pattern)]),
    )
  }
  const [symbol, id] = page.after ?? []
  if (symbol !== undefined && id !== undefined)
    query = query.where(({ eb, refTuple, tuple }) =>
      eb(refTuple('symbol', 'id'), '>', tuple(symbol, asId<'instrument'>(id))),
    )
  return page.of(
    await query.execute(),
    (row) => [row.symbol, row.id],
    (row) => row,
  )
}
