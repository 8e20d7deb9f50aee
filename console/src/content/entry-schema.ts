import type { ContentType } from '../api.ts'
import type { JsonSchema } from '../forms/json-schema.ts'

const seo: JsonSchema = {
  type: 'object',
  properties: {
    title: {
      type: 'string',
      maxLength: 70,
      title: 'Title for search engines',
      description: 'Instead of the title, up to 70 characters',
    },
    description: {
      type: 'string',
      maxLength: 200,
      title: 'Description for search engines',
      description: 'Instead of the excerpt',
    },
    imageId: { type: 'string', title: 'Picture of shared links', 'x-content': 'image' },
    canonicalUrl: {
      type: 'string',
      format: 'uri',
      maxLength: 500,
      title: 'Canonical address',
      description: 'Where it was published first, if that was elsewhere',
    },
    noIndex: { type: 'boolean', title: 'Search engines leave it out' },
  },
}

/** What is sent of an entry as one schema, so that a fault of the server finds its field by the pointer. */
export function entrySchema(type: ContentType): JsonSchema {
  return {
    type: 'object',
    required: ['fields'],
    properties: {
      fields: type.fields as JsonSchema,
      slug: {
        type: 'string',
        maxLength: 80,
        title: 'Address',
        description: 'Its part of the address; made of the title when empty. What led to an old one leads on.',
      },
      seo: { anyOf: [seo, { type: 'null' }] },
    },
  }
}
