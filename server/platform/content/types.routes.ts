import { Type } from 'typebox'
import { type Route, route } from '../../kernel/http/route.ts'
import { object } from '../../kernel/http/schema.ts'
import type { ContentType } from './content-type.ts'
import { type ContentParts, writable } from './parts.ts'

const mayShape = object({ write: Type.Boolean(), editAll: Type.Boolean(), publish: Type.Boolean() })

const typeShape = object({
  name: Type.String(),
  plural: Type.String(),
  label: Type.String(),
  path: Type.String({ description: 'Where everybody reads it' }),
  staffPath: Type.String(),
  page: Type.Union([Type.String(), Type.Null()]),
  title: Type.String({ description: 'The field that is the title' }),
  listFields: Type.Array(Type.String()),
  filters: Type.Array(Type.String()),
  locales: Type.Array(Type.String()),
  fields: Type.Object({}, { additionalProperties: true, description: 'JSON Schema; x-content marks kinds of fields' }),
  may: mayShape,
})

/** What there is to write, for forms and lists that know no type by name. */
export function typesRoute({ types }: ContentParts): Route {
  return route(
    {
      id: 'content.types',
      method: 'GET',
      path: '/api/content/types',
      summary: 'The kinds of content that the caller may write, with the JSON Schema of their fields.',
      policy: { access: 'signed-in', rate: 'read', delegates: 'any' },
      schema: { response: { 200: object({ items: Type.Array(typeShape) }) } },
    },
    async (call) => {
      const held = call.principal?.actor.permissions ?? new Set<string>()
      return { items: writable(types, held).map((type) => toWire(type, held)) }
    },
  )
}

function toWire(type: ContentType, held: ReadonlySet<string>) {
  const { name, plural, label, path, page, title, listFields, filters, locales, permissions } = type
  return {
    ...{ name, plural, label, path, title, listFields, filters, locales },
    page: page ?? null,
    staffPath: `/api/content/${name}`,
    fields: JSON.parse(JSON.stringify(type.fields)) as object,
    may: {
      write: held.has(permissions.write),
      editAll: held.has(permissions.editAll),
      publish: held.has(permissions.publish),
    },
  }
}
