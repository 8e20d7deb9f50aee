import { Type } from 'typebox'
import { line, object, oneOf, text } from '../../../kernel/http/schema.ts'
import { contentType, document, image, richText, tags } from '../../../platform/content/index.ts'

/** Something of the agency's own making. */
export const productType = contentType({
  name: 'product',
  plural: 'products',
  label: 'Product',
  path: '/api/products',
  page: '/products/{slug}',
  fields: object({
    title: line(120),
    summary: text(300, 1),
    status: oneOf(['planned', 'beta', 'available', 'deprecated']),
    cover: Type.Optional(image()),
    website: Type.Optional(Type.String({ format: 'uri', pattern: '^https://', maxLength: 300 })),
    datasheet: Type.Optional(document()),
    body: richText(),
    tags: Type.Optional(tags()),
  }),
  title: 'title',
  excerpt: 'summary',
  listFields: ['status', 'cover', 'website', 'tags'],
  filters: ['status', 'tags'],
  jsonLd: ({ title, excerpt, url }) => ({ '@type': 'Product', name: title, description: excerpt, url }),
})
