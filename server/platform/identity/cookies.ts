import type { FastifyReply, FastifyRequest } from 'fastify'

type CookieName = 'access' | 'refresh' | 'csrf' | 'trusted' | 'challenge' | 'known'

/** Our cookies: read from a request, set on an answer. All are HttpOnly; scripts get the CSRF token from the answer's body. */
export interface Cookies {
  read(request: FastifyRequest, name: CookieName): string | undefined
  set(reply: FastifyReply, name: CookieName, value: string, maxAgeSeconds: number): void
  /** Removes the credentials and the CSRF token, or only those named. */
  clear(reply: FastifyReply, names?: readonly CookieName[]): void
}

/** `__Host-` forbids Domain and any other Path; the refresh token goes only where it is used, so it has `__Secure-` and a Path. */
const SECURE_NAMES = {
  access: '__Host-at',
  refresh: '__Secure-rt',
  csrf: '__Host-csrf',
  trusted: '__Secure-td',
  challenge: '__Secure-mc',
  known: '__Host-kd',
}
/** Browsers refuse both prefixes without https, which development does without. */
const PLAIN_NAMES = {
  access: 'plinth_at',
  refresh: 'plinth_rt',
  csrf: 'plinth_csrf',
  trusted: 'plinth_td',
  challenge: 'plinth_mc',
  known: 'plinth_kd',
}
const PATHS = { access: '/', refresh: '/api/auth', csrf: '/', trusted: '/api/auth', challenge: '/api/auth', known: '/' }
const SAME_SITE = {
  access: 'Lax',
  refresh: 'Strict',
  csrf: 'Strict',
  trusted: 'Lax',
  challenge: 'Strict',
  known: 'Lax',
}
const VALUE = /^[A-Za-z0-9._-]+$/

export function createCookies(secure: boolean): Cookies {
  const names = secure ? SECURE_NAMES : PLAIN_NAMES
  const set: Cookies['set'] = (reply, name, value, maxAgeSeconds) => {
    const attributes = [`Path=${PATHS[name]}`, `Max-Age=${maxAgeSeconds}`, 'HttpOnly', `SameSite=${SAME_SITE[name]}`]
    reply.header('set-cookie', [`${names[name]}=${value}`, ...attributes, ...(secure ? ['Secure'] : [])].join('; '))
  }
  return {
    read: (request, name) => readCookie(request.headers.cookie, names[name]),
    set,
    clear(reply, cleared = ['access', 'refresh', 'csrf']) {
      for (const name of cleared) set(reply, name, '', 0)
    },
  }
}

/** The first cookie of that name with a value of our alphabet (RFC 6265, 5.4 puts the most specific path first). */
function readCookie(header: string | undefined, name: string): string | undefined {
  for (const pair of header?.split(';') ?? []) {
    const equals = pair.indexOf('=')
    if (equals !== -1 && pair.slice(0, equals).trim() === name) {
      const value = pair.slice(equals + 1).trim()
      return VALUE.test(value) ? value : undefined
    }
  }
  return undefined
}
