import type { Json } from '../model.ts'

export type JsonMap = { readonly [name: string]: Json }

export function isMap(value: Json | undefined): value is JsonMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
