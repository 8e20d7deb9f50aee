import type { ContractOperation } from './contract-operation.ts'
import { compareText, operationsOf } from './contract-operation.ts'
import type { JsonSchema, OpenApiDocument, OpenApiParameter } from './openapi.ts'
import { type PrintSettings, propertyLine } from './schema-type.ts'
import { received, type SentTypes, sentTypes, typeAlias } from './sent-types.ts'
import { capitalised, docComment, indent, propertyKey, quoted } from './source-text.ts'

export interface GenerateOptions {
  /** Where the generated file finds `operation.ts` of the sdk. */
  readonly operationModule?: string
}

/**
 * The text of sdk/generated.ts: types of every operation, the table the client runs by, the permission of each operation and
 * the codes of all problems. The same document gives the same text. Throws a TypeError that names the path on what it cannot say.
 */
export function generateSdk(
  openapi: OpenApiDocument,
  { operationModule = './operation.ts' }: GenerateOptions = {},
): string {
  const operations = operationsOf(openapi)
  const sent = sentTypes(openapi)
  const calls = operations.flatMap((operation) => [inputType(operation, sent), answerType(operation)])
  const sections = [
    `// Generated from the OpenAPI document of the server by \`npm run contract\`: change the routes, not this file.`,
    importLine(operations, operationModule),
    ...componentTypes(openapi),
    ...sent.aliases(),
    ...calls,
    clientType(operations),
    operationTable(operations),
    `export type OperationId = keyof typeof operations`,
    permissionMap(operations),
    `/** What a caller must hold; besides these an operation is open to everybody or to every session. */\nexport type Permission = Exclude<(typeof operationPermission)[OperationId], 'public' | 'signed-in'>`,
    problemCodes(openapi, operations),
  ].filter((section) => section !== '')
  refuseDoubleNames(sections)
  return `${sections.join('\n\n')}\n`
}

function importLine(operations: readonly ContractOperation[], module: string): string {
  const names = [
    ...(operations.some(({ body }) => body?.kind === 'bytes') ? ['BinaryBody'] : []),
    ...(operations.some(({ idempotent }) => idempotent === undefined) ? ['CallOptions'] : []),
    ...(operations.some(({ idempotent }) => idempotent !== undefined) ? ['KeyedCallOptions'] : []),
    'Operation',
  ]
  return `import type { ${names.join(', ')} } from ${quoted(module)}`
}

function componentTypes({ components }: OpenApiDocument): string[] {
  const schemas = Object.entries(components?.schemas ?? {}).sort(([a], [b]) => compareText(a, b))
  return schemas.map(([name, schema]) => typeAlias(name, schema, received))
}

function typeName({ unit, verb }: ContractOperation, part: string): string {
  return `${capitalised(unit)}${capitalised(verb)}${part}`
}

function inputType(operation: ContractOperation, { settings }: SentTypes): string {
  const base = operation.idempotent === undefined ? 'CallOptions' : 'KeyedCallOptions'
  const { pathParameters, queryParameters, body } = operation
  const members = [
    ...(pathParameters.length === 0 ? [] : [propertyLine('path', parametersSchema(pathParameters), true, settings)]),
    ...(queryParameters.length === 0 ? [] : [queryMember(queryParameters, settings)]),
    ...(body === undefined ? [] : [propertyLine('body', body.schema, body.isRequired, settings)]),
  ]
  const name = typeName(operation, 'Input')
  if (members.length === 0) return `export type ${name} = ${base}`
  return `export interface ${name} extends ${base} {\n${indent(members.join('\n'))}\n}`
}

function queryMember(parameters: readonly OpenApiParameter[], settings: PrintSettings): string {
  const isRequired = parameters.some(({ required }) => required === true)
  return propertyLine('query', parametersSchema(parameters), isRequired, settings)
}

function parametersSchema(parameters: readonly OpenApiParameter[]): JsonSchema {
  const properties = parameters.map(({ name, schema = true, description }) => {
    const described = description === undefined || typeof schema === 'boolean' ? schema : { ...schema, description }
    return [name, described] as const
  })
  const required = parameters.filter((parameter) => parameter.required === true).map(({ name }) => name)
  return { type: 'object', properties: Object.fromEntries(properties), required }
}

