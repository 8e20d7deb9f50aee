import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv'
import addFormats from 'ajv-formats'
import { fullFormats } from 'ajv-formats/dist/formats.js'
import type { TSchema } from 'typebox'
import { isUuid } from '../id.ts'
import type { FieldFault } from '../problem.ts'
import { httpProblem } from './problems.ts'

const ajv = new Ajv({
  allErrors: true,
  coerceTypes: false,
  useDefaults: true,
  removeAdditional: false,
  strict: false,
  messages: true,
  validateFormats: true,
})
addFormats.default(ajv, ['date', 'uri', 'email'])
const isDateTime = fullFormats['date-time'] as { readonly validate: (text: string) => boolean }
// The package's own also takes the leap second, of which a Date makes no instant: it would pass every comparison.
ajv.addFormat('date-time', (text) => isDateTime.validate(text) && !Number.isNaN(Date.parse(text)))
// The package's own also takes upper case and urn:uuid:, which the database would have to refuse or, worse, equate.
ajv.addFormat('uuid', isUuid)
const FAULTS_MAX = 50

type Where = 'body' | 'query' | 'params'

/**
 * The function throws http/invalid with every fault of the value, at most 50. `schema` is compiled at its first use: a process has
 * hundreds of them, and most are not asked for in the second in which it starts.
 */
export function compileValidator(schema: TSchema, where: Where): (value: unknown) => void {
  let validate: ValidateFunction | null = null
  return (value) => {
    validate ??= ajv.compile(JSON.parse(JSON.stringify(schema)))
    if (validate(value)) return
    throw httpProblem('invalid', {
      errors: (validate.errors ?? []).slice(0, FAULTS_MAX).map((error) => toFault(error, where)),
    })
  }
}

function toFault(error: ErrorObject, where: Where): FieldFault {
  const missing = error.keyword === 'required' ? `/${escapePointer(String(error.params.missingProperty))}` : ''
  const extra =
    error.keyword === 'additionalProperties' ? `/${escapePointer(String(error.params.additionalProperty))}` : ''
  const path = `${error.instancePath}${missing}${extra}`
  return {
    pointer: where === 'body' ? path : where === 'query' ? `?${path.slice(1)}` : `{${path.slice(1)}}`,
    code: CODES[error.keyword] ?? error.keyword,
    detail: sentence(error),
  }
}

const CODES: Readonly<Record<string, string>> = {
  required: 'required',
  additionalProperties: 'unknown-property',
  minLength: 'too-short',
  maxLength: 'too-long',
  minimum: 'too-small',
  maximum: 'too-large',
  minItems: 'too-few',
  maxItems: 'too-many',
  enum: 'not-a-choice',
  const: 'not-a-choice',
}

function sentence(error: ErrorObject): string {
  if (error.keyword === 'required') return 'is missing'
  if (error.keyword === 'additionalProperties') return 'is not a known property'
  if (error.keyword === 'enum') return `is one of ${(error.params.allowedValues as unknown[]).join(', ')}`
  if (error.keyword === 'pattern') return 'has a form that is not accepted'
  return error.message ?? 'is not valid'
}

function escapePointer(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1')
}

/**
 * Reads a query string's values by the schema's types: "20" for an integer, "true" or "false" for a boolean, nothing else; a name
 * given twice is refused unless the schema wants an array. Unknown names are left for the validator to refuse.
 */
export function compileQueryReader(schema: TSchema): (query: Record<string, unknown>) => Record<string, unknown> {
  const properties = Object.entries(
    (schema as unknown as { properties?: Record<string, { type?: string }> }).properties ?? {},
  )
  const types = new Map(properties.map(([name, property]) => [name, property.type]))
  return (query) => {
    const result: Record<string, unknown> = Object.create(null)
    for (const [name, value] of Object.entries(query)) result[name] = readValue(value, types.get(name))
    return result
  }
}

function readValue(value: unknown, type: string | undefined): unknown {
  if (type === 'array' && typeof value === 'string') return [value]
  if (typeof value !== 'string') return value
  if (type === 'integer' && /^-?\d{1,15}$/.test(value)) return Number(value)
  if (type === 'number' && /^-?\d{1,15}(?:\.\d{1,15})?$/.test(value)) return Number(value)
  if (type === 'boolean' && (value === 'true' || value === 'false')) return value === 'true'
  return value
}
