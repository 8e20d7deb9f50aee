import { Readable } from 'node:stream'
import { type Static, Type } from 'typebox'
import { type Route, route } from '../../../../kernel/http/route.ts'
import { idOf, instant, line, nullable, object, oneOf, page, pageQuery } from '../../../../kernel/http/schema.ts'
import { traderId } from '../../caller.ts'
import type { TradingDeps } from '../../deps.ts'
import { ownAccount } from '../../ledger/accounts.ts'
import { type RestoreRow, restoreStates } from '../tables.ts'
import { createRestore, listRestores, ownRestore } from './restores.ts'
import { sendDownload } from './send-download.ts'
import { writeAccount } from './write-account.ts'

type Deps = Pick<TradingDeps, 'db' | 'files'>

const PATH = '/api/trading/restores'
const read = { can: 'trading:use', rate: 'read' } as const

const restoreShape = object({
  id: idOf('trading-restore'),
  filename: Type.String(),
  state: oneOf(restoreStates),
  accountId: nullable(idOf('trading-account')),
  counts: nullable(
    object({ executions: Type.Integer(), cash: Type.Integer(), trades: Type.Integer(), entries: Type.Integer() }),
  ),
  failure: nullable(object({ code: Type.String(), line: nullable(Type.Integer()), field: nullable(Type.String()) })),
  createdAt: instant,
  finishedAt: nullable(instant),
})

/** Accounts as files, and accounts of files. */
export function transferRoutes(deps: Deps): Route[] {
  return [exportRoute(deps), createRoute(deps), ...readRoutes(deps)]
}

function exportRoute({ db, files }: Deps): Route {
  return route(
    {
      id: 'trading.exportAccount',
      method: 'GET',
      path: '/api/trading/accounts/{id}/export',
      summary:
        'An account with all that happened in it and was said of it, a line of JSON each; see docs/guides/trading-exports.md.',
      policy: { can: 'trading:use', rate: 'stream' },
      schema: { params: object({ id: idOf('trading-account') }), response: { 200: null } },
      problems: ['trading/account-not-found', 'trading/consent-needed'],
    },
    async (call) => {
      const account = await ownAccount(db, traderId(call), call.params.id)
      await call.transaction((tx) =>
        tx.audit({ action: 'trading.account.exported', subject: { kind: 'trading-account', id: account.id } }),
      )
      const lines = Readable.from(writeAccount({ db, files }, account))
      await sendDownload(call, lines, { filename: `${account.name}.account.txt`, type: 'text/plain' })
    },
  )
}

function createRoute({ files }: Deps): Route {
  return route(
    {
      id: 'trading.restoreAccountFile',
      method: 'POST',
      path: PATH,
      summary: 'Brings an exported account (uploaded for trading.account-file) into a new one, behind the request.',
      policy: { can: 'trading:use', rate: 'write', idempotency: 'optional' },
      schema: {
        body: object({
          fileId: idOf('file'),
          /** What the account is to be called; as in the file when absent. */
          name: Type.Optional(line(80)),
        }),
        response: { 202: restoreShape },
      },
      problems: ['trading/restore-file-not-found', 'trading/consent-needed'],
    },
    (call) => {
      const { fileId, name = null } = call.body
      const asked = { ownerId: traderId(call), fileId, name }
      return call.transaction(async (tx) => view(await createRestore(tx, files, asked)))
    },
  )
}

function readRoutes({ db }: Deps): Route[] {
  return [
    route(
      {
        id: 'trading.listRestores',
        method: 'GET',
        path: PATH,
        summary: 'Restores of the caller, newest first.',
        policy: read,
        schema: { query: object(pageQuery), response: { 200: page(restoreShape) } },
      },
      async (call) => {
        const { items, nextCursor } = await listRestores(db, traderId(call), call.query)
        return { items: items.map(view), nextCursor }
      },
    ),
    route(
      {
        id: 'trading.getRestore',
        method: 'GET',
        path: `${PATH}/{id}`,
        summary: 'One restore: whether it is done, and what came of it.',
        policy: read,
        schema: { params: object({ id: idOf('trading-restore') }), response: { 200: restoreShape } },
        problems: ['trading/restore-not-found', 'trading/consent-needed'],
      },
      async (call) => view(await ownRestore(db, traderId(call), call.params.id)),
    ),
  ]
}

function view(row: RestoreRow): Static<typeof restoreShape> {
  const { failure, failed_line: failedLine, failed_field: field } = row
  return {
    ...{ id: row.id, filename: row.filename, state: row.state, accountId: row.account_id, counts: row.counts },
    failure: failure === null ? null : { code: failure, line: failedLine, field },
    ...{ createdAt: row.created_at, finishedAt: row.finished_at },
  }
}
