import { createHmac, type KeyObject, randomBytes, timingSafeEqual } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import type { Principal } from '../../kernel/http/route.ts'
import type { Id } from '../../kernel/id.ts'
import type { IdentityConfig } from './config.ts'
import type { Cookies } from './cookies.ts'
import { identityProblem } from './problems.ts'

export interface Csrf {
  /** The token to be sent with unsafe requests: the session's, or one for a visitor; the same again while it is good. */
  tokenFor(request: FastifyRequest, sessionId: Id<'session'> | null): string
  /** Throws identity/csrf when an unsafe request may have been made by another site. Bearer calls pass: no browser adds that header by itself. */
  check(request: FastifyRequest, principal: Principal | null): void
  /**
   * For routes open to everybody that act on the session which the cookies carry: throws identity/csrf unless the token is that
   * session's own. A subdomain can set cookies of ours, a token that is good elsewhere among them, but has no token of this session.
   */
  checkBound(request: FastifyRequest, sessionId: Id<'session'> | null): void
}

type CsrfConfig = Pick<IdentityConfig, 'publicUrl' | 'allowedOrigins'>

/**
 * Signed double submit (OWASP CSRF Prevention): the token is `kind.subject.HMAC` with the session's id, or a random visitor id before
 * sign-in, and must arrive both in the cookie and in X-CSRF-Token. A request without any cookie of ours has no authority to abuse
 * and needs none; Origin and Sec-Fetch-Site still keep other sites from signing somebody in or sending mail.
 */
export function createCsrf(config: CsrfConfig, cookies: Cookies, key: KeyObject): Csrf {
  const isForeign = foreignTo(config)
  const make = (subject: string): string =>
    `${subject}.${createHmac('sha256', key).update(subject).digest('base64url')}`
  const isOurs = (token: string): boolean => same(make(token.slice(0, token.lastIndexOf('.'))), token)

  const check = (request: FastifyRequest, principal: Principal | null): void => {
    if (principal?.via === 'bearer') return
    if (isForeign(request))
      throw identityProblem('csrf', { detail: 'The request comes from another site.', refused: 'origin' })
    const held = cookies.read(request, 'csrf')
    const anonymous = principal === null && held === undefined
    if (anonymous && cookies.read(request, 'access') === undefined && cookies.read(request, 'refresh') === undefined)
      return
    const sent = request.headers['x-csrf-token']
    const doubled = typeof sent === 'string' && held !== undefined && same(sent, held) && isOurs(sent)
    const bound = principal === null || sent === make(`s.${principal.actor.sessionId}`)
    if (!doubled || !bound) throw identityProblem('csrf', { refused: 'csrf-token' })
  }

  return {
    tokenFor(request, sessionId) {
      if (sessionId !== null) return make(`s.${sessionId}`)
      const held = cookies.read(request, 'csrf')
      if (held?.startsWith('v.') === true && isOurs(held)) return held
      return make(`v.${randomBytes(16).toString('base64url')}`)
    },
    check,
    checkBound(request, sessionId) {
      if (sessionId === null || request.headers.authorization !== undefined) return
      if (request.headers['x-csrf-token'] !== make(`s.${sessionId}`))
        throw identityProblem('csrf', { refused: 'csrf-token' })
    },
  }
}

function same(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)]
  return left.length === right.length && timingSafeEqual(left, right)
}

/**
 * Tells whether the browser says that another site's page made a request. Origins count whole: whoever holds the line makes a page of
 * `http://` before the same host. An allowed origin may be of another site, ours is none to itself. A PUBLIC_URL without TLS, which
 * production refuses, has nothing to lose by that: such a server may be opened under whatever Host reaches it.
 */
function foreignTo({ publicUrl, allowedOrigins }: CsrfConfig): (request: FastifyRequest) => boolean {
  const allowed = new Set(allowedOrigins)
  const isPlain = publicUrl.protocol === 'http:'
  return ({ headers: { origin, host, 'sec-fetch-site': site } }) => {
    if (origin === undefined) return site !== undefined && site !== 'same-origin' && site !== 'none'
    if (allowed.has(origin)) return false
    const isAsked = isPlain && (origin === `http://${host}` || origin === `https://${host}`)
    return site === 'cross-site' || !(isAsked || origin === publicUrl.origin)
  }
}
