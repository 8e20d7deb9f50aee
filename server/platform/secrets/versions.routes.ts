import { Type } from 'typebox'
import { secret } from '../../kernel/config/secret.ts'
import { httpProblem } from '../../kernel/http/problems.ts'
import { type Route, route } from '../../kernel/http/route.ts'
import { idOf, line, nullable, object, oneOf } from '../../kernel/http/schema.ts'
import { candidatesIn } from './candidates.ts'
import { assertProven, sightOf } from './may.ts'
import type { SecretParts } from './parts.ts'
import { secretsProblem } from './problems.ts'
import { fieldOf, parseReference, wantedOf } from './reference.ts'
import { bySecret, CSRF, detailOf, held, OF_SECRET, WRITE } from './secrets.routes.ts'
import {
  environmentShape,
  may,
  numberShape,
  overlap,
  pathShape,
  principalOf,
  reasonShape,
  secretDetail,
  stageName,
  valueFields,
} from './shapes.ts'
import { scopeOf } from './store/address.ts'
import { findByAddress } from './store/read.ts'
import { lockSecret } from './store/write.ts'
import {
  destroyVersion,
  isGood,
  moveStage,
  removeLabel,
  revealVersion,
  rollBack,
  withValue,
  writeVersion,
} from './versions.ts'

const byStage = object({ id: idOf('secret'), stage: stageName })
const byNumber = object({ id: idOf('secret'), number: Type.String({ pattern: '^[1-9][0-9]{0,8}$' }) })
const revealed = object({ value: Type.String(), number: Type.Integer() })

export function versionRoutes(parts: SecretParts): Route[] {
  return [
    writeRoute(parts),
    ...stageRoutes(parts),
    destroyRoute(parts),
    revealRoute(parts),
    readRoute(parts),
    lookUpRoute(parts),
  ]
}

function writeRoute(parts: SecretParts): Route {
  return route(
    {
      id: 'secrets.writeVersion',
      method: 'POST',
      path: '/api/secrets/{id}/versions',
      summary: 'Writes a new version, sent or made here; `expected` is the newest version that the writer has seen.',
      policy: WRITE,
      schema: {
        params: bySecret,
        body: object({
          ...valueFields,
          expected: Type.Integer({ minimum: 0, maximum: 2_147_483_647 }),
          stage: Type.Optional(oneOf(['current', 'pending'])),
          overlapSeconds: Type.Optional(overlap),
        }),
        response: { 201: secretDetail },
      },
      problems: [
        ...[...OF_SECRET, 'secrets/changed-since', 'secrets/deleted', 'secrets/too-large', 'secrets/not-json'],
        'secrets/bad-policy',
      ],
    },
    async (call) => {
      const { id } = call.params
      const { stage = 'current', overlapSeconds = 0, ...wanted } = call.body
      await call.transaction(async (tx) => {
        const row = await held(parts, tx, call, { id, ability: 'manage' })
        const by = principalOf(call).actor.userId
        await writeVersion(parts, tx, row, { ...wanted, stage, overlapSeconds, by })
      })
      return await detailOf(parts, call, id)
    },
  )
}

