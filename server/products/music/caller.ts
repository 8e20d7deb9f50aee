import type { Db, Tx } from '../../kernel/db/database.ts'
import type { Call } from '../../kernel/http/route.ts'
import type { Id } from '../../kernel/id.ts'

/** Where a read runs: on its own, or inside the transaction whose writes it must see. */
export type Reader = Pick<Db, 'query'> | Pick<Tx, 'query'>

/** The person behind a call whose policy demands a session. */
export function callerId(call: Pick<Call, 'principal'>): Id<'user'> {
  if (call.principal === undefined) throw new TypeError('the policy of this route demands a session')
  return call.principal.actor.userId
}

export function callerMay(call: Pick<Call, 'principal'>, permission: string): boolean {
  return call.principal?.actor.permissions.has(permission) === true
}
