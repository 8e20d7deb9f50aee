import { Type } from 'typebox'
import { acceptId, cursorPage } from '../../kernel/db/cursor.ts'
import { type Route, route } from '../../kernel/http/route.ts'
import { object, page, pageQuery } from '../../kernel/http/schema.ts'
import {
  changeOrganisation,
  createOrganisation,
  deleteOrganisation,
  getOrganisation,
  listOrganisations,
} from './organisations.ts'
import type { Parts } from './parts.ts'
import { byOrganisation, CSRF, callerOf, organisationName, organisationShape, slug } from './shapes.ts'

export function organisationRoutes(parts: Parts): Route[] {
  return [...readRoutes(parts), ...writeRoutes(parts)]
}

function readRoutes({ db }: Parts): Route[] {
  const policy = { access: 'signed-in', rate: 'read' } as const
  return [
    route(
      {
        id: 'organisations.list',
        method: 'GET',
        path: '/api/organisations',
        summary: 'The organisations the caller belongs to, newest first.',
        policy,
        schema: { query: object(pageQuery), response: { 200: page(organisationShape) } },
      },
      async (call) => {
        const list = cursorPage(call.query, acceptId)
        const from = { after: list.after?.[0], limit: list.limit + 1 }
        const rows = await listOrganisations(db, callerOf(call), from)
        return list.of(
          rows,
          (row) => [row.id],
          (row) => row,
        )
      },
    ),
    route(
      {
        id: 'organisations.get',
        method: 'GET',
        path: '/api/organisations/{id}',
        summary: 'One organisation, for its members.',
        policy,
        schema: { params: byOrganisation, response: { 200: organisationShape } },
        problems: ['organisations/not-found'],
      },
      (call) => getOrganisation(db, callerOf(call), call.params.id),
    ),
  ]
}

function writeRoutes(parts: Parts): Route[] {
  const policy = { access: 'signed-in', rate: 'write' } as const
  const problems = ['organisations/not-found', 'organisations/denied', CSRF]
  return [
    route(
      {
        id: 'organisations.create',
        method: 'POST',
        path: '/api/organisations',
        summary: 'Makes an organisation with the caller as owner; without `slug` one is made from the name.',
        policy,
        schema: {
          body: object({ name: organisationName, slug: Type.Optional(slug) }),
          response: { 201: organisationShape },
        },
        problems: ['organisations/slug-taken', CSRF],
      },
      (call) => call.transaction((tx) => createOrganisation(tx, callerOf(call), call.body)),
    ),
    route(
      {
        id: 'organisations.change',
        method: 'PATCH',
        path: '/api/organisations/{id}',
        summary: 'Changes name or short name; owners and admins.',
        policy,
        schema: {
          params: byOrganisation,
          body: object({ name: Type.Optional(organisationName), slug: Type.Optional(slug) }),
          response: { 200: organisationShape },
        },
        problems: [...problems, 'organisations/slug-taken'],
      },
      (call) => call.transaction((tx) => changeOrganisation(tx, callerOf(call), call.params.id, call.body)),
    ),
    route(
      {
        id: 'organisations.delete',
        method: 'DELETE',
        path: '/api/organisations/{id}',
        summary: 'Deletes an organisation; with other members only when `confirm` repeats the short name. Owners.',
        policy,
        schema: {
          params: byOrganisation,
          query: object({ confirm: Type.Optional(slug) }),
          response: { 204: null },
        },
        problems: [...problems, 'organisations/has-members'],
      },
      async (call) => {
        const wanted = { id: call.params.id, confirm: call.query.confirm }
        await call.transaction((tx) => deleteOrganisation(parts, tx, callerOf(call), wanted))
      },
    ),
  ]
}
