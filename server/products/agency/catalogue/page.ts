import { Type } from 'typebox'
import { line, object, text } from '../../../kernel/http/schema.ts'
import { contentType, image, richText } from '../../../platform/content/index.ts'

/** A page that stands for itself: imprint, about, terms. */
export const pageType = contentType({
  name: 'page',
  plural: 'pages',
  label: 'Page',
  path: '/api/pages',
  page: '/{slug}',
  fields: object({
    title: line(160),
    summary: Type.Optional(text(300)),
    cover: Type.Optional(image()),
    body: richText(),
  }),
  title: 'title',
  excerpt: 'summary',
  locales: ['en', 'sw'],
})
