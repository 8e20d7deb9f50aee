import type { ValueSchema } from './schema-values.ts'

/** One operation of the published contract. */
export interface Operation {
  readonly id: string
  readonly method: string
  readonly path: string
  readonly parameters: readonly {
    readonly name: string
    readonly in: 'path' | 'query' | 'header'
    readonly schema: ValueSchema
  }[]
  readonly body: ValueSchema | null
  readonly permission: string
  readonly idempotent: string | null
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, PathItem>>>>
}

interface PathItem {
  readonly operationId: string
  readonly parameters: Operation['parameters']
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: ValueSchema }>> }
  readonly 'x-permission': string
  readonly 'x-idempotent': string | null
}

/** The operations that a running server says it has. */
export async function readContract(url: string): Promise<Operation[]> {
  const document = (await (await fetch(`${url}/api/openapi.json`)).json()) as Document
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, item]) => ({
      id: item.operationId,
      method: method.toUpperCase(),
      path,
      parameters: item.parameters,
      body: item.requestBody?.content['application/json']?.schema ?? null,
      permission: item['x-permission'],
      idempotent: item['x-idempotent'],
    })),
  )
}
