import { secretsProblem } from './problems.ts'
import type { VersionWanted } from './provider.ts'

/** `provider:path#field@version`, taken apart. */
export interface Reference {
  /** `secret` for the provider that is chosen for the installation. */
  readonly provider: string
  readonly path: string
  readonly field: string | null
  readonly wanted: VersionWanted
}

const REFERENCE =
  /^([a-z][a-z0-9-]{0,30}):([^#@\s]{1,300})(?:#([^#@\s]{1,100}))?(?:@([A-Za-z0-9][A-Za-z0-9._-]{0,99}))?$/

/** Reads a reference; after `@` digits are a version, anything else the name of a stage. Throws secrets/bad-reference. */
export function parseReference(text: string): Reference {
  const [, provider, path, field, at] = REFERENCE.exec(text) ?? []
  if (provider === undefined || path === undefined) throw secretsProblem('bad-reference')
  return { provider, path, field: field ?? null, wanted: wantedOf(at) }
}

/** `7`: a version; `previous`: a stage; absent: the current one. */
function wantedOf(at: string | undefined): VersionWanted {
  if (at === undefined) return {}
  return /^\d+$/.test(at) ? { version: at } : { stage: at }
}

/** A member of a value in JSON as text. Throws secrets/no-field. */
export function fieldOf(value: string, field: string): string {
  const members = membersOf(value)
  const found = members !== null && Object.hasOwn(members, field) ? members[field] : undefined
  if (found === undefined || found === null) throw secretsProblem('no-field', { params: { field } })
  return typeof found === 'string' ? found : JSON.stringify(found)
}

/** The members of a value that is an object in JSON; null for any other. */
function membersOf(value: string): Readonly<Record<string, unknown>> | null {
  try {
    const parsed: unknown = JSON.parse(value)
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)
      ? (parsed as Record<string, unknown>)
      : null
  } catch {
    return null
  }
}
