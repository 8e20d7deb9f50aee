import { Type } from 'typebox'
import { sendUnlessKnown } from '../../kernel/http/conditional.ts'
import { type Route, route } from '../../kernel/http/route.ts'
import { object } from '../../kernel/http/schema.ts'
import type { ContentType } from './content-type.ts'
import { atomFeed, robots, rssFeed, sitemap } from './feeds.ts'
import type { ContentParts } from './parts.ts'
import { tagOf } from './shown.ts'

const TTL_SECONDS = 300
const STALE_SECONDS = 3600
const policy = { access: 'public', rate: 'read' } as const

type Kind = 'rss' | 'atom' | 'sitemap' | 'robots'

const FILES: Readonly<Record<Kind, { readonly path: string; readonly type: string; readonly summary: string }>> = {
  rss: { path: '/rss.xml', type: 'application/rss+xml', summary: 'The newest entries as RSS 2.0, in one language.' },
  atom: { path: '/atom.xml', type: 'application/atom+xml', summary: 'The newest entries as Atom, in one language.' },
  sitemap: { path: '/sitemap.xml', type: 'application/xml', summary: 'Every page of content, for search engines.' },
  robots: { path: '/robots.txt', type: 'text/plain', summary: 'What search engines may read: everything.' },
}

const localeQuery = object({
  locale: Type.Optional(Type.String({ pattern: '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$', maxLength: 20 })),
})

/** What readers and search engines fetch again and again. */
export function feedRoutes(parts: ContentParts): Route[] {
  const texts = parts.cache.region({
    name: 'content.feeds',
    shape: Type.String(),
    ttlSeconds: TTL_SECONDS,
    staleSeconds: STALE_SECONDS,
    keyText: ({ kind, locale }: { readonly kind: Kind; readonly locale: string }) => `${kind} ${locale}`,
    tags: () => [parts.site.tag, ...[...parts.types.keys()].map(tagOf)],
    load: ({ kind, locale }) => write(parts, kind, locale),
  })
  return (Object.keys(FILES) as Kind[]).map((kind) => {
    const { path, summary, type } = FILES[kind]
    const query = kind === 'rss' || kind === 'atom' ? localeQuery : object({})
    return route(
      { id: `content.${kind}`, method: 'GET', path, summary, policy, schema: { query, response: { 200: null } } },
      async (call) => {
        const { locale = firstLocale(parts.types) } = call.query as { readonly locale?: string }
        sendUnlessKnown(call, await texts.get({ kind, locale }), {
          'cache-control': `public, max-age=${TTL_SECONDS}`,
          'content-type': `${type}; charset=utf-8`,
        })
      },
    )
  })
}

async function write(parts: ContentParts, kind: Kind, locale: string): Promise<string> {
  if (kind === 'robots') return robots(parts)
  if (kind === 'sitemap') return await sitemap(parts, parts.types)
  const named = { ...parts, site: await parts.site.read(parts.db) }
  return kind === 'rss' ? await rssFeed(named, parts.types, locale) : await atomFeed(named, parts.types, locale)
}

/** The language of the first type that has a feed. */
function firstLocale(types: ReadonlyMap<string, ContentType>): string {
  return [...types.values()].find(({ feed }) => feed)?.locales[0] ?? 'en'
}
