import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

/** Origins besides our own that the console's pages may use. */
export interface ConsoleOrigins {
  /** Whose scripts, styles and frames are shown. */
  readonly embeds?: readonly string[]
  /** Whose scripts run, without styles and frames. */
  readonly scripts?: readonly string[]
  /** Whose frames are shown, without scripts and styles of theirs in our pages. */
  readonly frames?: readonly string[]
  /** That are sent requests, and nothing more. */
  readonly connects?: readonly string[]
}

/** Scripts, styles and frames are ours, nothing inline; besides them those of services that the operator chose. */
function policyOf({ embeds = [], scripts = [], frames = [], connects = [] }: ConsoleOrigins): string {
  const listed = (origins: readonly string[]): string => origins.map((origin) => ` ${origin}`).join('')
  const more = listed(embeds)
  return [
    "default-src 'none'",
    `script-src 'self'${more}${listed(scripts)}`,
    `style-src 'self'${more}`,
    "img-src 'self' blob: data:",
    "media-src 'self' blob:",
    `connect-src 'self'${more}${listed(connects)}`,
    "font-src 'self'",
    "manifest-src 'self'",
    `frame-src 'self'${more}${listed(frames)}`,
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
}

const YEAR_MS = 365 * 24 * 3600 * 1000
const CACHE_NOTHING = 'no-cache'

/**
 * Serves the built console: hashed files for a year, the page itself never cached, with what it may use now. Returns the answer to unknown page paths.
 */
export function registerConsole(
  app: FastifyInstance,
  folder: string,
  origins: () => ConsoleOrigins,
): ((request: FastifyRequest, reply: FastifyReply) => FastifyReply) | null {
  const index = join(folder, 'index.html')
  if (!existsSync(index)) return null
  const page = readFileSync(index, 'utf8')
  app.register(fastifyStatic, {
    root: join(folder, 'assets'),
    prefix: '/assets/',
    maxAge: YEAR_MS,
    immutable: true,
    index: false,
    preCompressed: true,
    decorateReply: false,
    setHeaders: (reply) => reply.header('cache-control', 'public, max-age=31536000, immutable'),
  })
  const send = (_request: FastifyRequest, reply: FastifyReply) =>
    reply
      .code(200)
      .header('content-type', 'text/html; charset=utf-8')
      .header('content-security-policy', policyOf(origins()))
      .header('cache-control', CACHE_NOTHING)
      .send(page)
  app.get('/', send)
  return send
}

/** True for a browser's request of a page, as opposed to an API call or a file. */
export function wantsPage(request: FastifyRequest): boolean {
  const path = request.url.split('?', 1)[0] ?? '/'
  const reading = request.method === 'GET' || request.method === 'HEAD'
  return (
    reading &&
    !path.startsWith('/api/') &&
    !path.startsWith('/assets/') &&
    !path.startsWith('/dev/') &&
    (request.headers.accept ?? '').includes('text/html')
  )
}
