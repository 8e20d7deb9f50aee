import { Type } from 'typebox'
import { type Route, route } from '../../../kernel/http/route.ts'
import { idOf, instant, line, namedObject, object, oneOf, page, pageQuery, text } from '../../../kernel/http/schema.ts'
import { traderId } from '../caller.ts'
import type { TradingParts } from '../deps.ts'
import {
  createPlaybook,
  findPlaybook,
  listPlaybooks,
  type Playbook,
  saveChecks,
  savePlaybook,
  versionsOf,
} from './playbooks.ts'
import { rulesShape } from './rules.ts'
import { versionShape } from './shapes.ts'
import { type PlaybookRow, type PlaybookVersionRow, playbookStatuses } from './tables.ts'

type Deps = Pick<TradingParts, 'db' | 'plans'>

const byId = object({ id: idOf('playbook') })
const path = '/api/trading/playbooks/{id}'
const policy = { can: 'trading:use', rate: 'write' } as const
const status = oneOf(playbookStatuses)
const said = { name: line(80), description: Type.Optional(text(10_000)), rules: rulesShape }
const head = {
  id: idOf('playbook'),
  name: Type.String(),
  status,
  version: Type.Integer(),
  createdAt: instant,
  updatedAt: instant,
}
const versionFields = {
  number: Type.Integer(),
  description: Type.String(),
  rules: rulesShape,
  heldFrom: instant,
}
const playbookShape = namedObject('Playbook', { ...head, ...versionFields })
const problems = ['trading/playbook-not-found']

/** Sets of rules that trades are held against. */
export function playbookRoutes(deps: Deps): Route[] {
  return [listRoute(deps), createRoute(deps), getRoute(deps), saveRoute(deps), versionsRoute(deps), checksRoute()]
}

function headOf(row: PlaybookRow) {
  const { id, name, status: state, version, created_at: createdAt, updated_at: updatedAt } = row
  return { id, name, status: state, version, createdAt, updatedAt }
}

function viewVersion({ number, description, rules, held_from: heldFrom }: PlaybookVersionRow) {
  return { number, description, rules, heldFrom }
}

function view(playbook: Playbook) {
  return { ...headOf(playbook), ...viewVersion(playbook.current) }
}

function listRoute({ db }: Deps): Route {
  return route(
    {
      id: 'trading.listPlaybooks',
      method: 'GET',
      path: '/api/trading/playbooks',
      summary: 'Playbooks, the newest first.',
      policy: { can: 'trading:use', rate: 'read' },
      schema: {
        query: object({ ...pageQuery, status: Type.Optional(status) }),
        response: { 200: page(object(head)) },
      },
    },
    (call) => listPlaybooks(db, traderId(call), call.query, headOf),
  )
}

function createRoute({ plans }: Deps): Route {
  return route(
    {
      id: 'trading.createPlaybook',
      method: 'POST',
      path: '/api/trading/playbooks',
      summary: 'Makes a playbook; its first rules hold for trades from before as well.',
      policy: { ...policy, idempotency: 'optional' },
      schema: { body: object(said), response: { 201: playbookShape } },
      problems: ['trading/journal-full', 'trading/value-invalid', 'trading/plan-limit'],
    },
    (call) => {
      const ownerId = traderId(call)
      const input = { description: '', ...call.body }
      return call.transaction(async (tx) => {
        await plans.admit(tx, ownerId, 'activePlaybooks')
        return view(await createPlaybook(tx, ownerId, input))
      })
    },
  )
}

function getRoute({ db }: Deps): Route {
  return route(
    {
      id: 'trading.getPlaybook',
      method: 'GET',
      path,
      summary: 'A playbook with the rules that hold now.',
      policy: { can: 'trading:use', rate: 'read' },
      schema: { params: byId, response: { 200: playbookShape } },
      problems,
    },
    async (call) => view(await findPlaybook(db, { ownerId: traderId(call), id: call.params.id })),
  )
}

function saveRoute({ plans }: Deps): Route {
  return route(
    {
      id: 'trading.savePlaybook',
      method: 'PUT',
      path,
      summary: 'Writes the playbook; other rules hold from now on, for trades opened before the former ones count.',
      policy,
      schema: {
        params: byId,
        body: object({ ...said, status, version: versionShape }),
        response: { 200: playbookShape },
      },
      problems: [
        ...[...problems, 'trading/journal-stale', 'trading/journal-full', 'trading/value-invalid'],
        'trading/plan-limit',
      ],
    },
    (call) => {
      const own = { ownerId: traderId(call), id: call.params.id }
      const input = { description: '', ...call.body }
      return call.transaction(async (tx) => {
        const { status: before } = await findPlaybook(tx, own)
        if (input.status === 'active' && before !== 'active') await plans.admit(tx, own.ownerId, 'activePlaybooks')
        return view(await savePlaybook(tx, own, input))
      })
    },
  )
}

function versionsRoute({ db }: Deps): Route {
  return route(
    {
      id: 'trading.listPlaybookVersions',
      method: 'GET',
      path: `${path}/versions`,
      summary: 'The rules as they held, the first ones first.',
      policy: { can: 'trading:use', rate: 'read' },
      schema: {
        params: byId,
        response: { 200: object({ items: Type.Array(object(versionFields)) }) },
      },
      problems,
    },
    async (call) => {
      const { id } = await findPlaybook(db, { ownerId: traderId(call), id: call.params.id })
      return { items: (await versionsOf(db, id)).map(viewVersion) }
    },
  )
}

function checksRoute(): Route {
  const ruleId = '^[a-z0-9-]{1,40}$'
  const results = Type.Unsafe<Record<string, boolean | null>>({
    type: 'object',
    description: 'By id of the rule whether it was kept; null takes the word back',
    patternProperties: { [ruleId]: { type: ['boolean', 'null'] } },
    additionalProperties: false,
    maxProperties: 50,
  })
  return route(
    {
      id: 'trading.saveChecklist',
      method: 'PUT',
      path: `${path}/trades/{tradeId}/checklist`,
      summary: 'Says which items of the checklist a trade kept.',
      policy,
      schema: {
        params: object({ id: idOf('playbook'), tradeId: idOf('trade') }),
        body: object({ results }),
        response: { 204: null },
      },
      problems: [...problems, 'trading/trade-not-found'],
    },
    async (call) => {
      const { id, tradeId } = call.params
      const own = { ownerId: traderId(call), id }
      await call.transaction((tx) => saveChecks(tx, own, { tradeId, results: call.body.results }))
    },
  )
}
