import type { Call } from '../../kernel/http/route.ts'
import type { Id } from '../../kernel/id.ts'
import { tradingProblem } from './problems.ts'

/** The trader behind a call. Nobody reads trades in somebody's name. Throws trading/consent-needed. */
export function traderId(call: Pick<Call, 'principal'>): Id<'user'> {
  if (call.principal === undefined) throw new TypeError('the policy of this route demands a session')
  const { userId, impersonatorId } = call.principal.actor
  if (impersonatorId !== undefined) throw tradingProblem('consent-needed')
  return userId
}
