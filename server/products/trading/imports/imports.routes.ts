import { Type } from 'typebox'
import { type Route, route } from '../../../kernel/http/route.ts'
import { idOf, object, oneOf, page, pageQuery } from '../../../kernel/http/schema.ts'
import { traderId } from '../caller.ts'
import type { TradingDeps } from '../deps.ts'
import { readZone, zoneShape } from '../ledger/values.ts'
import { batchShape, viewBatch } from './batch-view.ts'
import { createBatch, deleteBatch, listBatches, ownBatch, usableAccount } from './batches.ts'
import { detect, importFile } from './detected.ts'
import { previewShape } from './preview.ts'
import { importProblem } from './problems.ts'
import { listRows, rowShape } from './rows.ts'
import { batchStates, outcomes } from './tables.ts'

type Deps = Pick<TradingDeps, 'db' | 'files'>

const byId = object({ id: idOf('import-batch') })
const read = { can: 'trading:use', rate: 'read' } as const
const write = { can: 'trading:use', rate: 'write' } as const
const COMMON = ['trading/import-not-found', 'trading/consent-needed']

/** Files that are brought into accounts: begun, looked at, given up. The steps between are in import-steps.routes.ts. */
export function importRoutes(deps: Deps): Route[] {
  return [createRoute(deps), listRoute(deps), getRoute(deps), previewRoute(deps), rowsRoute(deps), deleteRoute(deps)]
}

function createRoute(deps: Deps): Route {
  return route(
    {
      id: 'trading.createImport',
      method: 'POST',
      path: '/api/trading/imports',
      summary:
        'Begins the import of an uploaded file (purpose trading.import) into an account, and tells which profiles know it.',
      policy: { ...write, idempotency: 'optional' },
      schema: {
        body: object({
          accountId: idOf('trading-account'),
          fileId: idOf('file'),
          /** Of wall times in the file that say no zone; the account's when absent. */
          timeZone: Type.Optional(zoneShape),
        }),
        response: { 201: batchShape },
      },
      problems: [
        ...['trading/account-not-found', 'trading/account-archived', 'trading/value-invalid', 'trading/consent-needed'],
        ...['trading/import-file-not-found', 'trading/import-file-unreadable'],
      ],
    },
    async (call) => {
      const ownerId = traderId(call)
      const { accountId, fileId, timeZone } = call.body
      const account = await usableAccount(deps.db, ownerId, accountId)
      const zone = timeZone === undefined ? account.time_zone : readZone(timeZone, '/timeZone')
      const file = await importFile(deps.files, deps.db, { ownerId, fileId })
      const detected = await detect(deps, { ownerId, fileId })
      return await call.transaction(async (tx) =>
        viewBatch(await createBatch(tx, deps.files, { account, file, timeZone: zone, detected })),
      )
    },
  )
}

function listRoute({ db }: Deps): Route {
  return route(
    {
      id: 'trading.listImports',
      method: 'GET',
      path: '/api/trading/imports',
      summary: 'Imports of the caller, newest first.',
      policy: read,
      schema: {
        query: object({
          ...pageQuery,
          accountId: Type.Optional(idOf('trading-account')),
          state: Type.Optional(oneOf(batchStates)),
        }),
        response: { 200: page(batchShape) },
      },
    },
    async (call) => {
      const { items, nextCursor } = await listBatches(db, traderId(call), call.query)
      return { items: items.map(viewBatch), nextCursor }
    },
  )
}

function getRoute({ db }: Deps): Route {
  return route(
    {
      id: 'trading.getImport',
      method: 'GET',
      path: '/api/trading/imports/{id}',
      summary: 'One import: its state, and how far it has come.',
      policy: read,
      schema: { params: byId, response: { 200: batchShape } },
      problems: COMMON,
    },
    async (call) => viewBatch(await ownBatch(db, { ownerId: traderId(call), id: call.params.id })),
  )
}

function previewRoute({ db }: Deps): Route {
  return route(
    {
      id: 'trading.getImportPreview',
      method: 'GET',
      path: '/api/trading/imports/{id}/preview',
      summary: 'What the import would do, as its preview found it.',
      policy: read,
      schema: { params: byId, response: { 200: previewShape } },
      problems: [...COMMON, 'trading/import-state'],
    },
    async (call) => {
      const { preview } = await ownBatch(db, { ownerId: traderId(call), id: call.params.id })
      if (preview === null) throw importProblem('import-state')
      return preview
    },
  )
}

function rowsRoute({ db }: Deps): Route {
  return route(
    {
      id: 'trading.listImportRows',
      method: 'GET',
      path: '/api/trading/imports/{id}/rows',
      summary: 'What became of the rows of the file, in its order.',
      policy: read,
      schema: {
        params: byId,
        query: object({
          ...{ ...pageQuery, outcome: Type.Optional(oneOf(outcomes)) },
          row: Type.Optional(Type.Integer({ minimum: 1, maximum: 2_147_483_647 })),
          /** Rows that made this fill, or found it there. */
          executionId: Type.Optional(idOf('execution')),
        }),
        response: { 200: page(rowShape) },
      },
      problems: COMMON,
    },
    async (call) => {
      const batch = await ownBatch(db, { ownerId: traderId(call), id: call.params.id })
      return await listRows(db, batch.id, call.query)
    },
  )
}

function deleteRoute({ files }: Deps): Route {
  return route(
    {
      id: 'trading.deleteImport',
      method: 'DELETE',
      path: '/api/trading/imports/{id}',
      summary: 'Gives up an import that was not committed, and removes its file.',
      policy: write,
      schema: { params: byId, response: { 204: null } },
      problems: [...COMMON, 'trading/import-state'],
    },
    async (call) => {
      await call.transaction((tx) => deleteBatch(tx, files, { ownerId: traderId(call), id: call.params.id }))
    },
  )
}