function stageRoutes(parts: SecretParts): Route[] {
  return [
    route(
      {
        id: 'secrets.moveStage',
        method: 'PUT',
        path: '/api/secrets/{id}/stages/{stage}',
        summary: 'Makes a version current, or gives it a label of your own.',
        policy: WRITE,
        schema: {
          params: byStage,
          body: object({ number: numberShape, overlapSeconds: Type.Optional(overlap) }),
          response: { 200: secretDetail },
        },
        problems: [...OF_SECRET, 'secrets/version-not-found', 'secrets/kept-stage'],
      },
      async (call) => {
        const { id, stage: name } = call.params
        const { number, overlapSeconds = 0 } = call.body
        await call.transaction(async (tx) => {
          const row = await held(parts, tx, call, { id, ability: 'manage' })
          await moveStage(parts, tx, row, { name, number, overlapSeconds })
        })
        return await detailOf(parts, call, id)
      },
    ),
    route(
      {
        id: 'secrets.removeStage',
        method: 'DELETE',
        path: '/api/secrets/{id}/stages/{stage}',
        summary: 'Removes a label of your own.',
        policy: WRITE,
        schema: { params: byStage, response: { 204: null } },
        problems: [...OF_SECRET, 'secrets/version-not-found', 'secrets/kept-stage'],
      },
      async (call) =>
        call.transaction(async (tx) => {
          const row = await held(parts, tx, call, { id: call.params.id, ability: 'manage' })
          await removeLabel(parts, tx, row, call.params.stage)
        }),
    ),
    route(
      {
        id: 'secrets.rollBack',
        method: 'POST',
        path: '/api/secrets/{id}/rollback',
        summary: 'Makes the former version current again, as long as it is good.',
        policy: WRITE,
        schema: { params: bySecret, body: object({ reason: reasonShape }), response: { 200: secretDetail } },
        problems: [...OF_SECRET, 'secrets/nothing-before'],
      },
      async (call) => {
        const { id } = call.params
        await call.transaction(async (tx) => {
          await rollBack(parts, tx, await held(parts, tx, call, { id, ability: 'manage' }), call.body.reason)
        })
        return await detailOf(parts, call, id)
      },
    ),
  ]
}

function destroyRoute(parts: SecretParts): Route {
  return route(
    {
      id: 'secrets.destroyVersion',
      method: 'POST',
      path: '/api/secrets/{id}/versions/{number}/destroy',
      summary: 'Removes one value with its key, for good; by a person who has just proven two factors.',
      policy: WRITE,
      schema: { params: byNumber, body: object({ reason: reasonShape }), response: { 204: null } },
      problems: [
        ...[...OF_SECRET, 'secrets/version-not-found', 'secrets/still-current'],
        ...['http/assurance-too-low', 'http/not-by-delegates'],
      ],
    },
    async (call) =>
      call.transaction(async (tx) => {
        const row = await held(parts, tx, call, { id: call.params.id, ability: 'manage' })
        assertProven(principalOf(call), 'people only')
        await destroyVersion(parts, tx, row, { number: Number(call.params.number), reason: call.body.reason })
      }),
  )
}

function revealRoute(parts: SecretParts): Route {
  return route(
    {
      id: 'secrets.reveal',
      method: 'POST',
      path: '/api/secrets/{id}/reveal',
      summary:
        'The value of a version, the current one unless `at` names another; recorded with the reason. People have just proven two factors.',
      policy: WRITE,
      schema: {
        params: bySecret,
        body: object({
          reason: reasonShape,
          at: Type.Optional(Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,39}$', description: 'A number or a stage' })),
          field: Type.Optional(line(100)),
        }),
        response: { 200: revealed },
      },
      problems: [
        ...[...OF_SECRET, 'secrets/version-not-found', 'secrets/deleted', 'secrets/no-field', 'secrets/unreadable'],
        ...['http/assurance-too-low', 'http/not-by-delegates'],
      ],
    },
    async (call) => {
      const { reason, at, field } = call.body
      const { value, number } = await call.transaction(async (tx) => {
        const row = await held(parts, tx, call, { id: call.params.id, ability: 'reveal' })
        assertProven(principalOf(call), 'keys too')
        return await revealVersion(parts, tx, row, { wanted: wantedOf(at), reason })
      })
      call.reply.header('cache-control', 'no-store')
      return { value: field === undefined ? value.reveal() : fieldOf(value.reveal(), field), number }
    },
  )
}

