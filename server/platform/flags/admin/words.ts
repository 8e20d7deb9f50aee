import { Type } from 'typebox'
import { idOf, line, object } from '../../../kernel/http/schema.ts'
import type { Id } from '../../../kernel/id.ts'

export const KEY = '^[A-Za-z0-9_][A-Za-z0-9_.:|~-]{0,119}$'

/** The key of a flag, a segment or a variant. */
export const keyText = Type.String({ pattern: KEY, maxLength: 120 })
export const environmentKey = Type.String({ pattern: '^[a-z][a-z0-9-]{0,62}$', maxLength: 63 })
export const versionNumber = Type.Integer({
  minimum: 1,
  maximum: 1_000_000_000,
  description: 'Of what was read before',
})
export const reasonText = line(500, 0)

export const READ = { can: 'flags:read', rate: 'read' } as const
export const WRITE = { can: 'flags:write', rate: 'write' } as const
export const APPROVE = { can: 'flags:approve', rate: 'write' } as const
export const CSRF = 'identity/csrf'

export type Names = ReadonlyMap<string, { readonly name: string }>

export const personShape = object({ id: idOf('user'), name: Type.String() })

/** The name is empty when the account is gone. */
export function toPerson(id: Id<'user'> | null, names: Names) {
  return id === null ? null : { id, name: names.get(id)?.name ?? '' }
}
