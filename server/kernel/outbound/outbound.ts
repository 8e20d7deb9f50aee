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

export interface OutboundFetch {
  readonly headers: Readonly<Record<string, string>>
  readonly signal: AbortSignal
  /** A longer answer is a failure. */
  readonly bytesMax: number
  readonly deadlineMs: number
}

export interface OutboundDocument {
  readonly status: number
  /** The whole of a 200 as UTF-8; of any other answer nothing is read. */
  readonly text: string
  readonly etag: string | undefined
  readonly lastModified: string | undefined
}

/** Sends requests to addresses that strangers chose. */
export interface Outbound {
  /**
   * One POST, to nobody but who the address was checked to be: the name is resolved once and only what was checked is connected to, so a
   * name that answers otherwise a moment later changes nothing; redirects are not followed. At most 10 s in all. Throws OutboundFailure.
   */
  post(url: URL, request: OutboundRequest): Promise<OutboundAnswer>
  /** One GET under the same guard, within the limits given. Throws OutboundFailure. */
  fetch(url: URL, request: OutboundFetch): Promise<OutboundDocument>
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

  /** Sends what was not objected to and reads the answer, within a time; every failure is told in words. */
  async function exchange<Read>(
    url: URL,
    { signal, limitMs, ...request }: Sending & { readonly signal: AbortSignal; readonly limitMs: number },
    read: (message: IncomingMessage) => Promise<Read>,
  ): Promise<Read> {
    const against = objection(url)
    if (against !== null) throw new OutboundFailure(against)
    const deadline = AbortSignal.timeout(limitMs)
    try {
      return await read(await send(url, checkedLookup(url), request, AbortSignal.any([signal, deadline])))
    } catch (error) {
      if (error instanceof OutboundFailure) throw error
      if (deadline.aborted) throw new OutboundFailure(`no whole answer within ${limitMs / 1000} s`)
      signal.throwIfAborted()
      throw new OutboundFailure(reasonOf(error))
    }
  }

  return {
    objection,
    async post(url, { headers, body, signal }) {
      const startedMs = monotonicMs()
      return await exchange(url, { method: 'POST', headers, body, signal, limitMs: deadlineMs }, async (message) => {
        const { status, retryAfter } = { status: message.statusCode ?? 0, retryAfter: message.headers['retry-after'] }
        const text = (await bytesOf(message, ANSWER_MAX_BYTES)).toString('utf8')
        return { status, retryAfter, text, durationMs: monotonicMs() - startedMs }
      })
    },
    async fetch(url, { headers, signal, bytesMax, deadlineMs: limitMs }) {
      return await exchange(url, { method: 'GET', headers, body: '', signal, limitMs }, (message) =>
        documentOf(message, bytesMax),
      )
    },
  }
}

function literalOf(url: URL): string | null {
  const host = url.hostname.startsWith('[') ? url.hostname.slice(1, -1) : url.hostname
  return isIP(host) === 0 ? null : host
}

interface Sending {
  readonly method: 'GET' | 'POST'
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

async function send(
  url: URL,
  lookupChecked: LookupFunction,
  { method, headers, body }: Sending,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const start = url.protocol === 'https:' ? requestTls : requestPlain
  const length = method === 'POST' ? { 'content-length': Buffer.byteLength(body) } : {}
  return await new Promise<IncomingMessage>((resolve, reject) => {
    // No pool: a connection kept open would be one to an address checked some time ago.
    const sent = start(url, {
      method,
      headers: { ...headers, ...length, connection: 'close' },
      lookup: lookupChecked,
      agent: false,
      signal,
    })
    sent.once('response', resolve).once('error', reject).end(body)
  })
}

async function documentOf(message: IncomingMessage, bytesMax: number): Promise<OutboundDocument> {
  const status = message.statusCode ?? 0
  const { etag, 'last-modified': lastModified } = message.headers
  if (status !== 200) {
    message.destroy()
    return { status, etag, lastModified, text: '' }
  }
  const bytes = await bytesOf(message, bytesMax + 1)
  if (bytes.length > bytesMax) throw new OutboundFailure(`the answer is longer than ${bytesMax / 1_000_000} MB`)
  return { status, etag, lastModified, text: bytes.toString('utf8') }
}

/** The first of the answer's bytes; the rest is not read. */
async function bytesOf(message: IncomingMessage, bytesMax: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of message as AsyncIterable<Buffer>) {
    chunks.push(chunk)
    bytes += chunk.length
    if (bytes >= bytesMax) break
  }
  message.destroy()
  return Buffer.concat(chunks).subarray(0, bytesMax)
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
