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
  readonly components: unknown
}

interface PathItem {
  readonly operationId: string
  readonly parameters: Operation['parameters']
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: ValueSchema }>> }
  readonly 'x-permission': string
  readonly 'x-idempotent': string | null
}

/** The document with what every reference points to in its place. Throws on one that points to nothing. */
export function followed<Contract extends { readonly components: unknown }>(document: Contract): Contract {
  const target = (ref: string): unknown => {
    const found = ref
      .split('/')
      .slice(1)
      .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], document)
    if (found === undefined) throw new Error(`${ref} points to nothing`)
    return found
  }
  const follow = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value
    if (Array.isArray(value)) return value.map(follow)
    const { $ref, ...own } = value as Record<string, unknown>
    const inPlace = Object.fromEntries(Object.entries(own).map(([key, one]) => [key, follow(one)]))
    return typeof $ref === 'string' ? { ...(follow(target($ref)) as object), ...inPlace } : inPlace
  }
  return follow(document) as Contract
}

/** The operations that a running server says it has. */
export async function readContract(url: string): Promise<Operation[]> {
  const document = followed((await (await fetch(`${url}/api/openapi.json`)).json()) as Document)
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
