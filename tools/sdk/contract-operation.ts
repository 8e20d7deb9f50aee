import type { JsonSchema, MediaContent, OpenApiDocument, OpenApiOperation, OpenApiParameter } from './openapi.ts'

/** An operation of the document in the words of the client. */
export interface ContractOperation {
  readonly id: string
  readonly unit: string
  readonly verb: string
  readonly method: string
  readonly path: string
  readonly summary: string | undefined
  readonly permission: string
  readonly idempotent: 'required' | 'optional' | undefined
  readonly problems: readonly string[]
  readonly pathParameters: readonly OpenApiParameter[]
  readonly queryParameters: readonly OpenApiParameter[]
  readonly body:
    | { readonly kind: 'json' | 'bytes'; readonly schema: JsonSchema; readonly isRequired: boolean }
    | undefined
  /** The body says by `transport` how tokens are to come. */
  readonly choosesTransport: boolean
  readonly answer: { readonly kind: 'json'; readonly schema: JsonSchema } | { readonly kind: 'text' | 'bytes' | 'none' }
}

const methods = ['get', 'head', 'post', 'put', 'patch', 'delete']

/** Every operation by operationId. Throws with its path on one that the client could not name or guard. */
export function operationsOf(document: OpenApiDocument): ContractOperation[] {
  const found = Object.entries(document.paths).flatMap(([path, item]) => {
    const shared = isParameters(item.parameters) ? item.parameters : []
    const describe = (method: string, path: string, operation: OpenApiOperation): ContractOperation =>
      contractOperation(
        document,
        { method, path },
        { ...operation, parameters: [...shared, ...(operation.parameters ?? [])] },
      )
    return methods.flatMap((method) => {
      const operation = item[method]
      return operation === undefined || isParameters(operation) ? [] : [describe(method, path, operation)]
    })
  })
  const ids = new Set<string>()
  for (const { id, path } of found) {
    if (ids.has(id)) throw new TypeError(`${path}: a second operation has the operationId ${id}`)
    ids.add(id)
  }
  return found.sort((a, b) => compareText(a.id, b.id))
}

function isParameters(value: unknown): value is readonly OpenApiParameter[] {
  return Array.isArray(value)
}

/** By code unit, so that the order is the same on every machine. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function contractOperation(
  document: OpenApiDocument,
  { method, path }: { readonly method: string; readonly path: string },
  operation: OpenApiOperation,
): ContractOperation {
  const where = `${method.toUpperCase()} ${path}`
  const id = operation.operationId ?? ''
  const [, unit, verb] = /^([a-z][A-Za-z0-9]*)\.([a-z][A-Za-z0-9]*)$/.exec(id) ?? []
  if (unit === undefined || verb === undefined) throw new TypeError(`${where}: operationId "${id}" is not unit.verb`)
  const permission = operation['x-permission']
  if (permission === undefined) throw new TypeError(`${where}: has no x-permission`)
  const { parameters = [] } = operation
  const body = bodyOf(operation)
  return {
    id,
    unit,
    verb,
    method: method.toUpperCase(),
    path,
    summary: operation.summary ?? operation.description,
    permission,
    idempotent: idempotency(where, operation['x-idempotent']),
    problems: operation['x-problems'] ?? [],
    pathParameters: parameters.filter((parameter) => parameter.in === 'path'),
    queryParameters: parameters.filter((parameter) => parameter.in === 'query'),
    body,
    choosesTransport: body !== undefined && hasProperty(document, body.schema, 'transport'),
    answer: method === 'head' ? { kind: 'bytes' } : answerOf(where, operation),
  }
}

function idempotency(where: string, value: string | undefined): ContractOperation['idempotent'] {
  if (value === undefined || value === 'required' || value === 'optional') return value
  throw new TypeError(`${where}: x-idempotent "${value}" is neither required nor optional`)
}

function bodyOf({ requestBody }: OpenApiOperation): ContractOperation['body'] {
  if (requestBody === undefined) return undefined
  const isRequired = requestBody.required === true
  const json = jsonSchemaOf(requestBody.content)
  return json === undefined
    ? { kind: 'bytes', schema: { type: 'string', format: 'binary' }, isRequired }
    : { kind: 'json', schema: json, isRequired }
}

function answerOf(where: string, operation: OpenApiOperation): ContractOperation['answer'] {
  const successes = Object.entries(operation.responses).filter(([status]) => /^2\d\d$/.test(status))
  // NOTE: 206 is the same answer as its 200, in part.
  const [success, second] = successes.filter(([status]) => status !== '206' || successes.length === 1)
  if (success === undefined || second !== undefined) throw new TypeError(`${where}: needs exactly one 2xx answer`)
  const [status, { content = {} }] = success
  const json = jsonSchemaOf(content)
  if (json !== undefined) return { kind: 'json', schema: json }
  const types = Object.keys(content)
  if (types.length === 0) return { kind: ['202', '204', '205'].includes(status) ? 'none' : 'bytes' }
  return { kind: types.every((type) => type.startsWith('text/')) ? 'text' : 'bytes' }
}

function jsonSchemaOf(content: MediaContent): JsonSchema | undefined {
  const entry = Object.entries(content).find(([type]) => /^application\/(\w+\+)?json\b/.test(type))
  return entry === undefined ? undefined : (entry[1].schema ?? true)
}

function hasProperty(document: OpenApiDocument, schema: JsonSchema, name: string): boolean {
  if (typeof schema === 'boolean') return false
  if (schema.$ref === undefined) return schema.properties?.[name] !== undefined
  const component = document.components?.schemas?.[schema.$ref.replace('#/components/schemas/', '')]
  return component !== undefined && hasProperty(document, component, name)
}
