import { Type } from 'typebox'
import type { Tx } from '../../../kernel/db/database.ts'
import { decimalShape, unsignedDecimalShape } from '../../../kernel/decimal.ts'
import { type Route, route } from '../../../kernel/http/route.ts'
import { idOf, line, object, oneOf, page, pageQuery } from '../../../kernel/http/schema.ts'
import type { Id } from '../../../kernel/id.ts'
import { traderId } from '../caller.ts'
import type { TradingDeps } from '../deps.ts'
import { findExecutions, listExecutions } from './execution-list.ts'
import { executionChange, executionInput, executionShape, viewExecution } from './execution-view.ts'
import { exercise } from './exercise.ts'
import { correctExecution, enterExecutions, withdrawExecution } from './manual-executions.ts'
import { instantInput, readInstant, readPast, readPositive } from './values.ts'

const byId = object({ id: idOf('execution') })
const accountId = idOf('trading-account')
const write = { can: 'trading:use', rate: 'write' } as const
const COMMON = ['trading/account-archived', 'trading/value-invalid', 'trading/consent-needed']
const ENTERING = [
  ...COMMON,
  ...['trading/account-not-found', 'trading/instrument-not-found', 'trading/needs-multiplier'],
]
const CHANGING = [
  ...COMMON,
  ...['trading/execution-not-found', 'trading/execution-superseded', 'trading/execution-of-system'],
]
const BULK_MAX = 1000
const BULK_BYTES = 1024 * 1024

/** What happened at the broker: entered by hand, corrected, taken out, listed. */
export function executionRoutes(deps: Pick<TradingDeps, 'db'>): Route[] {
  return [listRoute(deps), enterRoute(), bulkRoute(), exerciseRoute(), correctRoute(), withdrawRoute()]
}

const listQuery = object({
  ...pageQuery,
  accountId: Type.Optional(accountId),
  instrumentId: Type.Optional(idOf('instrument')),
  source: Type.Optional(oneOf(['import', 'manual', 'system'])),
  batchId: Type.Optional(idOf('import-batch')),
  symbol: Type.Optional({ ...line(64), description: 'Part of the symbol, in whatever case' }),
  from: Type.Optional(instantInput),
  until: Type.Optional(instantInput),
})

function listRoute({ db }: Pick<TradingDeps, 'db'>): Route {
  return route(
    {
      id: 'trading.listExecutions',
      method: 'GET',
      path: '/api/trading/executions',
      summary: 'Executions in force, newest first; `until` is the first instant that is left out.',
      policy: { can: 'trading:use', rate: 'read' },
      schema: { query: listQuery, response: { 200: page(executionShape) } },
      problems: ['trading/value-invalid', 'trading/consent-needed'],
    },
    async (call) => {
      const { from, until, ...rest } = call.query
      const { items, nextCursor } = await listExecutions(db, traderId(call), {
        ...rest,
        ...(from === undefined ? {} : { from: readInstant(from, '?from') }),
        ...(until === undefined ? {} : { until: readInstant(until, '?until') }),
      })
      return { items: items.map(viewExecution), nextCursor }
    },
  )
}

async function viewOne(tx: Tx, id: Id<'execution'>) {
  const [row] = await findExecutions(tx, [id])
  if (row === undefined) throw new TypeError('an execution that was just written is there')
  return viewExecution(row)
}

function enterRoute(): Route {
  return route(
    {
      id: 'trading.enterExecution',
      method: 'POST',
      path: '/api/trading/executions',
      summary: 'Enters one fill.',
      policy: { ...write, idempotency: 'optional' },
      schema: { body: object({ accountId, ...executionInput.properties }), response: { 201: executionShape } },
      problems: ENTERING,
    },
    (call) => {
      const { accountId: id, ...input } = call.body
      const own = { ownerId: traderId(call), id }
      return call.transaction(async (tx) => {
        const [made] = await enterExecutions(tx, own, [input], () => '')
        if (made === undefined) throw new TypeError('one for one')
        return await viewOne(tx, made)
      })
    },
  )
}

