import { Type } from 'typebox'
import { line, object } from '../../../kernel/http/schema.ts'
import { contentType, reference, richText } from '../../../platform/content/index.ts'

/** A question that people ask, with its answer. */
export const faqType = contentType({
  name: 'faq',
  plural: 'faqs',
  label: 'Question',
  path: '/api/faqs',
  fields: object({
    question: line(200),
    answer: richText(),
    topic: Type.Optional(line(60)),
    service: Type.Optional(reference('service')),
  }),
  title: 'question',
  listFields: ['answer', 'topic', 'service'],
  filters: ['topic', 'service'],
  locales: ['en', 'sw'],
  jsonLd: ({ title, fields }) => ({
    '@type': 'FAQPage',
    mainEntity: [{ '@type': 'Question', name: title, acceptedAnswer: { '@type': 'Answer', text: fields.answer } }],
  }),
})
