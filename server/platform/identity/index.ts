import type { FastifyRequest } from 'fastify'
import { type Origin, systemOrigin } from '../../kernel/db/actor.ts'
import type { Principal } from '../../kernel/http/route.ts'
import type { Id } from '../../kernel/id.ts'
import type { Unit } from '../../kernel/unit.ts'
import { authenticate } from './authenticate.ts'
import type { IdentityConfig } from './config.ts'
import { passwordChanged, userDisabled, userEnabled, userRegistered, userVerified } from './events.ts'
import { purgeJob, purgeSchedule } from './housekeeping.jobs.ts'
import { loginRoutes } from './login.routes.ts'
import {
  accountExistsMail,
  newDeviceMail,
  passwordChangedMail,
  refreshReuseMail,
  resetMail,
  verifyMail,
} from './mails.ts'
import { createAdministrator, createSetupLink, createUser, type OperatorsPerson } from './operators.ts'
import { createParts, type IdentityDeps } from './parts.ts'
import { passwordRoutes } from './password.routes.ts'
import { identityProblem } from './problems.ts'
import { registrationRoutes } from './registration.routes.ts'
import { sessionRoutes } from './sessions.routes.ts'
import { setupRoutes } from './setup.routes.ts'
import { userRoutes } from './users.routes.ts'
import { type UserSummary, userSummaries } from './users.ts'

export type { IdentityConfig, OperatorsPerson, UserSummary }
/** Events for other units to subscribe to. */
export { userDisabled, userEnabled, userRegistered, userVerified }

export interface Identity extends Unit {
  /**
   * The session behind the request's access token (Authorization header first, else the cookie); null without either. Throws
   * identity/session-expired for a token that is forged, old, or whose session or account was ended: at once, not when it expires.
   */
  authenticate(request: FastifyRequest): Promise<Principal | null>
  /** Throws identity/csrf when an unsafe request with cookies lacks the token, or comes from another site's page. */
  checkCsrf(request: FastifyRequest, principal: Principal | null): void
  /** Names and addresses of people, in one statement; unknown ids are absent. */
  userSummaries(ids: readonly Id<'user'>[]): Promise<Map<Id<'user'>, UserSummary>>
  /** A one-time link for the first administrator, to be shown to the operator only; null once there is one. The former link dies. */
  createSetupLink(): Promise<string | null>
  /** Makes an administrator by the operator's authority; an account with that address is taken over. Throws identity/weak-password, identity/bad-email. */
  createAdministrator(person: OperatorsPerson, origin?: Origin): Promise<Id<'user'>>
  /** Makes a person with a proven address, or returns the id of the one who has it, unchanged. Throws as createAdministrator. */
  createUser(person: OperatorsPerson, origin?: Origin): Promise<Id<'user'>>
}

/** Accounts, passwords and sessions: who somebody is. */
export function createIdentity(deps: IdentityDeps): Identity {
  const parts = createParts(deps)
  const operator = systemOrigin('operator', 'command')
  return {
    name: 'identity',
    migrations: new URL('./migrations/', import.meta.url),
    routes: [
      ...loginRoutes(parts),
      ...registrationRoutes(parts),
      ...passwordRoutes(parts),
      ...sessionRoutes(parts),
      ...setupRoutes(parts),
      ...userRoutes(parts),
    ],
    problems: [identityProblem],
    permissions: {},
    events: [userRegistered, userVerified, userDisabled, userEnabled, passwordChanged],
    jobs: [purgeJob],
    schedules: [purgeSchedule],
    mails: [verifyMail, accountExistsMail, resetMail, passwordChangedMail, newDeviceMail, refreshReuseMail],
    authenticate: (request) => authenticate(parts, request),
    checkCsrf: parts.csrf.check,
    userSummaries: (ids) => userSummaries(deps.db, ids),
    createSetupLink: () => createSetupLink(parts),
    createAdministrator: (person, origin = operator) => createAdministrator(parts, origin, person),
    createUser: (person, origin = operator) => createUser(parts, origin, person),
  }
}
