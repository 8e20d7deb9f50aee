import { type Static, Type } from 'typebox'
import type { Db } from '../../../kernel/db/database.ts'
import { type Route, route } from '../../../kernel/http/route.ts'
import { idOf, object } from '../../../kernel/http/schema.ts'
import type { Id } from '../../../kernel/id.ts'
import { traderId } from '../caller.ts'
import type { TradingDeps } from '../deps.ts'
import { ownAccount } from '../ledger/accounts.ts'
import { countReported, listReported } from '../ledger/reported.ts'
import { countStatements, listStatements } from '../ledger/statements.ts'
import type { AccountRow } from '../ledger/tables.ts'
import { ownBatch } from './batches.ts'

/** So many are looked at; of more rows that differ the rest is not explained. */
const LOOKED_AT_MAX = 1000

const standings = {
  equal: Type.Integer(),
  /** Another result, and a known rule that makes both right. */
  explained: Type.Integer(),
  /** Left as they are, for a reason that was given. */
  resolved: Type.Integer(),
  mismatch: Type.Integer(),
}
const reconciledShape = object({
  /** Rows of which the broker reports a result. */
  rows: object({ total: Type.Integer(), ...standings, unseen: Type.Integer() }),
  /** What it reports of cash, positions and results of days. */
  statements: object({ total: Type.Integer(), ...standings, unseen: Type.Integer() }),
})
type Counts = Static<typeof reconciledShape>['rows']

/** How what a broker's file reports agrees with what we computed. */
export function reconciledRoutes({ db }: Pick<TradingDeps, 'db'>): Route[] {
  return [
    route(
      {
        id: 'trading.getImportReconciliation',
        method: 'GET',
        path: '/api/trading/imports/{id}/reconciliation',
        summary:
          'How many of the results, balances and positions that the file of an import reports are what we computed; `unseen` are those beyond the first thousand.',
        policy: { can: 'trading:use', rate: 'read' },
        schema: { params: object({ id: idOf('import-batch') }), response: { 200: reconciledShape } },
        problems: ['trading/import-not-found', 'trading/consent-needed'],
      },
      async (call) => {
        const ownerId = traderId(call)
        const batch = await ownBatch(db, { ownerId, id: call.params.id })
        const account = await ownAccount(db, ownerId, batch.account_id)
        return {
          rows: await rowsOf(db, account, batch.id),
          statements: await statementsOf(db, account, batch.id),
        }
      },
    ),
  ]
}

async function rowsOf(db: Db, account: AccountRow, importId: Id<'import-batch'>): Promise<Counts> {
  const { total, different } = await countReported(db, account, importId)
  if (different === 0) return { total, ...NONE, equal: total, unseen: 0 }
  const { items, nextCursor } = await listReported(db, account, { importId, different: true, limit: LOOKED_AT_MAX })
  const looked = nextCursor === null ? different : LOOKED_AT_MAX
  const unseen = different - looked
  return { total, ...tally(items), equal: total - unseen - items.length, unseen }
}

async function statementsOf(db: Db, account: AccountRow, importId: Id<'import-batch'>): Promise<Counts> {
  const total = await countStatements(db, account, importId)
  const { items } = await listStatements(db, account, { importId, limit: LOOKED_AT_MAX })
  return { total, ...tally(items), unseen: total - items.length }
}

const NONE = { equal: 0, explained: 0, resolved: 0, mismatch: 0 }

function tally(items: readonly { readonly status: keyof typeof standings }[]): typeof NONE {
  const found = { ...NONE }
  for (const { status } of items) found[status] += 1
  return found
}
