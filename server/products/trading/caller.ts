import type { Call } from '../../kernel/http/route.ts'
import type { Id } from '../../kernel/id.ts'
import { tradingProblem } from './problems.ts'

/** Calls of those who act in a trader's name, and whom that trader lets look. */
const looking = new WeakSet<object>()

/** Opens this one call to whoever acts in the trader's name. */
export function letLook(call: Pick<Call, 'principal'>): void {
  looking.add(call)
}

/** The trader behind a call. Nobody reads trades in somebody's name without consent. Throws trading/consent-needed. */
export function traderId(call: Pick<Call, 'principal'>): Id<'user'> {
  if (call.principal === undefined) throw new TypeError('the policy of this route demands a session')
  const { userId, impersonatorId } = call.principal.actor
  if (impersonatorId !== undefined && !looking.has(call)) throw tradingProblem('consent-needed')
  return userId
}
