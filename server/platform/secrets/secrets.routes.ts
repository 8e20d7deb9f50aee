import { Type } from 'typebox'
import { cursorPage } from '../../kernel/db/cursor.ts'
import type { Db, Tx } from '../../kernel/db/database.ts'
import { httpProblem } from '../../kernel/http/problems.ts'
import { type Call, type Route, route } from '../../kernel/http/route.ts'
import { idOf, line, object, oneOf, page, pageQuery } from '../../kernel/http/schema.ts'
import { type Id, isUuid } from '../../kernel/id.ts'
import { assertMay, assertProven, sightOf } from './may.ts'
import type { SecretParts } from './parts.ts'
import { listRotations } from './rotation/plans.ts'
import {
  changeSecret,
  createSecret,
  deleteSecret,
  destroySecret,
  findStanding,
  listSecrets,
  restoreSecret,
} from './secrets.ts'
import {
  describing,
  environmentShape,
  namesOf,
  pathShape,
  principalOf,
  reasonShape,
  secretDetail,
  secretShape,
  toRotation,
  toSecret,
  toVersion,
  valueFields,
} from './shapes.ts'
import { lockSecret } from './store/write.ts'
import type { Ability, SecretRow } from './tables.ts'
import { listVersions } from './versions.ts'

export const CSRF = 'identity/csrf'
/** Who may do what is told by sight.ts: by permission, by membership, by grant. */
export const READ = { access: 'signed-in', rate: 'read', delegates: 'any' } as const
export const WRITE = { access: 'signed-in', rate: 'write', delegates: 'any' } as const
export const bySecret = object({ id: idOf('secret') })
export const OF_SECRET = ['secrets/not-found', 'http/denied', CSRF]

/** Holds the secret for a change, if the caller may do that. Throws secrets/not-found, http/denied. */
export async function held(
  parts: SecretParts,
  tx: Tx,
  call: Pick<Call, 'principal'>,
  { id, ability }: { readonly id: Id<'secret'>; readonly ability: Ability },
): Promise<SecretRow> {
  const row = await lockSecret(tx, id)
  await assertMay(parts, tx, { actor: principalOf(call).actor, ability }, row)
  return row
}

export function secretRoutes(parts: SecretParts): Route[] {
  return [listRoute(parts), createRoute(parts), getRoute(parts), changeRoute(parts), ...endRoutes(parts)]
}

function listRoute(parts: SecretParts): Route {
  return route(
    {
      id: 'secrets.list',
      method: 'GET',
      path: '/api/secrets',
      summary: 'Secrets of the installation, or of one organisation, that the caller may see; by path, without values.',
      policy: READ,
      schema: {
        query: object({
          ...pageQuery,
          organisationId: Type.Optional(idOf('organisation')),
          environment: Type.Optional(environmentShape),
          prefix: Type.Optional(Type.String({ maxLength: 200 })),
          search: Type.Optional(line(100)),
          state: Type.Optional(oneOf(['live', 'deleted'])),
        }),
        response: { 200: page(secretShape) },
      },
      problems: ['secrets/organisation-not-found'],
    },
    async (call) => {
      const { organisationId = null, environment, prefix, search, state = 'live' } = call.query
      const sight = await sightOf(parts, parts.db, principalOf(call).actor, organisationId)
      const spans = sight.spans('read')
      if (spans?.length === 0) throw httpProblem('denied', { params: { permission: 'secrets:read' } })
      const list = cursorPage(call.query, (values) => (values.length === 2 && isUuid(values[1] ?? '') ? values : null))
      const wanted = { organisationId, spans, environment, prefix, search, state }
      const rows = await listSecrets(parts.db, { ...wanted, limit: list.limit + 1, after: list.after })
      const names = await namesOf(
        parts,
        parts.db,
        rows.map((row) => row.owner_id),
      )
      return list.of(
        rows,
        (row) => [row.path, row.id],
        (row) => toSecret(row, sight, names),
      )
    },
  )
}

function createRoute(parts: SecretParts): Route {
  const { description, tags, ownerId, expiresAt } = describing
  return route(
    {
      id: 'secrets.create',
      method: 'POST',
      path: '/api/secrets',
      summary: 'Makes a secret, with its first version when a value is sent or is to be made.',
      policy: WRITE,
      schema: {
        body: object({
          ...{ path: pathShape, environment: environmentShape, ...valueFields },
          organisationId: Type.Optional(idOf('organisation')),
          description: Type.Optional(description),
          tags: Type.Optional(tags),
          format: Type.Optional(oneOf(['text', 'json'])),
          ownerId: Type.Optional(ownerId),
          expiresAt: Type.Optional(expiresAt),
        }),
        response: { 201: secretDetail },
      },
      problems: [
        ...['secrets/organisation-not-found', 'secrets/path-taken', 'secrets/too-many', 'secrets/unknown-owner'],
        ...['secrets/too-large', 'secrets/not-json', 'secrets/bad-policy', CSRF],
      ],
    },
    async (call) => {
      const { actor } = principalOf(call)
      const { organisationId = null, description: said = '', tags: given = [], format = 'text', ...body } = call.body
      const made = await call.transaction(async (tx) => {
        const sight = await sightOf(parts, tx, actor, organisationId)
        if (!sight.covers('manage', body)) throw httpProblem('denied', { params: { permission: 'secrets:manage' } })
        return await createSecret(parts, tx, actor.userId, {
          ...{ ...body, organisationId, description: said, tags: given, format },
          ...{ ownerId: body.ownerId ?? actor.userId, expiresAt: dateOf(body.expiresAt) ?? null },
        })
      })
      return await detailOf(parts, call, made.id)
    },
  )
}

