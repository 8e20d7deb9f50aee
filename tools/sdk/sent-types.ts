import { compareText } from './contract-operation.ts'
import type { JsonSchema, OpenApiDocument } from './openapi.ts'
import { type PrintSettings, typeOf } from './schema-type.ts'
import { docComment } from './source-text.ts'

export const received: PrintSettings = { acceptsUndefined: false, binary: 'Blob' }

/** What is sent may read otherwise than what is received: an optional property also takes undefined. */
export interface SentTypes {
  readonly settings: PrintSettings
  /** The second types of those components that what was printed by the settings refers to. */
  aliases(): string[]
}

export function sentTypes({ components: { schemas = {} } = {} }: OpenApiDocument): SentTypes {
  const sent: PrintSettings = { acceptsUndefined: true, binary: 'BinaryBody' }
  const different = differing(schemas, sent)
  const asked = new Set<string>()
  const settings: PrintSettings = {
    ...sent,
    component(name) {
      if (!different.has(name)) return name
      asked.add(name)
      return sentName(name)
    },
  }
  return {
    settings,
    aliases() {
      // A set is walked to what is added on the way: a type may ask for others.
      const aliases = new Map<string, string>()
      for (const name of asked) aliases.set(name, typeAlias(sentName(name), schemas[name] ?? true, settings))
      return [...aliases].sort(([a], [b]) => compareText(a, b)).map(([, alias]) => alias)
    },
  }
}

function sentName(name: string): string {
  return `${name}Sent`
}

/** The components whose two types differ, by themselves or by one they refer to. */
function differing(schemas: Readonly<Record<string, JsonSchema>>, sent: PrintSettings): Set<string> {
  const found = new Set<string>()
  const differs = ([name, schema]: readonly [string, JsonSchema]): boolean =>
    !found.has(name) &&
    (typeOf(schema, sent) !== typeOf(schema, received) || referredBy(schema).some((other) => found.has(other)))
  for (let more = Object.entries(schemas); more.length > 0; ) {
    more = Object.entries(schemas).filter(differs)
    for (const [name] of more) found.add(name)
  }
  return found
}

function referredBy(schema: JsonSchema): string[] {
  return [...JSON.stringify(schema).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name ?? '')
}

/** `export type Name = ...` with the docstring of the schema. */
export function typeAlias(name: string, schema: JsonSchema, settings: PrintSettings): string {
  const comment = typeof schema === 'object' ? docComment(schema.description) : ''
  const type = typeOf(schema, settings)
  return `${comment}export type ${name} =${type.startsWith('\n') ? '' : ' '}${type}`
}
