import type { Principal } from '../../kernel/http/route.ts'
import { Problem } from '../../kernel/problem.ts'
import { sightOf } from './may.ts'
import type { SecretParts } from './parts.ts'
import { parseReference, type Reference } from './reference.ts'

/**
 * Whether `actor` may see that there is what a reference of the installation names: in the database by sight of its path, elsewhere by
 * sight of every path.
 */
export async function mayName(
  parts: SecretParts,
  chosen: string,
  actor: Principal['actor'],
  text: string,
): Promise<boolean> {
  const reference = referenceIn(text)
  if (reference === null) return false
  const { provider, path } = reference
  const sight = await sightOf(parts, parts.db, actor, null)
  const isHere = (provider === 'secret' ? chosen : provider) === 'database'
  return isHere ? sight.covers('read', { environment: parts.environment, path }) : sight.spans('read') === null
}

function referenceIn(text: string): Reference | null {
  try {
    return parseReference(text)
  } catch (error) {
    if (error instanceof Problem) return null
    throw error
  }
}
