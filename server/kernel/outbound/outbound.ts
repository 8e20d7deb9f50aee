import { type LookupAddress, lookup } from 'node:dns'
import { type IncomingMessage, request as requestPlain } from 'node:http'
import { request as requestTls } from 'node:https'
import { type BlockList, isIP, type LookupFunction } from 'node:net'
import { monotonicMs } from '../clock.ts'
import { isPublicAddress } from './public-address.ts'

export interface OutboundRequest {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly signal: AbortSignal
}

export interface OutboundAnswer {
  readonly status: number
  /** The first 64 KiB as UTF-8; the rest is not read. */
  readonly text: string
  readonly retryAfter: string | undefined
  readonly durationMs: number
}

/** Sends requests to addresses that strangers chose. */
export interface Outbound {
  /**
   * One POST, to nobody but who the address was checked to be: the name is resolved once and only what was checked is connected to, so a
   * name that answers otherwise a moment later changes nothing; redirects are not followed. At most 10 s in all. Throws OutboundFailure.
   */
  post(url: URL, request: OutboundRequest): Promise<OutboundAnswer>
  /** Why nothing will ever be sent there, as far as it can be told without asking DNS; null when nothing speaks against it. */
  objection(url: URL): string | null
}

/** No answer was had; the message is fit to be shown to whoever chose the address. */
export class OutboundFailure extends Error {
  override readonly name = 'OutboundFailure'
}

const DEADLINE_MS = 10_000
const ANSWER_MAX_BYTES = 64 * 1024
const NOT_ALLOWED = 'the address is not one of the public Internet'

type Resolve = (hostname: string) => Promise<readonly LookupAddress[]>

export interface OutboundOptions {
  /** Private networks that the operator opened; plain http goes there only. */
  readonly alsoAllowed: BlockList
  /** The system's when absent. */
  readonly resolve?: Resolve
  /** 10 s when absent. */
  readonly deadlineMs?: number
}

/** Sends to public addresses over https, and to opened networks. */
export function createOutbound({
  alsoAllowed,
  resolve = resolveBySystem,
  deadlineMs = DEADLINE_MS,
}: OutboundOptions): Outbound {
  const isOpened = (address: string): boolean => alsoAllowed.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
  const mayReach = (url: URL, address: string): boolean =>
    isOpened(address) || (url.protocol === 'https:' && isPublicAddress(address))

  function objection(url: URL): string | null {
    const mayBePlain = url.protocol === 'http:' && alsoAllowed.rules.length > 0
    if (url.protocol !== 'https:' && !mayBePlain) return 'only https is sent to'
    if (url.username !== '' || url.password !== '') return 'an address must not hold a password'
    const literal = literalOf(url)
    if (literal !== null) return mayReach(url, literal) ? null : NOT_ALLOWED
    return null
  }

  /** Hands the addresses to the socket that were checked here, and refuses the name when one of them is not allowed. */
  function checkedLookup(url: URL): LookupFunction {
    return (hostname, options, done) => {
      resolve(hostname).then(
        (found) => {
          const [first] = found
          if (first === undefined || !found.every(({ address }) => mayReach(url, address)))
            return done(new OutboundFailure(NOT_ALLOWED), '', 4)
          if (options.all === true) done(null, [...found])
          else done(null, first.address, first.family)
        },
        () => done(new OutboundFailure(`the name ${hostname} is not known`), '', 4),
      )
    }
  }

  return {
    objection,
    async post(url, { headers, body, signal }) {
      const against = objection(url)
      if (against !== null) throw new OutboundFailure(against)
      const startedMs = monotonicMs()
      const deadline = AbortSignal.timeout(deadlineMs)
      try {
        const answer = await send(url, checkedLookup(url), {
          headers,
          body,
          signal: AbortSignal.any([signal, deadline]),
        })
        const { status, retryAfter } = answer
        return { status, retryAfter, text: await textOf(answer.message), durationMs: monotonicMs() - startedMs }
      } catch (error) {
        if (error instanceof OutboundFailure) throw error
        if (deadline.aborted) throw new OutboundFailure(`no whole answer within ${deadlineMs / 1000} s`)
        signal.throwIfAborted()
        throw new OutboundFailure(reasonOf(error))
      }
    },
  }
}

function literalOf(url: URL): string | null {
  const host = url.hostname.startsWith('[') ? url.hostname.slice(1, -1) : url.hostname
  return isIP(host) === 0 ? null : host
}

async function send(url: URL, lookupChecked: LookupFunction, { headers, body, signal }: OutboundRequest) {
  const start = url.protocol === 'https:' ? requestTls : requestPlain
  const message = await new Promise<IncomingMessage>((resolve, reject) => {
    // No pool: a connection kept open would be one to an address checked some time ago.
    const sent = start(url, {
      method: 'POST',
      headers: { ...headers, 'content-length': Buffer.byteLength(body), connection: 'close' },
      lookup: lookupChecked,
      agent: false,
      signal,
    })
    sent.once('response', resolve).once('error', reject).end(body)
  })
  return { message, status: message.statusCode ?? 0, retryAfter: message.headers['retry-after'] }
}

async function textOf(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of message as AsyncIterable<Buffer>) {
    chunks.push(chunk)
    bytes += chunk.length
    if (bytes >= ANSWER_MAX_BYTES) break
  }
  message.destroy()
  return Buffer.concat(chunks).subarray(0, ANSWER_MAX_BYTES).toString('utf8')
}

function reasonOf(error: unknown): string {
  const { code, message } = error as { code?: string; message?: string }
  return code === undefined ? (message ?? 'the request failed') : `${message ?? 'the request failed'} (${code})`
}

function resolveBySystem(hostname: string): Promise<readonly LookupAddress[]> {
  return new Promise((resolve, reject) =>
    lookup(hostname, { all: true }, (error, found) => (error === null ? resolve(found) : reject(error))),
  )
}