function bulkRoute(): Route {
  const items = Type.Array(executionInput, { minItems: 1, maxItems: BULK_MAX })
  return route(
    {
      id: 'trading.enterExecutions',
      method: 'POST',
      path: '/api/trading/executions/bulk',
      summary: 'Enters up to 1,000 fills of one account, all or none.',
      policy: { ...write, idempotency: 'optional' },
      schema: {
        body: object({ accountId, items }),
        response: { 201: object({ items: Type.Array(object({ id: idOf('execution') })) }) },
      },
      problems: ENTERING,
      bodyLimitBytes: BULK_BYTES,
    },
    (call) => {
      const own = { ownerId: traderId(call), id: call.body.accountId }
      return call.transaction(async (tx) => {
        const ids = await enterExecutions(tx, own, call.body.items, (at) => `/items/${at}`)
        return { items: ids.map((id) => ({ id })) }
      })
    },
  )
}

function exerciseRoute(): Route {
  const body = object({
    accountId,
    instrumentId: idOf('instrument'),
    kind: oneOf(['exercise', 'assignment']),
    /** Contracts. */
    quantity: unsignedDecimalShape,
    executedAt: instantInput,
    fees: Type.Optional(decimalShape),
    fxRate: Type.Optional(unsignedDecimalShape),
    positionRef: Type.Optional(Type.String({ maxLength: 64 })),
    /** What is delivered, where it is not the share that the option's root names. */
    underlyingId: Type.Optional(idOf('instrument')),
  })
  return route(
    {
      id: 'trading.exerciseOption',
      method: 'POST',
      path: '/api/trading/executions/exercise',
      summary:
        'Enters both legs of an exercise or assignment: the option ends at 0, the underlying changes hands at the strike.',
      policy: { ...write, idempotency: 'optional' },
      schema: { body, response: { 201: object({ items: Type.Array(executionShape) }) } },
      problems: [...ENTERING, 'trading/nothing-held'],
    },
    (call) => {
      const { accountId: id, executedAt, fees, positionRef = '', ...rest } = call.body
      const input = {
        ...{ ...rest, fees, positionRef, fxRate: rest.fxRate, underlyingId: rest.underlyingId },
        quantity: readPositive(rest.quantity, '/quantity'),
        executedAt: readPast(executedAt, '/executedAt'),
      }
      const own = { ownerId: traderId(call), id }
      return call.transaction(async (tx) => {
        const rows = await findExecutions(tx, await exercise(tx, own, input))
        return { items: rows.toSorted((one, other) => (one.id < other.id ? -1 : 1)).map(viewExecution) }
      })
    },
  )
}

function correctRoute(): Route {
  return route(
    {
      id: 'trading.correctExecution',
      method: 'PATCH',
      path: '/api/trading/executions/{id}',
      summary:
        'Puts a corrected version, with an id of its own, in the place of an execution; the trade it opens keeps its notes.',
      policy: write,
      schema: { params: byId, body: executionChange, response: { 200: executionShape } },
      problems: [...CHANGING, 'trading/instrument-not-found'],
    },
    (call) => {
      const own = { ownerId: traderId(call), id: call.params.id }
      return call.transaction(async (tx) => viewOne(tx, await correctExecution(tx, own, call.body)))
    },
  )
}

function withdrawRoute(): Route {
  return route(
    {
      id: 'trading.withdrawExecution',
      method: 'DELETE',
      path: '/api/trading/executions/{id}',
      summary: 'Takes an execution out; the same file imported again does not bring it back.',
      policy: write,
      schema: { params: byId, response: { 204: null } },
      problems: CHANGING,
    },
    (call) => {
      const own = { ownerId: traderId(call), id: call.params.id }
      return call.transaction((tx) => withdrawExecution(tx, own))
    },
  )
}
