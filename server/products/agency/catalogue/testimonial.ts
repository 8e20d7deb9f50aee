import { type Static, Type } from 'typebox'
import { line, object, text } from '../../../kernel/http/schema.ts'
import { contentType, internal, reference } from '../../../platform/content/index.ts'

/** What a client says. Theirs is shown when somebody of the agency has read and published it. */
export const testimonialType = contentType({
  name: 'testimonial',
  plural: 'testimonials',
  label: 'Testimonial',
  path: '/api/testimonials',
  fields: object({
    author: line(120),
    role: Type.Optional(line(120)),
    company: Type.Optional(line(120)),
    quote: text(2000, 20),
    rating: Type.Integer({ minimum: 1, maximum: 5 }),
    service: Type.Optional(reference('service')),
    featured: Type.Optional(Type.Boolean()),
    /** The project whose client was asked; never shown, and nobody can hand it in. */
    clientProject: Type.Optional(internal(line(40))),
    /** To ask back; never shown. */
    email: Type.Optional(internal(Type.String({ format: 'email', maxLength: 254 }))),
  }),
  title: 'author',
  excerpt: 'quote',
  listFields: ['role', 'company', 'quote', 'rating', 'service', 'featured'],
  filters: ['service', 'rating', 'featured'],
  submissions: ['author', 'role', 'company', 'quote', 'rating', 'service', 'email'],
  jsonLd: ({ title, excerpt, publishedAt, fields }) => ({
    '@type': 'Review',
    author: { '@type': 'Person', name: title },
    reviewBody: excerpt,
    datePublished: publishedAt,
    reviewRating: { '@type': 'Rating', ratingValue: fields.rating, bestRating: 5 },
  }),
})

export type Testimonial = Static<typeof testimonialType.fields>
