import type { FastifyRequest } from 'fastify'
import type { Principal } from '../../kernel/http/route.ts'
import type { Id } from '../../kernel/id.ts'
import { subscribe, type Unit } from '../../kernel/unit.ts'
import { emailChanged, passwordChanged } from '../identity/index.ts'
import { memberLeft } from '../organisations/index.ts'
import { createKeyAuthenticator } from './authenticate.ts'
import type { ApiKeysDeps } from './deps.ts'
import { keyRoutes } from './keys.routes.ts'
import { keyNames, revokeKeysOf } from './keys.ts'
import { createLiveKeys } from './live-keys.ts'
import { keyMadeMail, reviewMail } from './mails.ts'
import type { ApiKeyParts } from './parts.ts'
import { apiKeysProblem } from './problems.ts'
import { askForReview, eraseKeys, exportKeys } from './review.ts'

export interface ApiKeys extends Unit {
  /** What keys are called, whosever they are. */
  namesOf(ids: readonly Id<'api-key'>[]): Promise<ReadonlyMap<string, { readonly name: string }>>
  /** Who calls by an API key in the Authorization header; null when there is none. Throws api-keys/invalid. */
  authenticate(request: FastifyRequest): Promise<Principal | null>
}

/** Keys with which programs act for people, within what both may do. */
export function createApiKeys(deps: ApiKeysDeps): ApiKeys {
  const parts: ApiKeyParts = { ...deps, live: createLiveKeys(deps) }
  deps.identity.onTakeBack(async (tx, { userId: ownerId, since, reason }) => {
    const revoked = await revokeKeysOf(parts, tx, { ownerId, since }, reason)
    return revoked.map((key) => ({ what: `API key that ends in ${key.last_four}`, addedAt: key.created_at }))
  })
  deps.organisations.onDelete(async (tx, organisationId) => {
    await revokeKeysOf(parts, tx, { organisationId }, 'organisation-deleted')
  })
  return {
    name: 'api_keys',
    migrations: new URL('./migrations/', import.meta.url),
    routes: keyRoutes(parts),
    problems: [apiKeysProblem],
    permissions: {},
    events: [],
    subscriptions: [
      subscribe(passwordChanged, 'api_keys.ask-for-review', (tx, { userId }) =>
        askForReview(parts, tx, userId, 'password'),
      ),
      subscribe(emailChanged, 'api_keys.ask-for-review-readdressed', (tx, { userId }) =>
        askForReview(parts, tx, userId, 'e-mail address'),
      ),
      subscribe(memberLeft, 'api_keys.end-of-membership', async (tx, { userId, organisationId }) => {
        await revokeKeysOf(parts, tx, { ownerId: userId, organisationId }, 'left-organisation')
      }),
    ],
    mails: [keyMadeMail, reviewMail],
    namesOf: (ids) => keyNames(deps.db, ids),
    authenticate: createKeyAuthenticator(parts.live, deps.db),
    exportPerson: (userId) => exportKeys(deps.db, userId),
    erasePerson: (tx, userId) => eraseKeys(parts, tx, userId),
  }
}
