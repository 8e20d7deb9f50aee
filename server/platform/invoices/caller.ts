import type { KeyObject } from 'node:crypto'
import type { Call } from '../../kernel/http/route.ts'
import type { Id } from '../../kernel/id.ts'
import type { HeldDocument } from './documents.ts'
import { opensDocument } from './links.ts'
import { invoicesProblem } from './problems.ts'

/** The person behind a call whose policy demands a session. */
export function callerId(call: Pick<Call, 'principal'>): Id<'user'> {
  if (call.principal === undefined) throw new TypeError('the policy of this route demands a session')
  return call.principal.actor.userId
}

export function callerMay(call: Pick<Call, 'principal'>, permission: string): boolean {
  return call.principal?.actor.permissions.has(permission) === true
}

/** Staff see all, a client what was issued to them, and whoever has its link that document. To all others it does not exist. */
export function assertMayRead(
  call: Pick<Call, 'principal'>,
  row: HeldDocument,
  link: { readonly key: KeyObject; readonly token: string | undefined },
): void {
  if (callerMay(call, 'invoices:read')) return
  const isTheirs = call.principal !== undefined && row.client_id === call.principal.actor.userId
  if (row.status !== 'draft' && (isTheirs || opensDocument(link.key, row.id, link.token))) return
  throw invoicesProblem('invoice-not-found')
}
