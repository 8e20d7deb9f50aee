import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Static } from 'typebox'
import { type Origin, systemOrigin } from '../../kernel/db/actor.ts'
import type { Db, Tx } from '../../kernel/db/database.ts'
import type { Principal, Route } from '../../kernel/http/route.ts'
import type { Id } from '../../kernel/id.ts'
import type { Unit } from '../../kernel/unit.ts'
import type { EnrolledMethod } from '../factors/index.ts'
import { askedLetterJob } from './asked-letters.jobs.ts'
import { authenticate } from './authenticate.ts'
import { captchaRoutes } from './captcha.routes.ts'
import { type ChosenCaptcha, declareCaptcha } from './captcha-setting.ts'
import type { IdentityConfig } from './config.ts'
import { credentialMails } from './credential-mails.ts'
import { parseEmail } from './email-address.ts'
import { emailChangeRoutes } from './email-change.routes.ts'
import type { PersonHolder } from './erasure.ts'
import {
  emailChanged,
  passwordChanged,
  userDisabled,
  userEnabled,
  userErased,
  userRegistered,
  userVerified,
} from './events.ts'
import type { FirstFactor } from './first-factor.ts'
import { purgeJob, purgeSchedule } from './housekeeping.jobs.ts'
import { impersonationRoutes } from './impersonation.routes.ts'
import { impersonatedMail } from './impersonation-mail.ts'
import { importRoutes } from './import.routes.ts'
import { type ImportInput, type ImportResult, importUsers } from './import-users.ts'
import type { RingKey } from './key-ring.ts'
import { keyRoutes } from './keys.routes.ts'
import { IMPERSONATE } from './live-sessions.ts'
import { loginRoutes } from './login.routes.ts'
import { magicLinkRoutes } from './magic-link.routes.ts'
import {
  accountExistsMail,
  mfaLockedMail,
  newDeviceMail,
  passwordChangedMail,
  refreshReuseMail,
  resetMail,
  verifyMail,
} from './mails.ts'
import { mfaRoutes } from './mfa.routes.ts'
import { newAddressJob } from './new-address.jobs.ts'
import {
  createAdministrator,
  createProvenPerson,
  createSetupLink,
  createUser,
  type OperatorsPerson,
  type ProvenPerson,
  preparePassword,
} from './operators.ts'
import { ownAccountRoutes } from './own-account.routes.ts'
import { createParts, type IdentityDeps, type Parts } from './parts.ts'
import { passkeyRoutes } from './passkey.routes.ts'
import { passwordRoutes } from './password.routes.ts'
import type { PasswordHash } from './password-hash.ts'
import { passwordsByEncryptionKey } from './password-peppers.ts'
import { newPassword } from './password-rules.ts'
import {
  type ActiveAccount,
  activeAccount,
  findPerson,
  findPersonByEmail,
  insertPassword,
  type Person,
} from './people.ts'
import { personalDataRoutes } from './personal-data.routes.ts'
import { eraseAccount, exportAccount } from './personal-data.ts'
import { deleteLinkMail, erasedMail } from './personal-data-mails.ts'
import { identityProblem } from './problems.ts'
import { followName, handOver, holdSession, waysIn, withdrawProof } from './proven-elsewhere.ts'
import { raiseSession } from './raise-session.ts'
import { personName, registrationRoutes } from './registration.routes.ts'
import { sessionRoutes } from './sessions.routes.ts'
import { setupRoutes } from './setup.routes.ts'
import { completeSignIn, type SignIn } from './sign-in.ts'
import { answerSignIn, carriedBy, signInShape } from './signed-in.ts'
import { stepUpRoutes } from './step-up.routes.ts'
import type { KnowsWaysIn, TakeBack, TakesBack } from './units-above.ts'
import { unlockJob } from './unlock.jobs.ts'
import { userRoutes } from './users.routes.ts'
import { type UserSummary, userSummaries } from './users.ts'

export type {
  ActiveAccount,
  ChosenCaptcha,
  FirstFactor,
  IdentityConfig,
  OperatorsPerson,
  Person,
  ProvenPerson,
  RingKey,
  SignIn,
  TakeBack,
  UserSummary,
}
/** What a unit that invites people asks of them, the same as registration does; the body of every sign-in's answer; events. */
export {
  declareCaptcha,
  emailChanged,
  newPassword,
  parseEmail,
  passwordChanged,
  personName,
  signInShape,
  userDisabled,
  userEnabled,
  userRegistered,
  userVerified,
}

