import { createHash } from 'node:crypto'
import type { AuditFact } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import type { Parts } from './parts.ts'

/** The account of an address in the trail; without one, what lets an operator see the same address again without keeping it. */
export function addressSubject(
  { keys }: Pick<Parts, 'keys'>,
  canonical: string,
  userId: Id<'user'> | undefined,
): AuditFact['subject'] {
  if (userId !== undefined) return { kind: 'user', id: userId }
  const id = createHash('sha256').update(keys.counters.export()).update(canonical).digest('hex').slice(0, 32)
  return { kind: 'address', id }
}
