import { Type } from 'typebox'
import { line, object, text } from '../../../kernel/http/schema.ts'
import { contentType, image, reference, richText, tags } from '../../../platform/content/index.ts'

/** Work that was done, as the portfolio shows it. */
export const projectType = contentType({
  name: 'project',
  plural: 'projects',
  label: 'Project',
  path: '/api/projects',
  page: '/work/{slug}',
  fields: object({
    title: line(160),
    summary: text(300, 1),
    client: line(120),
    year: Type.Integer({ minimum: 1990, maximum: 2100 }),
    cover: Type.Optional(image()),
    gallery: Type.Optional(Type.Array(image(), { maxItems: 24 })),
    body: richText(),
    services: Type.Optional(Type.Array(reference('service'), { maxItems: 10 })),
    category: Type.Optional(reference('category')),
    tags: Type.Optional(tags()),
    featured: Type.Optional(Type.Boolean()),
  }),
  title: 'title',
  excerpt: 'summary',
  listFields: ['client', 'year', 'cover', 'category', 'tags', 'featured'],
  filters: ['category', 'services', 'tags', 'year', 'featured'],
  jsonLd: ({ title, excerpt, url, fields }) => ({
    '@type': 'CreativeWork',
    name: title,
    description: excerpt,
    url,
    dateCreated: String(fields.year),
    sourceOrganization: { '@type': 'Organization', name: fields.client },
  }),
})