export interface Identity extends Unit {
  /**
   * The session behind the request's access token (Authorization header first, else the cookie); null without either. Throws
   * identity/session-expired for a token that is forged, old, or whose session or account was ended: at once, not when it expires.
   */
  authenticate(request: FastifyRequest): Promise<Principal | null>
  /** Throws identity/csrf when an unsafe request with cookies lacks the token, or comes from another site's page. */
  checkCsrf(request: FastifyRequest, principal: Principal | null): void
  /**
   * The end of every way in, for units that prove a person otherwise (an identity provider, an invitation): a session, or the
   * challenge of a second factor. Throws identity/account-disabled, identity/email-unverified.
   */
  signIn(tx: Tx, proof: FirstFactor): Promise<SignIn>
  /** Hands over what `signIn` gave: cookies are set; the body is of `signInShape`. */
  answerSignIn(reply: FastifyReply, signIn: SignIn): Promise<Static<typeof signInShape>>
  /**
   * The session a browser already holds and its trusted-device cookie: what `signIn` wants to know of the request. Throws identity/csrf
   * when an unsafe request has not that session's own token.
   */
  carried(
    request: FastifyRequest,
    transport: FirstFactor['transport'],
  ): Promise<Pick<FirstFactor, 'transport' | 'replaces' | 'deviceToken'>>
  /** Makes an account whose address is proven, with or without a password; null when the address has one. Throws identity/bad-email, identity/weak-password. */
  createPerson(tx: Tx, person: ProvenPerson): Promise<Id<'user'> | null>
  /** Checks and hashes a password before a transaction, for `createPerson`. Throws identity/weak-password, identity/busy. */
  preparePassword(password: string, about: { email: string; name: string }): Promise<PasswordHash>
  /** The account of an address, in any of its spellings. Throws identity/bad-email. */
  personByEmail(reader: Db | Tx, email: string): Promise<Person | null>
  /** The account, whatever its state; null when there is none. */
  personById(reader: Db | Tx, userId: Id<'user'>): Promise<Person | null>
  /**
   * Hands an account with an unproven address to the person whom `by` proved: password, sessions, factors, pending secrets and what
   * listeners of `onTakeBack` hold are gone first. False when the address was proven meanwhile.
   */
  handOver(tx: Tx, account: { userId: Id<'user'>; name: string; by: string }): Promise<boolean>
  /** Gives a person without a password one: after `handOver`. */
  setFirstPassword(tx: Tx, userId: Id<'user'>, hash: PasswordHash): Promise<void>
  /**
   * Called in the transaction that gives an account back to its owner (handed over, or its change of address reverted): end what was
   * added since and could still be used, and say what it was.
   */
  onTakeBack(listener: TakesBack): void
  /** Changes the name, if it still is the one that came from the same place. */
  followName(tx: Tx, change: { userId: Id<'user'>; from: string; to: string }): Promise<boolean>
  /** Whether a session is open; it stays so until `tx` ends. */
  holdSession(tx: Tx, session: { sessionId: Id<'session'>; userId: Id<'user'> }): Promise<boolean>
  /** A session that `holdSession` holds has set up a factor: it counts as one of two factors. Throws identity/session-expired. */
  raiseSession(tx: Tx, session: { sessionId: Id<'session'>; userId: Id<'user'> }, method: EnrolledMethod): Promise<void>
  /**
   * How the person can sign in: `password`, `passkey`, and what units above declared; others who ask wait until `tx` ends. The last one
   * stays: ask after removing one, and refuse when none is left.
   */
  waysIn(tx: Tx, userId: Id<'user'>): Promise<string[]>
  /** Says what ways in a unit above knows, by name. */
  declareWaysIn(known: KnowsWaysIn): void
  /** Takes back that the address is proven, while it is `canonical`; the person is mailed a link to prove it. */
  withdrawProof(tx: Tx, userId: Id<'user'>, canonical: string): Promise<void>
  /** Takes all units in dependency order: a person's export and erasure ask each; before any request. */
  declareHolders(units: readonly PersonHolder[]): void
  /** Called when an account or its sessions changed here or in another process; null: anybody's may have. */
  onPersonChange(listener: (userId: Id<'user'> | null) => void): void
  /** The keys that may be trusted now, the one that signs first. Throws identity/no-signing-key. */
  signingKeys(): Promise<readonly RingKey[]>
  /** The account as applications may see it; null when it does not exist or is closed. */
  activeAccount(userId: Id<'user'>): Promise<ActiveAccount | null>
  /** How many passwords can be checked only as long as each encryption key is held, by its name. */
  passwordsByEncryptionKey(): Promise<ReadonlyMap<string, number>>
  /** Names and addresses of people, in one statement; unknown ids are absent. Inside a transaction, through its connection. */
  userSummaries(ids: readonly Id<'user'>[], reader?: Pick<Db | Tx, 'query'>): Promise<Map<Id<'user'>, UserSummary>>
  /** A one-time link for the first administrator, to be shown to the operator only; null once there is one. The former link dies. */
  createSetupLink(): Promise<string | null>
  /** Makes an administrator by the operator's authority; an account with that address is taken over. Throws identity/weak-password, identity/bad-email. */
  createAdministrator(person: OperatorsPerson, origin?: Origin): Promise<Id<'user'>>
  /** Makes a person with a proven address, or returns the id of the one who has it, unchanged. Throws as createAdministrator. */
  createUser(person: OperatorsPerson, origin?: Origin): Promise<Id<'user'>>
  /** Makes accounts of another system's export: one result per entry, one import at a time. Throws identity/import-unreadable, identity/import-under-way. */
  importUsers(input: ImportInput, origin?: Origin): Promise<ImportResult[]>
}