function answerType(operation: ContractOperation): string {
  const { answer } = operation
  return answer.kind === 'json' ? typeAlias(typeName(operation, 'Answer'), answer.schema, received) : ''
}

function clientType(operations: readonly ContractOperation[]): string {
  const units = [...byUnit(operations)].map(([unit, members]) => {
    const methods = members.map((operation) => `${docComment(operation.summary)}${methodOf(operation)}`)
    return `readonly ${unit}: {\n${indent(methods.join('\n'))}\n}`
  })
  return `export interface PlinthClient {\n${indent(units.join('\n'))}\n}`
}

function byUnit(operations: readonly ContractOperation[]): Map<string, ContractOperation[]> {
  const units = new Map<string, ContractOperation[]>()
  for (const operation of operations) units.set(operation.unit, [...(units.get(operation.unit) ?? []), operation])
  return units
}

function methodOf(operation: ContractOperation): string {
  const { pathParameters, queryParameters, body, answer } = operation
  const needsInput =
    pathParameters.length > 0 || queryParameters.some(({ required }) => required === true) || body?.isRequired === true
  const results = { json: typeName(operation, 'Answer'), text: 'string', bytes: 'Response', none: 'void' }
  const input = `input${needsInput ? '' : '?'}: ${typeName(operation, 'Input')}`
  return `${operation.verb}(${input}): Promise<${results[answer.kind]}>`
}

function operationTable(operations: readonly ContractOperation[]): string {
  const rows = operations.map((operation) => {
    const { id, method, path, answer, body, permission, idempotent } = operation
    const fields = [
      `method: ${quoted(method)}`,
      `path: ${quoted(path)}`,
      `answer: ${quoted(answer.kind)}`,
      ...(body === undefined ? [] : [`body: ${quoted(body.kind)}`]),
      ...(permission === 'public' ? ['public: true'] : []),
      ...(idempotent === undefined ? [] : [`idempotent: ${quoted(idempotent)}`]),
      ...(operation.choosesTransport ? ['choosesTransport: true'] : []),
    ]
    return row(propertyKey(id), fields)
  })
  return `export const operations = {\n${rows.join('\n')}\n} as const satisfies Record<string, Operation>`
}

const lineWidthMax = 120

function row(key: string, fields: readonly string[]): string {
  const line = `  ${key}: { ${fields.join(', ')} },`
  if (line.length <= lineWidthMax) return line
  return `  ${key}: {\n${fields.map((field) => `    ${field},`).join('\n')}\n  },`
}

function permissionMap(operations: readonly ContractOperation[]): string {
  const rows = operations.map(({ id, permission }) => `  ${propertyKey(id)}: ${quoted(permission)},`)
  const comment = docComment('What each operation demands: a permission, `signed-in` for every session, or `public`.')
  return `${comment}export const operationPermission = {\n${rows.join('\n')}\n} as const satisfies Record<OperationId, string>`
}

function problemCodes(document: OpenApiDocument, operations: readonly ContractOperation[]): string {
  const codes = new Set([...(document['x-problems'] ?? []), ...operations.flatMap(({ problems }) => problems)])
  const comment = docComment('The codes of all problems the server tells of.')
  if (codes.size === 0) return `${comment}export type ProblemCode = never`
  const lines = [...codes].sort(compareText).map((code) => `  | ${quoted(code)}`)
  return `${comment}export type ProblemCode =\n${lines.join('\n')}`
}

/** What the file itself says of JavaScript and of `operation.ts`: a component of that name would hide it. */
const TAKEN = [
  'BinaryBody',
  'Blob',
  'CallOptions',
  'Exclude',
  'KeyedCallOptions',
  'Promise',
  'Record',
  'Response',
] as const

function refuseDoubleNames(sections: readonly string[]): void {
  const names = new Set<string>(TAKEN)
  for (const section of sections) {
    const name = /^export (?:type|interface|const) (\w+)/m.exec(section)?.[1]
    if (name === undefined) continue
    if (names.has(name)) throw new TypeError(`two parts of the contract would be the type ${name}`)
    names.add(name)
  }
}
