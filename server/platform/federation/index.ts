import type { Unit } from '../../kernel/unit.ts'
import { identityLinked, identityUnlinked } from './events.ts'
import { purgeJob, purgeSchedule } from './housekeeping.jobs.ts'
import { identityRoutes } from './identities.routes.ts'
import { deleteIdentitiesOf, exportIdentities } from './linked-identities.ts'
import { unlinkSince, waysIn } from './linking.ts'
import { linkedMail, unlinkedMail } from './mails.ts'
import { oauthRoutes } from './oauth.routes.ts'
import { createParts, type FederationConfig, type FederationDeps } from './parts.ts'
import { federationProblem } from './problems.ts'

export type { FederationConfig, FederationDeps }
/** Events for other units to subscribe to. */
export { identityLinked, identityUnlinked }

/** Sign-in by accounts at other providers, and which of them belong to whom. */
export function createFederation(deps: FederationDeps): Unit {
  const parts = createParts(deps)
  deps.identity.declareWaysIn((tx, userId) => waysIn(parts, tx, userId))
  deps.identity.onTakeBack((tx, from) => unlinkSince(parts, tx, from))
  return {
    name: 'federation',
    migrations: new URL('./migrations/', import.meta.url),
    routes: [...oauthRoutes(parts), ...identityRoutes(parts)],
    problems: [federationProblem],
    permissions: {},
    events: [identityLinked, identityUnlinked],
    jobs: [purgeJob],
    schedules: [purgeSchedule],
    mails: [linkedMail, unlinkedMail],
    exportPerson: (userId) => exportIdentities(deps.db, userId),
    erasePerson: deleteIdentitiesOf,
  }
}
