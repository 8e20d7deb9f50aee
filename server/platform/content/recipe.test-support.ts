import { Type } from 'typebox'
import { line, object, oneOf, text } from '../../kernel/http/schema.ts'
import { contentType } from './content-type.ts'
import { document, image, internal, reference, richText, tags } from './fields.ts'

/** A type that has of everything what the engine knows. */
export const recipe = contentType({
  name: 'recipe',
  plural: 'recipes',
  label: 'Recipe',
  path: '/api/recipes',
  page: '/recipes/{slug}',
  fields: object({
    title: line(120),
    summary: Type.Optional(text(300)),
    body: richText(),
    minutes: Type.Optional(Type.Integer({ minimum: 1 })),
    course: Type.Optional(oneOf(['starter', 'main', 'dessert'])),
    vegan: Type.Optional(Type.Boolean()),
    cook: Type.Optional(reference('cook')),
    picture: Type.Optional(image()),
    printed: Type.Optional(document()),
    tags: Type.Optional(tags()),
    note: Type.Optional(internal(line(200))),
  }),
  title: 'title',
  excerpt: 'summary',
  listFields: ['minutes', 'course', 'cook', 'tags'],
  filters: ['course', 'vegan', 'minutes', 'cook', 'tags'],
  locales: ['en', 'de', 'sw'],
  feed: true,
  comments: true,
  submissions: ['title', 'body', 'minutes'],
  jsonLd: ({ title, url }) => ({ '@type': 'Recipe', name: title, url }),
})

/** What recipes refer to. */
export const cook = contentType({
  name: 'cook',
  plural: 'cooks',
  label: 'Cook',
  path: '/api/cooks',
  fields: object({ name: line(80) }),
  title: 'name',
})
