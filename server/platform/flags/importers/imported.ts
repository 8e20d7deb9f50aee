import type { Fault, Flag, Json, Segment } from '@plinth/sdk/flags'

/** A flag of another system, whole. */
export interface ImportedFlag extends Flag {
  readonly title: string
  readonly description: string
}

export interface ImportedSegment extends Segment {
  readonly title: string
}

/** What a file of another system says in our terms; nothing of it is left out without a fault, whose path points into the file. */
export interface Imported {
  readonly flags: readonly ImportedFlag[]
  readonly segments: readonly ImportedSegment[]
  readonly faults: readonly Fault[]
}

export type JsonMap = { readonly [name: string]: Json }

/** Collects faults, and reads what may not be there. */
export interface Reader {
  readonly faults: Fault[]
  fault(path: string, message: string): void
}

export function createReader(): Reader {
  const faults: Fault[] = []
  return { faults, fault: (path, message) => void faults.push({ path, message }) }
}

export function isMap(value: Json | undefined): value is JsonMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function mapOf(value: Json | undefined): JsonMap {
  return isMap(value) ? value : {}
}

export function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : []
}

export function mapsOf(value: Json | undefined): readonly JsonMap[] {
  return listOf(value).map(mapOf)
}

export function textOr(value: Json | undefined, otherwise: string): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : otherwise
}

/** One step of an attribute's path for a name that may hold dots or brackets. */
export function attributeStep(name: string): string {
  return /^[^.[\]]+$/.test(name) ? name : `['${name}']`
}

/** A path of the engine for names that follow each other. */
export function attributePath(names: readonly string[]): string {
  return names.map(attributeStep).reduce((path, name) => (name.startsWith('[') ? path + name : `${path}.${name}`))
}

/** A key of its own for each value: the wished one, or with a number behind it. */
export function uniqueKey(wished: string, taken: { has(key: string): boolean }): string {
  for (let n = 1; ; n += 1) {
    const key = n === 1 ? wished : `${wished}-${n}`
    if (!taken.has(key)) return key
  }
}

export const nobody = { any: [] } as const