function readRoute(parts: SecretParts): Route {
  return route(
    {
      id: 'secrets.read',
      method: 'POST',
      path: '/api/secrets/read',
      summary: 'The value that `secret:path#field@stage` stands for, for API keys that were granted it; recorded.',
      policy: WRITE,
      schema: {
        body: object({
          reference: Type.String({ maxLength: 600 }),
          environment: Type.Optional(environmentShape),
          organisationId: Type.Optional(idOf('organisation')),
        }),
        response: { 200: object({ ...revealed.properties, path: pathShape, environment: environmentShape }) },
      },
      problems: [
        ...['secrets/bad-reference', 'secrets/not-found', 'secrets/version-not-found', 'secrets/no-field'],
        ...['secrets/unreadable', 'secrets/organisation-not-found', 'http/denied', CSRF],
        ...['http/assurance-too-low', 'http/not-by-delegates'],
      ],
    },
    async (call) => {
      const { organisationId = null, environment = parts.environment } = call.body
      const { provider, path, field, wanted } = parseReference(call.body.reference)
      if (provider !== 'secret') throw secretsProblem('bad-reference', { detail: 'Here it begins with secret:' })
      const principal = principalOf(call)
      const { value, number } = await call.transaction(async (tx) => {
        const sight = await sightOf(parts, tx, principal.actor, organisationId)
        if (!sight.covers('reveal', { environment, path }))
          throw httpProblem('denied', { params: { permission: 'secrets:reveal' } })
        assertProven(principal, 'keys too')
        const id = await findByAddress(tx, { scope: scopeOf(organisationId), environment, path })
        return await revealVersion(parts, tx, await lockSecret(tx, id), { wanted, reason: null })
      })
      call.reply.header('cache-control', 'no-store')
      return { value: field === null ? value.reveal() : fieldOf(value.reveal(), field), number, path, environment }
    },
  )
}

function lookUpRoute(parts: SecretParts): Route {
  const match = object({
    ...{ id: idOf('secret'), path: Type.String(), environment: environmentShape },
    ...{ number: Type.Integer(), stages: Type.Array(Type.String()), isDeleted: Type.Boolean() },
    isGood: Type.Boolean({ description: 'It is current, or its overlap is not over' }),
    rotator: nullable(Type.String()),
    may,
  })
  return route(
    {
      id: 'secrets.lookUp',
      method: 'POST',
      path: '/api/secrets/look-up',
      summary:
        'Which secrets and versions hold a value, or one that stands in a text: "is it ours that was leaked?". It is not kept.',
      policy: { access: 'signed-in', rate: 'auth', delegates: 'any' },
      schema: {
        body: object({
          value: Type.String({ minLength: 1, maxLength: 65_536 }),
          organisationId: Type.Optional(idOf('organisation')),
        }),
        response: { 200: object({ items: Type.Array(match) }) },
      },
      problems: ['secrets/organisation-not-found', 'http/denied', CSRF],
    },
    async (call) => {
      const { value, organisationId = null } = call.body
      const { actor } = principalOf(call)
      const sight = await sightOf(parts, parts.db, actor, organisationId)
      if (sight.spans('read')?.length === 0) throw httpProblem('denied', { params: { permission: 'secrets:read' } })
      const scope = scopeOf(organisationId)
      const rows = (await withValue(parts, scope, candidatesIn(value).map(secret))).filter((row) =>
        sight.covers('read', row),
      )
      await call.transaction((tx) =>
        tx.audit({
          action: 'secrets.value.looked-up',
          subject: { kind: 'user', id: actor.userId },
          details: { organisationId, found: rows.map(({ id, number }) => ({ id, number })) },
        }),
      )
      return {
        items: rows.map((row) => ({
          ...{ id: row.id, path: row.path, environment: row.environment, number: row.number, stages: row.stages },
          ...{ isDeleted: row.deleted_at !== null, isGood: isGood(row), rotator: row.rotation?.rotator ?? null },
          may: { reveal: sight.covers('reveal', row), manage: sight.covers('manage', row) },
        })),
      }
    },
  )
}