/** What JSON gave for an instant, or for none. */
export function dateOf(value: Date | string | null | undefined): Date | null | undefined {
  return typeof value === 'string' ? new Date(value) : value
}

function getRoute(parts: SecretParts): Route {
  return route(
    {
      id: 'secrets.get',
      method: 'GET',
      path: '/api/secrets/{id}',
      summary: 'A secret with its versions, their stages, and how it was renewed; without values.',
      policy: READ,
      schema: { params: bySecret, response: { 200: secretDetail } },
      problems: ['secrets/not-found'],
    },
    (call) => detailOf(parts, call, call.params.id),
  )
}

/** As the caller may see it. Throws secrets/not-found. */
export async function detailOf(parts: SecretParts, call: Pick<Call, 'principal'>, id: Id<'secret'>) {
  const { actor } = principalOf(call)
  const { db } = parts
  const row = await findStanding(db, id)
  await assertMay(parts, db, { actor, ability: 'read' }, row)
  const [sight, versions, rotations] = await Promise.all([
    sightOf(parts, db, actor, row.organisation_id),
    listVersions(db, row),
    listRotations(db, row),
  ])
  const meant = [row.owner_id, ...versions.map((one) => one.createdBy), ...rotations.map((one) => one.started_by)]
  const names = await namesOf(parts, db as Db, meant)
  return {
    ...toSecret(row, sight, names),
    plan: row.rotation,
    versions: versions.map((version) => toVersion(version, names)),
    rotations: rotations.map((rotation) => toRotation(rotation, names)),
  }
}

function changeRoute(parts: SecretParts): Route {
  const { description, tags, ownerId, expiresAt } = describing
  return route(
    {
      id: 'secrets.change',
      method: 'PATCH',
      path: '/api/secrets/{id}',
      summary: 'Changes what is said about a secret; its path and environment stay.',
      policy: WRITE,
      schema: {
        params: bySecret,
        body: object({
          revision: Type.Optional(Type.Integer({ minimum: 1, maximum: 2_147_483_647, description: 'As last seen' })),
          description: Type.Optional(description),
          tags: Type.Optional(tags),
          ownerId: Type.Optional(ownerId),
          expiresAt: Type.Optional(expiresAt),
        }),
        response: { 200: secretDetail },
      },
      problems: [...OF_SECRET, 'secrets/unknown-owner', 'secrets/changed-since'],
    },
    async (call) => {
      const { id } = call.params
      await call.transaction(async (tx) => {
        const row = await held(parts, tx, call, { id, ability: 'manage' })
        await changeSecret(parts, tx, row, { ...call.body, expiresAt: dateOf(call.body.expiresAt) })
      })
      return await detailOf(parts, call, id)
    },
  )
}

function endRoutes(parts: SecretParts): Route[] {
  return [
    route(
      {
        id: 'secrets.delete',
        method: 'DELETE',
        path: '/api/secrets/{id}',
        summary: 'Gives a secret to nobody any more; it can be brought back for 30 days.',
        policy: WRITE,
        schema: { params: bySecret, response: { 204: null } },
        problems: [...OF_SECRET, 'secrets/deleted'],
      },
      async (call) =>
        call.transaction(async (tx) => {
          await deleteSecret(parts, tx, await held(parts, tx, call, { id: call.params.id, ability: 'manage' }))
        }),
    ),
    route(
      {
        id: 'secrets.restore',
        method: 'POST',
        path: '/api/secrets/{id}/restore',
        summary: 'Brings a deleted secret back with all its versions.',
        policy: WRITE,
        schema: { params: bySecret, response: { 204: null } },
        problems: [...OF_SECRET, 'secrets/not-deleted'],
      },
      async (call) =>
        call.transaction(async (tx) => {
          await restoreSecret(parts, tx, await held(parts, tx, call, { id: call.params.id, ability: 'manage' }))
        }),
    ),
    route(
      {
        id: 'secrets.destroy',
        method: 'POST',
        path: '/api/secrets/{id}/destroy',
        summary:
          'Removes a secret with all its versions and their keys, for good; by a person who has just proven two factors.',
        policy: WRITE,
        schema: { params: bySecret, body: object({ reason: reasonShape }), response: { 204: null } },
        problems: [...OF_SECRET, 'http/assurance-too-low', 'http/not-by-delegates'],
      },
      async (call) =>
        call.transaction(async (tx) => {
          const row = await held(parts, tx, call, { id: call.params.id, ability: 'manage' })
          assertProven(principalOf(call), 'people only')
          await destroySecret(parts, tx, row, call.body.reason)
        }),
    ),
  ]
}
