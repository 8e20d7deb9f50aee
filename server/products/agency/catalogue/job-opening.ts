import { Type } from 'typebox'
import { line, object, oneOf, text } from '../../../kernel/http/schema.ts'
import { contentType, richText } from '../../../platform/content/index.ts'

/** A position that is to be filled. Its end is said by taking the entry back at a time. */
export const jobType = contentType({
  name: 'job',
  plural: 'jobs',
  label: 'Job opening',
  path: '/api/careers',
  page: '/careers/{slug}',
  fields: object({
    title: line(120),
    summary: text(300, 1),
    department: line(80),
    location: line(120),
    employment: oneOf(['FULL_TIME', 'PART_TIME', 'CONTRACTOR', 'INTERN']),
    remote: Type.Boolean(),
    body: richText(),
  }),
  title: 'title',
  excerpt: 'summary',
  listFields: ['department', 'location', 'employment', 'remote'],
  filters: ['department', 'employment', 'remote'],
  jsonLd: ({ title, publishedAt, siteUrl, fields }) => ({
    '@type': 'JobPosting',
    title,
    description: fields.body,
    datePosted: publishedAt,
    employmentType: fields.employment,
    hiringOrganization: { '@type': 'Organization', sameAs: siteUrl },
    jobLocation: { '@type': 'Place', address: fields.location },
    ...(fields.remote === true ? { jobLocationType: 'TELECOMMUTE' } : {}),
  }),
})
