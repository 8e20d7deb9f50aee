import type { FastifyReply, FastifyRequest } from 'fastify'
import { FLOW_SECONDS, randomSecret } from './flow.ts'

/** Ties flows to the browser that began them. */
export interface BrowserCookie {
  read(request: FastifyRequest): string | undefined
  /** The browser's value, the same for all flows under way at once; sets the cookie. */
  keep(request: FastifyRequest, reply: FastifyReply): string
}

const VALUE = /^[A-Za-z0-9_-]{43}$/

/** Lax, since the way back from the provider begins on its page. `__Host-` keeps neighbours of the domain from planting one. */
export function createBrowserCookie(secure: boolean): BrowserCookie {
  const name = secure ? '__Host-flow' : 'plinth_flow'
  const read: BrowserCookie['read'] = (request) => {
    const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim())
    const value = pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1)
    return value !== undefined && VALUE.test(value) ? value : undefined
  }
  return {
    read,
    keep(request, reply) {
      const value = read(request) ?? randomSecret()
      const attributes = [
        'Path=/',
        `Max-Age=${FLOW_SECONDS}`,
        'HttpOnly',
        'SameSite=Lax',
        ...(secure ? ['Secure'] : []),
      ]
      reply.header('set-cookie', [`${name}=${value}`, ...attributes].join('; '))
      return value
    },
  }
}
