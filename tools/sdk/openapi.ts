/** The part of OpenAPI 3.1 and JSON Schema 2020-12 that the contract uses. */
export type JsonSchema = boolean | SchemaObject

export interface SchemaObject {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly anyOf?: readonly JsonSchema[]
  readonly oneOf?: readonly JsonSchema[]
  readonly allOf?: readonly JsonSchema[]
  readonly nullable?: boolean
  readonly items?: JsonSchema
  readonly prefixItems?: readonly JsonSchema[]
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: JsonSchema
  readonly patternProperties?: Readonly<Record<string, JsonSchema>>
  readonly format?: string
  readonly description?: string
  readonly default?: unknown
}

export interface MediaContent {
  readonly [mediaType: string]: { readonly schema?: JsonSchema }
}

export interface OpenApiParameter {
  readonly name: string
  readonly in: string
  readonly required?: boolean
  readonly description?: string
  readonly schema?: JsonSchema
}

export interface OpenApiOperation {
  readonly operationId?: string
  readonly summary?: string
  readonly description?: string
  readonly deprecated?: boolean
  readonly parameters?: readonly OpenApiParameter[]
  readonly requestBody?: { readonly required?: boolean; readonly content: MediaContent }
  readonly responses: Readonly<Record<string, { readonly description?: string; readonly content?: MediaContent }>>
  readonly 'x-permission'?: string
  readonly 'x-idempotent'?: string
  readonly 'x-problems'?: readonly string[]
}

export interface OpenApiDocument {
  readonly openapi: string
  readonly paths: Readonly<Record<string, Readonly<Record<string, OpenApiOperation | readonly OpenApiParameter[]>>>>
  readonly components?: { readonly schemas?: Readonly<Record<string, JsonSchema>> }
  /** Codes that every operation may answer. */
  readonly 'x-problems'?: readonly string[]
}
