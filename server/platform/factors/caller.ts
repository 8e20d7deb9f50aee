import { httpProblem } from '../../kernel/http/problems.ts'
import type { Call, Principal } from '../../kernel/http/route.ts'

/** The caller of a route whose policy demands a session. */
export function callerOf({ principal }: Pick<Call, 'principal'>): Principal {
  if (principal === undefined) throw httpProblem('unauthenticated')
  return principal
}
