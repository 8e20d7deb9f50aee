import { Type } from 'typebox'
import { line, object, text } from '../../../kernel/http/schema.ts'
import { contentType, image, reference, richText } from '../../../platform/content/index.ts'
import { packageShape, type ServicePackage } from './packages.ts'
import { writePriceVersions } from './price-versions.ts'

/** Something the agency does for others, in packages that are booked or asked for. Each publication fixes their prices. */
export const serviceType = contentType({
  name: 'service',
  plural: 'services',
  label: 'Service',
  path: '/api/services',
  page: '/services/{slug}',
  fields: object({
    title: line(120),
    summary: text(300, 1),
    cover: Type.Optional(image()),
    body: richText(),
    category: Type.Optional(reference('category')),
    packages: Type.Array(packageShape, { maxItems: 12 }),
    featured: Type.Optional(Type.Boolean()),
  }),
  title: 'title',
  excerpt: 'summary',
  listFields: ['cover', 'category', 'packages', 'featured'],
  filters: ['category', 'featured'],
  jsonLd: ({ title, excerpt, url, fields }) => ({
    '@type': 'Service',
    name: title,
    description: excerpt,
    url,
    offers: (fields.packages as readonly ServicePackage[]).map((one) => ({ '@type': 'Offer', name: one.title })),
  }),
  onPublish: writePriceVersions,
})
