import { Type } from 'typebox'
import type { Db, Tx } from '../../kernel/db/database.ts'
import { httpProblem } from '../../kernel/http/problems.ts'
import { type Call, type Route, route } from '../../kernel/http/route.ts'
import { idOf, instant, nullable, object } from '../../kernel/http/schema.ts'
import { asId, type Id } from '../../kernel/id.ts'
import { createGrant, deleteGrant, findGrant, type GrantRow, listGrants } from './grants.ts'
import { assertProven, sightOf } from './may.ts'
import type { SecretParts } from './parts.ts'
import { secretsProblem } from './problems.ts'
import { CSRF, dateOf, READ } from './secrets.routes.ts'
import {
  environmentShape,
  grantShape,
  holderKind,
  mayShape,
  type Names,
  namesOf,
  principalOf,
  toGrant,
} from './shapes.ts'
import type { Ability } from './tables.ts'

const GRANT = { access: 'signed-in', rate: 'write' } as const

/**
 * Grants are given by whoever may write every secret there, of what they may themselves: nobody is let see values by a grant to themselves.
 * Throws http/denied, secrets/organisation-not-found.
 */
async function assertMayGrant(
  parts: SecretParts,
  reader: Db | Tx,
  { principal, may = [] }: Pick<Call, 'principal'> & { readonly may?: readonly Ability[] },
  organisationId: Id<'organisation'> | null,
): Promise<void> {
  const sight = await sightOf(parts, reader, principalOf({ principal }).actor, organisationId)
  for (const ability of ['manage', ...may] as const)
    if (sight.spans(ability) !== null) throw httpProblem('denied', { params: { permission: `secrets:${ability}` } })
}

export function grantRoutes(parts: SecretParts): Route[] {
  return [listRoute(parts), createRoute(parts), deleteRoute(parts)]
}

function listRoute(parts: SecretParts): Route {
  return route(
    {
      id: 'secrets.grants',
      method: 'GET',
      path: '/api/secret-grants',
      summary: 'Who may do what with which paths, beside those who may by permission; newest first.',
      policy: READ,
      schema: {
        query: object({ organisationId: Type.Optional(idOf('organisation')) }),
        response: { 200: object({ items: Type.Array(grantShape) }) },
      },
      problems: ['secrets/organisation-not-found'],
    },
    async (call) => {
      const { organisationId = null } = call.query
      await assertMayGrant(parts, parts.db, call, organisationId)
      const rows = await listGrants(parts.db, organisationId)
      const names = await holders(parts, rows)
      return { items: rows.map((row) => toGrant(row, names)) }
    },
  )
}

async function holders(parts: SecretParts, rows: readonly GrantRow[]): Promise<Names> {
  const people = rows.flatMap((row) => (row.holder_kind === 'user' ? [asId<'user'>(row.holder)] : []))
  const keys = rows.flatMap((row) => (row.holder_kind === 'api-key' ? [asId<'api-key'>(row.holder)] : []))
  return new Map([...(await namesOf(parts, parts.db, people)), ...(await parts.keyNames(keys))])
}

function createRoute(parts: SecretParts): Route {
  return route(
    {
      id: 'secrets.createGrant',
      method: 'POST',
      path: '/api/secret-grants',
      summary:
        'Lets a role, a person or an API key read, reveal or manage the secrets at a path, or below it (`payments/*`).',
      policy: GRANT,
      schema: {
        body: object({
          pattern: Type.String({ minLength: 1, maxLength: 200 }),
          organisationId: Type.Optional(idOf('organisation')),
          environment: Type.Optional(environmentShape),
          ...{ holderKind, holder: Type.String({ minLength: 1, maxLength: 100 }), may: mayShape },
          expiresAt: Type.Optional(nullable(instant)),
        }),
        response: { 201: grantShape },
      },
      problems: [
        ...['secrets/organisation-not-found', 'secrets/bad-pattern', 'secrets/bad-holder', 'secrets/too-many'],
        ...['http/assurance-too-low', CSRF],
      ],
    },
    async (call) => {
      const { organisationId = null, environment = null, expiresAt = null, ...wanted } = call.body
      const row = await call.transaction(async (tx) => {
        await assertMayGrant(parts, tx, { principal: call.principal, may: wanted.may }, organisationId)
        assertProven(principalOf(call), 'people only')
        return await createGrant(tx, principalOf(call).actor.userId, {
          ...{ ...wanted, organisationId, environment },
          expiresAt: dateOf(expiresAt) ?? null,
        })
      })
      return toGrant(row, await holders(parts, [row]))
    },
  )
}

function deleteRoute(parts: SecretParts): Route {
  return route(
    {
      id: 'secrets.deleteGrant',
      method: 'DELETE',
      path: '/api/secret-grants/{id}',
      summary: 'Takes a grant back; it ends at once.',
      policy: GRANT,
      schema: { params: object({ id: idOf('secret-grant') }), response: { 204: null } },
      problems: ['secrets/grant-not-found', CSRF],
    },
    async (call) =>
      call.transaction(async (tx) => {
        const grant = await findGrant(tx, call.params.id)
        await assertMayGrant(parts, tx, call, grant.organisation_id).catch(() => {
          throw secretsProblem('grant-not-found')
        })
        await deleteGrant(tx, grant)
      }),
  )
}
