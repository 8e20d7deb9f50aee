import { Type } from 'typebox'
import { line, object, text } from '../../../kernel/http/schema.ts'
import { contentType, image, reference, richText, tags } from '../../../platform/content/index.ts'

/** An article of the blog. */
export const postType = contentType({
  name: 'post',
  plural: 'posts',
  label: 'Blog post',
  path: '/api/blogs',
  page: '/blog/{slug}',
  fields: object({
    title: line(160),
    summary: Type.Optional(text(300)),
    cover: Type.Optional(image()),
    body: richText(),
    byline: Type.Optional(line(80)),
    category: Type.Optional(reference('category')),
    tags: Type.Optional(tags()),
  }),
  title: 'title',
  excerpt: 'summary',
  listFields: ['cover', 'byline', 'category', 'tags'],
  filters: ['category', 'tags'],
  locales: ['en', 'sw'],
  feed: true,
  comments: true,
  jsonLd: ({ title, excerpt, publishedAt, updatedAt, url, fields }) => ({
    '@type': 'BlogPosting',
    headline: title,
    description: excerpt,
    datePublished: publishedAt,
    dateModified: updatedAt,
    mainEntityOfPage: url,
    ...(fields.byline === undefined ? {} : { author: { '@type': 'Person', name: fields.byline } }),
  }),
})
