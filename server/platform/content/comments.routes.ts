import { type TSchema, Type } from 'typebox'
import { makeFormToken } from '../../kernel/http/form-token.ts'
import { type Route, route } from '../../kernel/http/route.ts'
import {
  idOf,
  instant,
  line,
  namedObject,
  nullable,
  object,
  oneOf,
  page,
  pageQuery,
  text,
} from '../../kernel/http/schema.ts'
import {
  addComment,
  decideComment,
  listComments,
  liveEntry,
  markHelpful,
  moderationQueue,
  toModerated,
} from './comments.ts'
import { type ContentType, pascal } from './content-type.ts'
import { createEntry } from './entries.ts'
import type { ContentParts } from './parts.ts'
import { submitEntry } from './publishing.ts'
import { localeQuery, slugShape } from './shown-shapes.ts'
import { CSRF } from './staff.routes.ts'
import type { Fields } from './tables.ts'
import { isMachine } from './visitors.ts'

export const MODERATE = 'content:comments.moderate'

const commentShape = object({
  id: idOf('comment'),
  parentId: nullable(idOf('comment')),
  name: Type.String(),
  body: Type.String(),
  helpful: Type.Integer(),
  createdAt: instant,
})
const DECISIONS = ['approved', 'rejected', 'spam'] as const
const moderatedShape = namedObject('ModeratedComment', {
  ...commentShape.properties,
  entryId: idOf('entry'),
  state: oneOf(['pending', ...DECISIONS]),
  decidedAt: nullable(instant),
})

/** With every form: what tells people and machines apart. */
const formFields = {
  formToken: Type.String({ maxLength: 100, description: 'Of GET /api/forms/token, fetched when the form is shown' }),
  website: Type.Optional(Type.String({ maxLength: 200, description: 'Left empty: a field that people do not see' })),
}
const visiting = { access: 'public', rate: 'write' } as const
const byId = object({ id: idOf('comment') })
const notFound = ['content/comment-not-found']

/** Forms and comments, whatever the type. */
export function moderationRoutes(parts: ContentParts): Route[] {
  return [formRoute(parts), helpfulRoute(), queueRoute(parts), decideRoute()]
}

function formRoute({ formKey }: ContentParts): Route {
  return route(
    {
      id: 'content.formToken',
      method: 'GET',
      path: '/api/forms/token',
      summary: 'What a public form carries, fetched when it is shown: good for a day.',
      policy: { access: 'public', rate: 'read' },
      schema: { response: { 200: object({ formToken: Type.String() }) } },
    },
    async ({ reply }) => {
      reply.header('cache-control', 'no-store')
      return { formToken: makeFormToken(formKey) }
    },
  )
}

function helpfulRoute(): Route {
  return route(
    {
      id: 'content.markHelpful',
      method: 'POST',
      path: '/api/comments/{id}/helpful',
      summary: 'Says that a comment helped; each visitor counts once.',
      policy: visiting,
      schema: { params: byId, response: { 200: object({ helpful: Type.Integer() }) } },
      problems: notFound,
    },
    async (call) => ({ helpful: await call.transaction((tx) => markHelpful(tx, call.params.id)) }),
  )
}

function queueRoute({ db }: ContentParts): Route {
  return route(
    {
      id: 'content.comments',
      method: 'GET',
      path: '/api/comments',
      summary: 'Comments that wait to be read, or were decided on, newest first.',
      policy: { can: MODERATE, rate: 'read' },
      schema: {
        query: object({ ...pageQuery, state: Type.Optional(oneOf(['pending', ...DECISIONS])) }),
        response: { 200: page(moderatedShape) },
      },
    },
    (call) => moderationQueue(db, call.query),
  )
}

function decideRoute(): Route {
  return route(
    {
      id: 'content.decideComment',
      method: 'POST',
      path: '/api/comments/{id}/decide',
      summary: 'Shows a comment to everybody, or keeps it from them.',
      policy: { can: MODERATE, rate: 'write' },
      schema: { params: byId, body: object({ state: oneOf(DECISIONS) }), response: { 200: moderatedShape } },
      problems: [...notFound, CSRF],
    },
    async (call) => {
      const by = call.principal?.actor.userId
      if (by === undefined) throw new TypeError('the policy of this route demands a session')
      const { state } = call.body
      return toModerated(await call.transaction((tx) => decideComment(tx, call.params.id, { state, by })))
    },
  )
}

/** What visitors may say of entries of a type that takes comments. */
export function commentRoutes({ db, formKey }: ContentParts, type: ContentType): Route[] {
  const path = `${type.path}/{slug}/comments`
  const params = object({ slug: slugShape })
  const locale = localeQuery(type)
  return [
    route(
      {
        id: `content.list${pascal(type.name)}Comments`,
        method: 'GET',
        path,
        summary: `Approved comments on a ${type.name}, oldest first.`,
        policy: { access: 'public', rate: 'read' },
        schema: { params, query: object({ ...pageQuery, locale }), response: { 200: page(commentShape) } },
        problems: ['content/entry-not-found'],
      },
      async (call) => {
        const { locale: language = type.locales[0] } = call.query
        return await listComments(
          db,
          await liveEntry(db, type, { locale: language, slug: call.params.slug }),
          call.query,
        )
      },
    ),
    route(
      {
        id: `content.add${pascal(type.name)}Comment`,
        method: 'POST',
        path,
        summary: `Comments on a ${type.name}; it is shown when somebody has approved it.`,
        policy: visiting,
        schema: {
          params,
          query: object({ locale }),
          body: object({
            name: line(80),
            body: text(4000, 1),
            parentId: Type.Optional(nullable(idOf('comment'))),
            ...formFields,
          }),
          response: { 202: null },
        },
        problems: ['content/entry-not-found', ...notFound, 'content/too-many-comments', 'content/form-expired'],
      },
      async (call) => {
        const { name, body, parentId = null, formToken: token, website = '' } = call.body
        const isSpam = isMachine(formKey, { token, website })
        const { locale: language = type.locales[0] } = call.query
        await call.transaction(async (tx) => {
          const entryId = await liveEntry(tx, type, { locale: language, slug: call.params.slug })
          await addComment(tx, entryId, { name, body, parentId, isSpam })
        })
      },
    ),
  ]
}

/** What visitors may hand in themselves: it waits for somebody to publish it. */
export function submissionRoute(parts: ContentParts, type: ContentType, fields: TSchema): Route {
  return route(
    {
      id: `content.submit${pascal(type.name)}`,
      method: 'POST',
      path: type.path,
      summary: `Hands in a ${type.name}; it is shown when somebody has published it.`,
      policy: { access: 'public', rate: 'mail' },
      schema: { body: object({ fields, ...formFields }), response: { 202: null } },
      problems: ['content/form-expired'],
    },
    async (call) => {
      const { fields: sent, formToken: token, website = '' } = call.body
      if (isMachine(parts.formKey, { token, website })) return
      await call.transaction(async (tx) => {
        const { entry } = await createEntry(tx, parts, type, { fields: sent as Fields, ownerId: null })
        await submitEntry(tx, { type, id: entry.id, editor: null })
      })
    },
  )
}
