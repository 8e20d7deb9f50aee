import { Type } from 'typebox'
import { line, object, text } from '../../../kernel/http/schema.ts'
import { contentType } from '../../../platform/content/index.ts'

/** What services, projects and posts are filed under. */
export const categoryType = contentType({
  name: 'category',
  plural: 'categories',
  label: 'Category',
  path: '/api/categories',
  fields: object({ title: line(80), summary: Type.Optional(text(300)) }),
  title: 'title',
  excerpt: 'summary',
  locales: ['en', 'sw'],
})