/** Accounts, passwords and sessions: who somebody is. */
export function createIdentity(deps: IdentityDeps): Identity {
  const parts = createParts(deps)
  const operator = systemOrigin('operator', 'command')
  let holders: readonly PersonHolder[] = []
  return {
    name: 'identity',
    migrations: new URL('./migrations/', import.meta.url),
    routes: identityRoutes(parts, () => holders),
    problems: [identityProblem],
    permissions: {
      'identity:invite': 'Invite people to roles one holds oneself',
      [IMPERSONATE]: 'Act for a quarter of an hour in the name of people who may do less',
      'identity:import': 'Make accounts of another system’s export',
      'identity:erase': 'Erase people for good',
      'identity:manage-keys': 'See signing keys and have them refused when they are in the wrong hands',
    },
    events: [userRegistered, userVerified, userDisabled, userEnabled, userErased, passwordChanged, emailChanged],
    jobs: [purgeJob, unlockJob(parts), askedLetterJob(parts), newAddressJob(parts)],
    schedules: [purgeSchedule],
    mails: [
      ...credentialMails,
      verifyMail,
      accountExistsMail,
      resetMail,
      passwordChangedMail,
      newDeviceMail,
      mfaLockedMail,
      impersonatedMail,
      deleteLinkMail,
      erasedMail,
      refreshReuseMail,
    ],
    stop: () => parts.strength.stop(),
    authenticate: (request) => authenticate(parts, request),
    checkCsrf: parts.csrf.check,
    signIn: (tx, proof) => completeSignIn(parts, tx, proof),
    answerSignIn: (reply, signIn) => answerSignIn(parts, reply, signIn),
    carried: (request, transport) => carriedBy(parts, request, transport),
    createPerson: createProvenPerson,
    preparePassword: (password, about) => preparePassword(parts, password, about),
    personByEmail: async (reader, email) => (await findPersonByEmail(reader, parseEmail(email).canonical)) ?? null,
    async signingKeys() {
      await parts.compromised.current()
      const signer = parts.ring.signer()
      return [signer, ...parts.ring.keys.filter((key) => key !== signer && parts.ring.isTrusted(key))]
    },
    activeAccount: (userId) => activeAccount(deps.db, userId),
    personById: async (reader, userId) => (await findPerson(reader, userId)) ?? null,
    setFirstPassword: insertPassword,
    handOver: (tx, account) => handOver(parts, tx, account),
    onTakeBack: (listener) => void parts.above.takeBack.push(listener),
    onPersonChange: parts.live.onUserChange,
    exportPerson: (userId) => exportAccount(deps.db, userId),
    erasePerson: (tx, userId) => eraseAccount(parts, tx, userId),
    declareHolders(units) {
      holders = units
    },
    ...{ holdSession, followName: (tx, change) => followName(parts, tx, change) },
    raiseSession: (tx, session, method) => raiseSession(parts, tx, session, method),
    waysIn: (tx, userId) => waysIn(parts, tx, userId),
    declareWaysIn: (known) => void parts.above.waysIn.push(known),
    withdrawProof: (tx, userId, canonical) => withdrawProof(parts, tx, userId, canonical),
    passwordsByEncryptionKey: () => passwordsByEncryptionKey(deps.db),
    userSummaries: (ids, reader = deps.db) => userSummaries(reader, ids),
    createSetupLink: () => createSetupLink(parts),
    createAdministrator: (person, origin = operator) => createAdministrator(parts, origin, person),
    importUsers: (input, origin = operator) => importUsers(deps.db, origin, input),
    createUser: (person, origin = operator) => createUser(parts, origin, person),
  }
}

function identityRoutes(parts: Parts, holders: () => readonly PersonHolder[]): Route[] {
  return [
    ...loginRoutes(parts),
    ...mfaRoutes(parts),
    ...stepUpRoutes(parts),
    ...registrationRoutes(parts),
    ...passwordRoutes(parts),
    ...captchaRoutes(parts),
    ...magicLinkRoutes(parts),
    ...emailChangeRoutes(parts),
    ...ownAccountRoutes(parts),
    ...passkeyRoutes(parts),
    ...sessionRoutes(parts),
    ...setupRoutes(parts),
    ...userRoutes(parts),
    ...keyRoutes(parts),
    ...impersonationRoutes(parts),
    ...importRoutes(parts),
    ...personalDataRoutes(parts, holders),
  ]
}
