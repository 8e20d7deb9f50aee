import { Type } from 'typebox'
import { httpProblem } from '../../../kernel/http/problems.ts'
import { type Call, type Route, route } from '../../../kernel/http/route.ts'
import { idOf, object } from '../../../kernel/http/schema.ts'
import { type Sight, sightOf } from '../may.ts'
import { CSRF, READ } from '../secrets.routes.ts'
import { principalOf } from '../shapes.ts'
import type { LeaseTemplate } from '../tables.ts'
import type { LeaseParts } from './parts.ts'
import { fieldsOf, templateBody, templateChange, templateShape, toTemplate } from './shapes.ts'
import { changeTemplate, createTemplate, deleteTemplate, listTemplates, liveOf } from './templates.ts'

/** A template names any secret and any privilege: people only, who have just proven two factors. */
const MANAGE = { can: 'secrets:manage', rate: 'write', assurance: { aal: 2, maxAgeSeconds: 600 } } as const
const byTemplate = object({ id: idOf('lease-template') })
const FORM = ['secrets/bad-lease-template', 'secrets/bad-reference', CSRF]

export function templateRoutes(parts: LeaseParts): Route[] {
  return [listRoute(parts), createRoute(parts), changeRoute(parts), deleteRoute()]
}

async function shownTo(parts: LeaseParts, sight: Sight, rows: readonly LeaseTemplate[]) {
  const { environment } = parts
  const live = await liveOf(parts.db)
  return rows.map((row) =>
    toTemplate(row, {
      mayLease: sight.covers('lease', { environment, path: row.path }),
      live: live.get(row.id) ?? 0,
    }),
  )
}

async function shown(parts: LeaseParts, call: Pick<Call, 'principal'>, row: LeaseTemplate) {
  const [template] = await shownTo(parts, await sightOf(parts, parts.db, principalOf(call).actor, null), [row])
  if (template === undefined) throw new TypeError('one was asked for')
  return template
}

function listRoute(parts: LeaseParts): Route {
  return route(
    {
      id: 'secrets.leaseTemplates',
      method: 'GET',
      path: '/api/secrets/lease-templates',
      summary: 'What accounts can be leased, as far as the caller may ask for them or manage them; by path.',
      policy: READ,
      schema: { response: { 200: object({ items: Type.Array(templateShape) }) } },
    },
    async (call) => {
      const sight = await sightOf(parts, parts.db, principalOf(call).actor, null)
      if (sight.spans('lease')?.length === 0 && sight.spans('manage')?.length === 0)
        throw httpProblem('denied', { params: { permission: 'secrets:lease' } })
      const { environment } = parts
      const seen = (await listTemplates(parts.db)).filter(
        ({ path }) => sight.covers('lease', { environment, path }) || sight.covers('manage', { environment, path }),
      )
      return { items: await shownTo(parts, sight, seen) }
    },
  )
}

function createRoute(parts: LeaseParts): Route {
  return route(
    {
      id: 'secrets.createLeaseTemplate',
      method: 'POST',
      path: '/api/secrets/lease-templates',
      summary: 'Says what accounts of a PostgreSQL or Redis may do, for how long, and with which secret they are made.',
      policy: MANAGE,
      schema: { body: templateBody, response: { 201: templateShape } },
      problems: [...FORM, 'secrets/lease-template-taken', 'secrets/too-many'],
    },
    async (call) => {
      const { userId } = principalOf(call).actor
      return await shown(parts, call, await call.transaction((tx) => createTemplate(tx, userId, fieldsOf(call.body))))
    },
  )
}

function changeRoute(parts: LeaseParts): Route {
  return route(
    {
      id: 'secrets.changeLeaseTemplate',
      method: 'PUT',
      path: '/api/secrets/lease-templates/{id}',
      summary: 'Writes a template anew, on the version that was seen; accounts that are there stay as they were made.',
      policy: MANAGE,
      schema: { params: byTemplate, body: templateChange, response: { 200: templateShape } },
      problems: [...FORM, 'secrets/lease-template-not-found', 'secrets/changed-since'],
    },
    async (call) => {
      const { version, ...fields } = call.body
      const at = { id: call.params.id, version }
      return await shown(parts, call, await call.transaction((tx) => changeTemplate(tx, at, fieldsOf(fields))))
    },
  )
}

function deleteRoute(): Route {
  return route(
    {
      id: 'secrets.deleteLeaseTemplate',
      method: 'DELETE',
      path: '/api/secrets/lease-templates/{id}',
      summary: 'Removes a template of which there are no leases.',
      policy: MANAGE,
      schema: { params: byTemplate, response: { 204: null } },
      problems: ['secrets/lease-template-not-found', 'secrets/lease-template-used', CSRF],
    },
    async (call) => call.transaction((tx) => deleteTemplate(tx, call.params.id)),
  )
}
