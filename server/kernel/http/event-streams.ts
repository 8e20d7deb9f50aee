import type { FastifyReply } from 'fastify'
import type { Metrics } from '../telemetry/metrics.ts'
import { networkOf } from './client-ip.ts'
import { httpProblem } from './problems.ts'

/** One message of a stream; `id` comes back as Last-Event-ID when the client opens it again. */
export interface StreamedEvent {
  readonly id?: string
  /** Sent as one line of JSON. */
  readonly data: unknown
}

/** An answer in the form of server-sent events (WHATWG HTML, section 9.2) that stays open. */
export interface EventStream {
  /** Nothing when the stream has ended. A reader that takes nothing off is cut: it opens the stream anew and starts from what is now. */
  send(event: StreamedEvent): void
  /** Aborted when the stream has ended, whoever ended it. */
  readonly signal: AbortSignal
}

export interface EventStreamLimits {
  readonly perPrincipal: number
  /** Of callers without a session. */
  readonly perNetwork: number
  readonly total: number
  /** Of one stream, not yet taken by its reader. */
  readonly waitingBytes: number
  /** A comment keeps proxies from closing a quiet connection, and finds readers that are gone. */
  readonly heartbeatMs: number
}

interface StreamCaller {
  readonly ip: string
  /** Null without a session. */
  readonly userId: string | null
}

export interface EventStreams {
  /** Answers with a stream. Throws http/too-many-streams and http/overloaded. */
  open(reply: FastifyReply, caller: StreamCaller): EventStream
  /** Ends all streams and each new one at once, with a hint to come back in a few seconds, when another process listens. */
  drain(): void
  stop(): void
}

const LIMITS: EventStreamLimits = {
  perPrincipal: 20,
  perNetwork: 100,
  total: 1_000,
  waitingBytes: 64 * 1024,
  heartbeatMs: 15_000,
}
/** Readers that lose their stream come back spread over this time. */
const RETRY_MS = { least: 1_000, spread: 2_000 }
const RETRY_MS_DRAINING = { least: 2_000, spread: 4_000 }

interface Open {
  readonly key: string
  readonly raw: FastifyReply['raw']
  /** Bytes were waiting at the heartbeat before this one. */
  isBehind: boolean
}

/** The streams of one server, outside deadlines and the count of work: a quiet reader is no load. */
export function createEventStreams(metrics: Metrics, wanted: Partial<EventStreamLimits> = {}): EventStreams {
  const limits = { ...LIMITS, ...wanted }
  const streams = new Set<Open>()
  const places = createPlaces(limits.total)
  let isDraining = false

  const cut = (stream: Open): void => {
    metrics.eventStreamsEnded.inc({ reason: 'slow_reader' })
    stream.raw.destroy()
  }
  const heartbeat = setInterval(() => {
    for (const stream of streams) {
      const { raw, isBehind } = stream
      stream.isBehind = raw.writableNeedDrain
      if (isBehind && stream.isBehind) cut(stream)
      else raw.write(':\n\n')
    }
  }, limits.heartbeatMs)
  heartbeat.unref()

  function follow(stream: Open, ended: AbortController): EventStream {
    streams.add(stream)
    metrics.eventStreams.set(streams.size)
    const { raw } = stream
    raw.once('close', () => {
      streams.delete(stream)
      places.leave(stream.key)
      metrics.eventStreams.set(streams.size)
      ended.abort()
    })
    return {
      signal: ended.signal,
      send({ id, data }) {
        if (raw.writableEnded || raw.destroyed) return
        raw.write(`${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`)
        if (raw.writableLength > limits.waitingBytes) cut(stream)
      },
    }
  }

  return {
    open(reply, { ip, userId }) {
      const key = userId ?? networkOf(ip)
      const isKept = !isDraining && reply.request.method !== 'HEAD'
      if (isKept) places.take(key, userId === null ? limits.perNetwork : limits.perPrincipal)
      const raw = begin(reply)
      raw.write(retryHint(isDraining ? RETRY_MS_DRAINING : RETRY_MS))
      if (isKept) return follow({ key, raw, isBehind: false }, new AbortController())
      raw.end()
      return { signal: AbortSignal.abort(), send: () => undefined }
    },
    drain() {
      isDraining = true
      for (const { raw } of streams) {
        metrics.eventStreamsEnded.inc({ reason: 'draining' })
        raw.end(retryHint(RETRY_MS_DRAINING))
      }
    },
    stop() {
      clearInterval(heartbeat)
      for (const { raw } of streams) raw.destroy()
    },
  }
}

/** How many streams each caller holds. */
function createPlaces(totalMax: number) {
  const taken = new Map<string, number>()
  let total = 0
  return {
    take(key: string, max: number): void {
      const held = taken.get(key) ?? 0
      if (total >= totalMax) throw httpProblem('overloaded', { retryAfterSeconds: 5 })
      if (held >= max) throw httpProblem('too-many-streams', { retryAfterSeconds: 30 })
      taken.set(key, held + 1)
      total += 1
    },
    leave(key: string): void {
      const held = taken.get(key) ?? 0
      if (held <= 1) taken.delete(key)
      else taken.set(key, held - 1)
      total -= 1
    },
  }
}

/** Takes the answer out of Fastify's hands, with the headers that were set so far. */
function begin(reply: FastifyReply): FastifyReply['raw'] {
  reply.headers({
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store, no-transform',
    // nginx would collect what is to be sent at once.
    'x-accel-buffering': 'no',
    connection: 'close',
  })
  reply.hijack()
  reply.raw.writeHead(200, reply.getHeaders() as Record<string, string>)
  return reply.raw
}

function retryHint({ least, spread }: { readonly least: number; readonly spread: number }): string {
  return `retry: ${least + Math.round(Math.random() * spread)}\n\n`
}
