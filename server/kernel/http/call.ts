import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Actor, Origin } from '../db/actor.ts'
import type { Db, Tx, TxOptions } from '../db/database.ts'
import type { Logger } from '../telemetry/log.ts'
import { contextOf } from './context.ts'
import { signalOf } from './deadline.ts'
import type { EventStreams } from './event-streams.ts'
import {
  claimIdempotency,
  hashRequest,
  type IdempotentRequest,
  readIdempotencyKey,
  type StoredAnswer,
  storeIdempotency,
} from './idempotency.ts'
import type { Call, Principal, Route } from './route.ts'

const ANONYMOUS: Actor = { kind: 'anonymous' }

export interface CallParts {
  readonly route: Route
  readonly status: number
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  readonly db: Db
  readonly log: Logger
  readonly events: EventStreams
}

export interface StoredReply {
  readonly stored: StoredAnswer
  readonly replayed: boolean
}

/** A call and, after an idempotent transaction, the answer that was stored or replayed. */
export interface PreparedCall {
  readonly call: Call
  answer(): StoredReply | null
}

/** Thrown out of the transaction when the key is known: what the handler would do with a result must not run again. */
export class ReplayedAnswer extends Error {
  override readonly name = 'ReplayedAnswer'
}

/** Builds what the handler gets. */
export function prepareCall(parts: CallParts): PreparedCall {
  const { request, reply, db } = parts
  const context = contextOf(request)
  const principal: Principal | undefined = context?.principal ?? undefined
  const actor = principal?.actor ?? ANONYMOUS
  const { 'user-agent': userAgent, 'accept-language': acceptLanguage } = request.headers
  const origin: Origin = {
    actor,
    requestId: String(request.id),
    ...(context === undefined ? {} : { traceparent: context.traceparent, ip: context.ip }),
    ...(userAgent === undefined ? {} : { userAgent: userAgent.slice(0, 400) }),
    ...(acceptLanguage === undefined ? {} : { acceptLanguage: acceptLanguage.slice(0, 400) }),
  }
  const idempotent = idempotentRequest(parts, origin)
  let answer: StoredReply | null = null
  let log: Logger | null = null

  const run = async <Result>(work: (tx: Tx) => Promise<Result>, options?: TxOptions): Promise<Result> => {
    if (idempotent === null) return await db.transaction(origin, work, options)
    if (answer !== null) throw new TypeError(`${idempotent.route} opens a second transaction under one Idempotency-Key`)
    return await db.transaction(
      origin,
      async (tx) => {
        const known = await claimIdempotency(tx, idempotent)
        if (known !== null) {
          answer = { stored: known, replayed: true }
          throw new ReplayedAnswer()
        }
        const result = await work(tx)
        const stored = { status: parts.status, body: result === undefined ? '' : (reply.serialize(result) as string) }
        await storeIdempotency(tx, idempotent, stored)
        answer = { stored, replayed: false }
        return result
      },
      options,
    )
  }
  const call: Call = {
    actor,
    principal,
    origin,
    request,
    reply,
    params: request.params as Call['params'],
    query: request.query as Call['query'],
    body: request.body as Call['body'],
    get log() {
      log ??= parts.log.child({ requestId: request.id })
      return log
    },
    get signal() {
      return context === undefined ? request.signal : signalOf(context, reply)
    },
    openEvents: () => parts.events.open(reply, { ip: context?.ip ?? '', userId: principal?.actor.userId ?? null }),
    transaction: run,
  }
  return { call, answer: () => answer }
}

function idempotentRequest({ route, request }: CallParts, origin: Origin): IdempotentRequest | null {
  const mode = route.head.policy.idempotency
  if (mode === undefined) return null
  const key = readIdempotencyKey(request.headers['idempotency-key'], mode === 'required')
  if (key === undefined) return null
  const principal = origin.actor.kind === 'user' ? origin.actor.userId : `ip:${origin.ip ?? ''}`
  return {
    principal,
    key,
    route: route.head.id,
    requestHash: hashRequest(route.head.id, [request.params, request.query, request.body]),
  }
}
