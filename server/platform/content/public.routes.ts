import { type TSchema, Type } from 'typebox'
import { type Call, type Route, route } from '../../kernel/http/route.ts'
import { object } from '../../kernel/http/schema.ts'
import { type Alternate, hreflangs } from './alternates.ts'
import { type ContentType, pascal } from './content-type.ts'
import type { ContentParts } from './parts.ts'
import { previewedEntry } from './previews.ts'
import { contentProblem } from './problems.ts'
import { entryShape, listQuery, listShape, localeQuery, slugShape } from './shown-shapes.ts'

const policy = { access: 'public', rate: 'read' } as const

/** What everybody reads of a type. */
export function publicRoutes(parts: ContentParts, type: ContentType): Route[] {
  return [listRoute(parts, type), pageRoute(parts, type)]
}

interface ListQuery {
  readonly limit?: number
  readonly cursor?: string
  readonly locale?: string
  readonly q?: string
  readonly [filter: string]: unknown
}

function listRoute({ shown }: ContentParts, type: ContentType): Route {
  return route(
    {
      id: `content.list${pascal(type.plural)}`,
      method: 'GET',
      path: type.path,
      summary: `Published ${type.plural}, newest first; \`q\` looks for words in all their text.`,
      policy,
      schema: { query: listQuery(type) as TSchema, response: { 200: listShape(type) } },
    },
    async (call) => {
      const { limit, cursor, locale = type.locales[0], q, ...rest } = call.query as ListQuery
      const given = type.filters.filter((name) => rest[name] !== undefined)
      return await shown.list(type, {
        ...{ locale, filters: Object.fromEntries(given.map((name) => [name, rest[name]])) },
        ...(limit === undefined ? {} : { limit }),
        ...(cursor === undefined ? {} : { cursor }),
        ...(q === undefined ? {} : { q }),
      })
    },
  )
}

const TOKEN_LENGTH_MAX = 100

function pageRoute(parts: ContentParts, type: ContentType): Route {
  const preview = Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: TOKEN_LENGTH_MAX,
      description: 'Token of a preview link: shows its version',
    }),
  )
  return route(
    {
      id: `content.get${pascal(type.name)}`,
      method: 'GET',
      path: `${type.path}/{slug}`,
      summary: `One published ${type.name} by its address; a former address answers 301.`,
      policy,
      schema: {
        params: object({ slug: slugShape }),
        query: object({ locale: localeQuery(type), preview }),
        response: { 200: entryShape(type) },
      },
      problems: ['content/entry-not-found', 'content/preview-not-found'],
    },
    async (call) => {
      const { slug } = call.params
      const { locale = type.locales[0], preview: token } = call.query
      if (token !== undefined) {
        call.reply.headers({ 'cache-control': 'private, no-store', 'x-robots-tag': 'noindex' })
        return await previewedEntry(parts, type, token)
      }
      const found = await parts.shown.page(type, { locale, slug })
      if (found === null) throw contentProblem('entry-not-found')
      if ('entry' in found) {
        sayAlternates(call, type, found.entry)
        return found.entry
      }
      return sendMoved(call, `${type.path}/${found.movedTo}`, locale === type.locales[0] ? null : locale)
    },
  )
}

/** Link headers (RFC 8288), one for each language. */
function sayAlternates(
  { reply }: Pick<Call, 'reply'>,
  type: ContentType,
  { alternates }: { readonly alternates: readonly Alternate[] },
): void {
  if (alternates.length === 0) return
  const links = hreflangs(type, alternates).map(
    ({ hreflang, url }) => `<${url}>; rel="alternate"; hreflang="${hreflang}"`,
  )
  reply.header('link', links.join(', '))
}

function sendMoved({ reply }: Pick<Call, 'reply'>, path: string, locale: string | null): void {
  const location = locale === null ? path : `${path}?locale=${encodeURIComponent(locale)}`
  // Short, since the address may be given to another entry later.
  reply.code(301).headers({ location, 'cache-control': 'public, max-age=300' }).send()
}
