import { type Static, Type } from 'typebox'
import { type Route, route } from '../../../../kernel/http/route.ts'
import { idOf, instant, namedObject, nullable, object, oneOf, page, pageQuery } from '../../../../kernel/http/schema.ts'
import { traderId } from '../../caller.ts'
import type { TradingDeps } from '../../deps.ts'
import { exportKinds, exportStates, type PreparedExportRow } from '../tables.ts'
import { askForExport, exportedFile, listExports, ownExport, removeExport } from './prepared-exports.ts'

type Deps = Pick<TradingDeps, 'db' | 'files'>

const PATH = '/api/trading/prepared-exports'
const read = { can: 'trading:use', rate: 'read' } as const
const byId = object({ id: idOf('trading-export') })

const exportShape = namedObject('TradingPreparedExport', {
  id: idOf('trading-export'),
  kind: oneOf(exportKinds),
  accountId: nullable(idOf('trading-account')),
  filename: Type.String(),
  state: oneOf(exportStates),
  bytes: nullable(Type.Integer()),
  hiddenByPlan: nullable(
    Type.Integer({ description: 'Trades that were beyond the limit of the plan, and are not in it' }),
  ),
  createdAt: instant,
  finishedAt: nullable(instant),
  expiresAt: nullable(instant),
})

/** Exports that are made behind the request and kept for a week. */
export function preparedExportRoutes(deps: Deps): Route[] {
  return [askRoute(), ...readRoutes(deps), downloadRoute(deps), removeRoute(deps)]
}

function askRoute(): Route {
  return route(
    {
      id: 'trading.prepareExport',
      method: 'POST',
      path: PATH,
      summary:
        'Has an account’s file, or its trades or executions as CSV, made behind the request: for accounts whose download takes long. One at a time of a person; a letter tells when it is ready.',
      policy: { can: 'trading:use', rate: 'write', idempotency: 'optional' },
      schema: {
        body: object({ kind: oneOf(exportKinds), accountId: idOf('trading-account') }),
        response: { 202: exportShape },
      },
      problems: [
        ...['trading/account-not-found', 'trading/export-under-way', 'trading/too-many-exports'],
        'trading/consent-needed',
      ],
    },
    (call) => {
      const asked = { ...call.body, ownerId: traderId(call) }
      return call.transaction(async (tx) => view(await askForExport(tx, asked)))
    },
  )
}

function readRoutes({ db }: Deps): Route[] {
  return [
    route(
      {
        id: 'trading.listPreparedExports',
        method: 'GET',
        path: PATH,
        summary: 'Exports that the caller asked for, newest first.',
        policy: read,
        schema: { query: object(pageQuery), response: { 200: page(exportShape) } },
        problems: ['trading/consent-needed'],
      },
      async (call) => {
        const { items, nextCursor } = await listExports(db, traderId(call), call.query)
        return { items: items.map(view), nextCursor }
      },
    ),
    route(
      {
        id: 'trading.getPreparedExport',
        method: 'GET',
        path: `${PATH}/{id}`,
        summary: 'One export: whether it is ready, and until when it can be downloaded.',
        policy: read,
        schema: { params: byId, response: { 200: exportShape } },
        problems: ['trading/export-not-found', 'trading/consent-needed'],
      },
      async (call) => view(await ownExport(db, traderId(call), call.params.id)),
    ),
  ]
}

function downloadRoute({ db, files }: Deps): Route {
  return route(
    {
      id: 'trading.downloadPreparedExport',
      method: 'GET',
      path: `${PATH}/{id}/file`,
      summary: 'The file of an export, to whoever asked for it.',
      policy: { can: 'trading:use', rate: 'stream' },
      schema: { params: byId, response: { 200: null } },
      problems: [
        ...['trading/export-not-found', 'trading/export-not-ready', 'trading/export-expired'],
        'trading/consent-needed',
      ],
    },
    async (call) => {
      const { fileId, row } = await exportedFile(db, traderId(call), call.params.id)
      await call.transaction((tx) =>
        tx.audit({
          action: 'trading.export.downloaded',
          subject: { kind: 'trading-export', id: row.id },
          details: { kind: row.kind, accountId: row.account_id },
        }),
      )
      await files.send(call, fileId, { isOwn: true })
    },
  )
}

function removeRoute({ files }: Deps): Route {
  return route(
    {
      id: 'trading.removePreparedExport',
      method: 'DELETE',
      path: `${PATH}/{id}`,
      summary: 'Takes an export away with its file; one that is being made is not kept.',
      policy: { can: 'trading:use', rate: 'write' },
      schema: { params: byId, response: { 204: null } },
      problems: ['trading/export-not-found', 'trading/consent-needed'],
    },
    async (call) => {
      const ownerId = traderId(call)
      await call.transaction((tx) => removeExport(tx, files, ownerId, call.params.id))
    },
  )
}

function view(row: PreparedExportRow): Static<typeof exportShape> {
  return {
    ...{ id: row.id, kind: row.kind, accountId: row.account_id, filename: row.filename, state: row.state },
    ...{ bytes: row.bytes === null ? null : Number(row.bytes), hiddenByPlan: row.hidden_by_plan },
    ...{ createdAt: row.created_at, finishedAt: row.finished_at, expiresAt: row.expires_at },
  }
}
