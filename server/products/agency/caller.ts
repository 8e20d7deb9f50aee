import type { Db, Tx } from '../../kernel/db/database.ts'
import type { Call } from '../../kernel/http/route.ts'
import type { Id } from '../../kernel/id.ts'

/** Where a read runs: on its own, or inside the transaction whose writes it must see. */
export type Reader = Db | Tx

/** The person behind a call whose policy demands a session. */
export function callerId(call: Pick<Call, 'principal'>): Id<'user'> {
  if (call.principal === undefined) throw new TypeError('the policy of this route demands a session')
  return call.principal.actor.userId
}

/** Who of the staff acts, and how far they see. */
export interface StaffActor {
  readonly userId: Id<'user'>
  /** Sees and changes everything of its kind, not only what is assigned to them. */
  readonly all: boolean
}

/** The caller as staff: `viewAll` names the permission that lifts the restriction to what is assigned to them. */
export function staffActor(call: Pick<Call, 'principal'>, viewAll: string): StaffActor {
  return { userId: callerId(call), all: call.principal?.actor.permissions.has(viewAll) === true }
}
