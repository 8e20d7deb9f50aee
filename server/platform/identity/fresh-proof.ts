import { httpProblem } from '../../kernel/http/problems.ts'
import type { Principal } from '../../kernel/http/route.ts'
import type { Parts } from './parts.ts'

/** How long ago the person may have proven who they are when what they sign in by changes, or all of theirs is taken away. */
export const FRESH = { aal: 1, maxAgeSeconds: 10 * 60 } as const

/** Throws http/assurance-too-low unless the session proved all factors that the person has. */
export async function assertFullyProven(parts: Parts, { actor, aal }: Principal): Promise<void> {
  if (aal === 2 || (await parts.factors.methodsOf(parts.db, actor.userId)).length === 0) return
  throw httpProblem('assurance-too-low', { params: { ...FRESH, aal: 2 } })
}
