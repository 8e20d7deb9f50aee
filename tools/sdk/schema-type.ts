import type { JsonSchema, SchemaObject } from './openapi.ts'
import { docComment, indent, propertyKey, quoted } from './source-text.ts'

export interface PrintSettings {
  /** Optional properties also take undefined: of what is sent, JSON leaves it out. */
  readonly acceptsUndefined: boolean
  /** What is sent as bytes is a Blob or an array of bytes. */
  readonly binary: string
  /** The type that a component is printed as; its own name when absent. */
  readonly component?: (name: string) => string
}

/** The TypeScript type of a JSON Schema. Throws on a schema it does not know, rather than print `unknown` for it. */
export function typeOf(schema: JsonSchema, settings: PrintSettings): string {
  return unionText(membersOf(schema, settings))
}

/** The members of the union that a schema stands for, without doubles, in their order. */
function membersOf(schema: JsonSchema, settings: PrintSettings): string[] {
  if (schema === true) return ['unknown']
  if (schema === false) return ['never']
  const members = baseMembersOf(schema, settings)
  const all = schema.nullable === true ? [...members, 'null'] : members
  return all.includes('unknown') ? ['unknown'] : [...new Set(all)]
}

function baseMembersOf(schema: SchemaObject, settings: PrintSettings): string[] {
  if (schema.$ref !== undefined) return [componentType(schema.$ref, settings)]
  if (schema.const !== undefined) return [literal(schema.const)]
  if (schema.enum !== undefined) return schema.enum.map(literal)
  const alternatives = schema.anyOf ?? schema.oneOf
  if (alternatives !== undefined) return alternatives.flatMap((one) => membersOf(one, settings))
  if (schema.allOf !== undefined) return [intersection(schema.allOf.map((one) => membersOf(one, settings)))]
  if (typeof schema.type === 'object') {
    return schema.type.flatMap((type) => baseMembersOf({ ...schema, type }, settings))
  }
  return [typeOfKind(schema, settings)]
}

function typeOfKind(schema: SchemaObject, settings: PrintSettings): string {
  switch (schema.type ?? impliedKind(schema)) {
    case 'string':
      return schema.format === 'binary' ? settings.binary : 'string'
    case 'integer':
    case 'number':
      return 'number'
    case 'boolean':
      return 'boolean'
    case 'null':
      return 'null'
    case 'array':
      return arrayType(schema, settings)
    case 'object':
      return objectType(schema, settings)
    case 'anything':
      return 'unknown'
    default:
      throw new TypeError(`no type for the schema ${JSON.stringify(schema)}`)
  }
}

/** Keywords of one kind say which kind is meant; a schema of none allows anything. */
function impliedKind(schema: SchemaObject): string {
  if (schema.properties !== undefined || schema.patternProperties !== undefined) return 'object'
  if (schema.items !== undefined || schema.prefixItems !== undefined) return 'array'
  const unknown = Object.keys(schema).filter((key) => !annotations.has(key))
  if (unknown.length > 0) throw new TypeError(`no type for the schema ${JSON.stringify(schema)}`)
  return 'anything'
}

const annotations = new Set([
  'title',
  'description',
  'default',
  'examples',
  'deprecated',
  'readOnly',
  'writeOnly',
  '$id',
])

function arrayType({ items = true, prefixItems }: SchemaObject, settings: PrintSettings): string {
  if (prefixItems !== undefined) return `[${prefixItems.map((item) => typeOf(item, settings)).join(', ')}]`
  const members = membersOf(items, settings)
  const item = unionText(members)
  return members.length > 1 || item.includes(' & ') ? `(${item})[]` : `${item}[]`
}

function objectType(schema: SchemaObject, settings: PrintSettings): string {
  const properties = Object.entries(schema.properties ?? {})
  const [pattern] = Object.values(schema.patternProperties ?? {})
  const rest = pattern ?? schema.additionalProperties
  if (properties.length === 0) {
    const values = rest ?? true
    return `Record<string, ${values === false ? 'never' : typeOf(values, settings)}>`
  }
  const lines = properties.map(([name, property]) => {
    const isRequired = schema.required?.includes(name) === true
    return propertyLine(name, property, isRequired, settings)
  })
  const closed = `{\n${indent(lines.join('\n'))}\n}`
  return rest === undefined || rest === false ? closed : `${closed} & Record<string, unknown>`
}

/** A member of an object type, with its docstring. */
export function propertyLine(name: string, schema: JsonSchema, isRequired: boolean, settings: PrintSettings): string {
  const members = membersOf(schema, settings)
  const all =
    isRequired || !settings.acceptsUndefined || members.includes('unknown') ? members : [...members, 'undefined']
  const comment = typeof schema === 'object' ? docComment(schema.description) : ''
  return `${comment}${typed(`${propertyKey(name)}${isRequired ? '' : '?'}`, unionText(all))}`
}

function intersection(parts: readonly string[][]): string {
  return parts.map((members) => (members.length > 1 ? `(${unionText(members)})` : unionText(members))).join(' & ')
}

/** `name: type`, where a type that begins on the next line leaves no space behind the colon. */
function typed(name: string, type: string): string {
  return `${name}:${type.startsWith('\n') ? '' : ' '}${type}`
}

const unionWidthMax = 90

/** On one line while it is short, as the formatter of the repository would have it. */
function unionText(members: readonly string[]): string {
  const line = members.join(' | ')
  if (members.length === 1 || (line.length <= unionWidthMax && !line.includes('\n'))) return line
  return `\n${members.map((member) => indent(`| ${indent(member).trimStart()}`)).join('\n')}`
}

function literal(value: unknown): string {
  if (typeof value === 'string') return quoted(value)
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return String(value)
  throw new TypeError(`no literal type for ${JSON.stringify(value)}`)
}

/** The type that `#/components/schemas/Name` is printed as. */
function componentType(ref: string, { component = (name) => name }: PrintSettings): string {
  const name = /^#\/components\/schemas\/([A-Za-z_$][\w$]*)$/.exec(ref)?.[1]
  if (name === undefined) throw new TypeError(`no type for the reference ${ref}`)
  return component(name)
}
