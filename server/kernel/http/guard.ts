import { isIP } from 'node:net'
import type { FastifyRequest } from 'fastify'
import type { ServerConfig } from '../config/config.ts'
import { httpProblem } from './problems.ts'

const HEADERS_MAX = 100
const LOCAL_NAMES = new Set(['localhost', '[::1]'])
const HOST_FORM = /^(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+)(?::\d{1,5})?$/

/**
 * Checks what Node's parser lets through: exactly one Host that names us (an address, localhost, PUBLIC_URL's or an allowed origin's
 * host: a foreign name means DNS rebinding), a target whose authority agrees, at most 100 headers, an unencoded body.
 */
export function createGuard(
  config: Pick<ServerConfig, 'publicUrl' | 'allowedOrigins'>,
): (request: FastifyRequest) => void {
  const names = new Set([
    config.publicUrl.hostname,
    ...config.allowedOrigins.filter((origin) => URL.canParse(origin)).map((origin) => new URL(origin).hostname),
  ])

  return (request) => {
    const raw = request.raw.rawHeaders
    if (raw.length / 2 > HEADERS_MAX) throw httpProblem('headers-too-large')
    let hosts = 0
    for (let index = 0; index < raw.length; index += 2)
      if (raw[index]?.length === 4 && raw[index]?.toLowerCase() === 'host') hosts += 1
    const host = request.headers.host ?? ''
    const name = HOST_FORM.exec(host)?.[1]
    if (hosts !== 1 || name === undefined) throw httpProblem('bad-host')
    if (!names.has(name) && !LOCAL_NAMES.has(name) && isIP(name.replace(/^\[|\]$/g, '')) === 0)
      throw httpProblem('bad-host', { detail: 'The Host does not name this server; PUBLIC_URL does.' })
    const target = request.raw.url ?? '/'
    if (target.charCodeAt(0) !== 47 && !isOwnAuthority(target, host))
      throw httpProblem('bad-host', { detail: 'The target names another authority than Host.' })
    const encoding = request.headers['content-encoding']
    if (encoding !== undefined && encoding !== 'identity') throw httpProblem('unsupported-type')
    checkQuery(target)
  }
}

function isOwnAuthority(target: string, host: string): boolean {
  return /^https?:\/\//i.test(target) && URL.canParse(target) && new URL(target).host === host
}

/** Escapes in the query are UTF-8 without NUL; the query parser would pass bad ones through as text. */
function checkQuery(target: string): void {
  const mark = target.indexOf('?')
  if (mark === -1 || !target.includes('%', mark)) return
  let decoded: string
  try {
    decoded = decodeURIComponent(target.slice(mark + 1))
  } catch {
    throw httpProblem('bad-request', { detail: 'The query holds a malformed escape.' })
  }
  if (decoded.includes('\0'))
    throw httpProblem('bad-text', { errors: [{ pointer: '?', code: 'text', detail: 'holds NUL' }] })
}

const JSON_TYPE = /^application\/json\s*(?:;\s*charset\s*=\s*"?utf-8"?\s*)?$/i

/** A body is JSON in UTF-8 by its own word. */
export function checkJsonType(contentType: string | undefined): void {
  if (contentType !== undefined && !JSON_TYPE.test(contentType)) throw httpProblem('unsupported-type')
}
