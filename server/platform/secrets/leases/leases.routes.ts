import { Type } from 'typebox'
import { cursorPage } from '../../../kernel/db/cursor.ts'
import { hashRequest } from '../../../kernel/http/idempotency.ts'
import { httpProblem } from '../../../kernel/http/problems.ts'
import { type Call, type Route, route } from '../../../kernel/http/route.ts'
import { idOf, object, page, pageQuery } from '../../../kernel/http/schema.ts'
import { isUuid } from '../../../kernel/id.ts'
import { enqueue } from '../../../kernel/jobs/job.ts'
import { assertProven } from '../may.ts'
import { CSRF, READ, WRITE } from '../secrets.routes.ts'
import { type Names, namesOf, pathShape, principalOf } from '../shapes.ts'
import type { LeaseRow } from '../tables.ts'
import { issueLease } from './issue.ts'
import { findLease, listLeases, renewLease, revokeLease, revokeWithin } from './leases.ts'
import type { LeaseParts } from './parts.ts'
import { issuedShape, leaseShape, toLease, ttlShape } from './shapes.ts'
import { leaseSweepJob } from './sweep-leases.jobs.ts'

const byLease = object({ id: idOf('lease') })
/** Longer than a target can take. */
const DEADLINE_MS = 40_000

export function leaseRoutes(parts: LeaseParts): Route[] {
  return [
    ...[listRoute(parts), getRoute(parts), issueRoute(parts), renewRoute(parts), revokeRoute(parts)],
    revokeWithinRoute(parts),
  ]
}

async function shown(parts: LeaseParts, lease: LeaseRow) {
  return toLease(lease, await holdersOf(parts, [lease]))
}

/** Names of people and of API keys. */
async function holdersOf(parts: LeaseParts, leases: readonly LeaseRow[]): Promise<Names> {
  const people = await namesOf(
    parts,
    parts.db,
    leases.map((lease) => lease.holder_id),
  )
  return new Map([...people, ...(await parts.keyNames(leases.flatMap((lease) => lease.api_key_id ?? [])))])
}

const callerOf = (call: Pick<Call, 'principal' | 'origin'>) => ({
  origin: call.origin,
  actor: principalOf(call).actor,
})

function listRoute(parts: LeaseParts): Route {
  return route(
    {
      id: 'secrets.leases',
      method: 'GET',
      path: '/api/secrets/leases',
      summary: "The caller's leases, and those of templates that the caller may manage; newest first.",
      policy: READ,
      schema: {
        query: object({
          ...pageQuery,
          prefix: Type.Optional(Type.String({ maxLength: 200 })),
          live: Type.Optional(Type.Boolean({ description: 'Without those that have ended' })),
        }),
        response: { 200: page(leaseShape) },
      },
    },
    async (call) => {
      const { prefix, live = false } = call.query
      const list = cursorPage(call.query, (values) => (values.length === 1 && isUuid(values[0] ?? '') ? values : null))
      const wanted = { prefix, live, limit: list.limit + 1, before: list.after?.[0] ?? null }
      const rows = await listLeases(parts, principalOf(call).actor, wanted)
      const names = await holdersOf(parts, rows)
      return list.of(
        rows,
        (row) => [row.id],
        (row) => toLease(row, names),
      )
    },
  )
}

function getRoute(parts: LeaseParts): Route {
  return route(
    {
      id: 'secrets.lease',
      method: 'GET',
      path: '/api/secrets/leases/{id}',
      summary: 'One lease, without its password.',
      policy: READ,
      schema: { params: byLease, response: { 200: leaseShape } },
      problems: ['secrets/lease-not-found'],
    },
    async (call) => shown(parts, await findLease(parts, parts.db, principalOf(call).actor, call.params.id)),
  )
}

function issueRoute(parts: LeaseParts): Route {
  return route(
    {
      id: 'secrets.issueLease',
      method: 'POST',
      path: '/api/secrets/leases',
      summary: 'Makes an account by a template. Its password is shown this once: a repeat shows the lease alone.',
      policy: { ...WRITE, idempotency: 'required' },
      deadlineMs: DEADLINE_MS,
      schema: { body: object({ template: pathShape, ttlSeconds: ttlShape }), response: { 201: issuedShape } },
      problems: [
        ...['secrets/lease-template-not-found', 'secrets/lease-ended', 'secrets/target-failed', 'secrets/too-many'],
        ...['http/assurance-too-low', 'http/not-by-delegates', 'http/denied', CSRF],
      ],
    },
    async (call) => {
      const { origin, actor } = callerOf(call)
      assertProven(principalOf(call), 'keys too')
      const key = call.request.headers['idempotency-key']
      if (typeof key !== 'string') throw httpProblem('idempotency-key-missing')
      const hash = hashRequest('secrets.issueLease', [actor.apiKeyId ?? null, call.body]).toString('hex')
      const { lease, password, address } = await issueLease(parts, origin, actor, { ...call.body, key, hash })
      void call.reply.header('cache-control', 'no-store')
      const { account, ...rest } = await shown(parts, lease)
      const credentials =
        password === null || address === null ? null : { username: account, password: password.reveal(), ...address }
      return { ...rest, account, credentials }
    },
  )
}

function renewRoute(parts: LeaseParts): Route {
  return route(
    {
      id: 'secrets.renewLease',
      method: 'POST',
      path: '/api/secrets/leases/{id}/renew',
      summary: 'Makes a lease good for so long from now, and until its maximum at most.',
      policy: WRITE,
      deadlineMs: DEADLINE_MS,
      schema: { params: byLease, body: object({ ttlSeconds: ttlShape }), response: { 200: leaseShape } },
      problems: ['secrets/lease-not-found', 'secrets/lease-ended', 'secrets/target-failed', 'http/denied', CSRF],
    },
    async (call) => shown(parts, await renewLease(parts, callerOf(call), call.params.id, call.body.ttlSeconds)),
  )
}

function revokeRoute(parts: LeaseParts): Route {
  return route(
    {
      id: 'secrets.revokeLease',
      method: 'POST',
      path: '/api/secrets/leases/{id}/revoke',
      summary: 'Closes the connections of an account and removes it; `revoking`: it is tried again until it is done.',
      policy: WRITE,
      deadlineMs: DEADLINE_MS,
      schema: { params: byLease, response: { 200: leaseShape } },
      problems: ['secrets/lease-not-found', CSRF],
    },
    async (call) => shown(parts, await revokeLease(parts, callerOf(call), call.params.id)),
  )
}

function revokeWithinRoute(parts: LeaseParts): Route {
  return route(
    {
      id: 'secrets.revokeLeases',
      method: 'POST',
      path: '/api/secrets/leases/revoke',
      summary:
        'Revokes every lease of a template, or of those below a path (`payments/*`); a job removes the accounts.',
      policy: WRITE,
      schema: {
        body: object({ pattern: Type.String({ minLength: 1, maxLength: 200 }) }),
        response: { 202: object({ revoked: Type.Integer() }) },
      },
      problems: ['secrets/bad-pattern', 'http/denied', CSRF],
    },
    async (call) =>
      call.transaction(async (tx) => {
        const revoked = await revokeWithin(parts, tx, principalOf(call).actor, call.body.pattern)
        await enqueue(tx, leaseSweepJob(parts), {})
        return { revoked }
      }),
  )
}
