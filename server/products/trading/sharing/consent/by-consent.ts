import type { Db } from '../../../../kernel/db/database.ts'
import type { Call, Route } from '../../../../kernel/http/route.ts'
import { letLook } from '../../caller.ts'
import { consentOf } from './consent.ts'

/**
 * The route, open to whoever acts in a trader's name while that trader lets support look: to read, never to take away whole. Each look is
 * audited. Other routes refuse them as before.
 */
export function byConsent(db: Db, { head, handler }: Route): Route {
  if (head.method !== 'GET' || head.policy.rate !== 'read') return { head, handler }
  return {
    head,
    async handler(call) {
      if (call.principal?.actor.impersonatorId !== undefined) await look(db, call, head.id)
      return await handler(call)
    },
  }
}

async function look(db: Db, call: Call, routeId: string): Promise<void> {
  const ownerId = call.principal?.actor.userId
  if (ownerId === undefined || (await consentOf(db, ownerId)) === null) return
  await db.transaction(call.origin, (tx) =>
    tx.audit({ action: 'trading.support.looked', subject: { kind: 'user', id: ownerId }, details: { route: routeId } }),
  )
  letLook(call)
}
