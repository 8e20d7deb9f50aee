import type { Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import type { Unit } from '../../kernel/unit.ts'
import { backupCodes } from './backup-codes.routes.ts'
import { lockPerson } from './changes.ts'
import type { FactorsConfig } from './config.ts'
import { deviceRoutes } from './devices.routes.ts'
import { DEVICE_SECONDS, forgetDevices, trustDevice, useDevice } from './devices.ts'
import { email } from './email.routes.ts'
import { resealing, tidyJob, tidySchedule } from './housekeeping.jobs.ts'
import type { Asked, FactorKind, FactorMethod, Presented, Reader } from './kind.ts'
import { factorAddedMail, factorRemovedMail } from './mails.ts'
import { overviewRoute } from './overview.routes.ts'
import { createFactorsParts, type FactorsDeps, type FactorsParts } from './parts.ts'
import { type ProvenPasskey, signInOptions, verifyAssertion } from './passkey-assertion.ts'
import { assertionShape, CREDENTIAL_BODY_MAX, optionsShape } from './passkey-shapes.ts'
import { passkeys } from './passkeys.routes.ts'
import { exportPerson, revokeAll } from './person.ts'
import { factorsProblem } from './problems.ts'
import { sms } from './sms.routes.ts'
import { totp } from './totp.routes.ts'

export type { FactorMethod, FactorsConfig, FactorsDeps, Presented }
/** Shapes of a passkey's answer and of the options it answers. */
/** How long the cookie of a trusted browser is good for. */
export { assertionShape, CREDENTIAL_BODY_MAX, DEVICE_SECONDS, optionsShape }

export interface Factors extends Unit {
  /** Methods the person has confirmed, in the order to offer them; `backup` only beside another one. */
  methodsOf(reader: Reader, userId: Id<'user'>): Promise<FactorMethod[]>
  /**
   * Counts a try before anything is compared, in a statement of its own. Throws factors/too-many-attempts; without a database, a
   * problem of 503. True for the last try granted.
   */
  takeAttempt(userId: Id<'user'>): Promise<boolean>
  /** Uses up what is presented; true when it was right. The try was taken before; one that was right does not count. */
  verify(tx: Tx, method: FactorMethod, presented: Presented): Promise<boolean>
  /** Sends a code for a challenge by sms or email. Throws factors/not-sendable for a method that sends none or is not enrolled. */
  send(tx: Tx, method: FactorMethod, asked: Asked): Promise<void>
  /** Options of navigator.credentials.get for a challenge. Throws factors/none-enrolled without a passkey. */
  passkeyOptions(tx: Tx, asked: Asked): Promise<object>
  /** Options of navigator.credentials.get for a sign-in by passkey alone; `flow` is whatever the answer will come with. */
  passkeySignInOptions(tx: Tx, flow: string): Promise<object>
  /** Whose passkey answered the options of `flow`; null for an answer that is no good, after which the transaction must commit. */
  proveByPasskey(tx: Tx, flow: string, credential: unknown): Promise<ProvenPasskey | null>
  /**
   * Whether `deviceToken` is that of a browser the person trusts: the next token, which replaces it, or null. Trust ends with a change
   * of password or factors.
   */
  useDevice(tx: Tx, device: { readonly userId: Id<'user'>; readonly deviceToken: string }): Promise<string | null>
  /** Trusts the browser of the request; returns its token. */
  trustDevice(tx: Tx, userId: Id<'user'>): Promise<string>
  /** Ends the trust in every browser: the password changed. */
  forgetDevices(tx: Tx, userId: Id<'user'>): Promise<void>
  /** Ends all factors and trusted devices of the person: the account is handed over or erased. */
  revokeAll(tx: Tx, userId: Id<'user'>): Promise<void>
  /** Called when somebody's factors changed here or in another process; null: anybody's may have. */
  onChange(listener: (userId: Id<'user'> | null) => void): void
}

/** Second factors: what a person can prove beyond the first. Knows no sessions. */
export function createFactors(deps: FactorsDeps): Factors {
  const kinds: FactorKind[] = []
  const methodsOf = (reader: Reader, userId: Id<'user'>) => enrolledMethods(kinds, reader, userId)
  const parts = createFactorsParts(deps, methodsOf)
  kinds.push(...composeKinds(parts))
  const reseal = resealing(parts)
  const kindOf = (method: FactorMethod): FactorKind | undefined => kinds.find((kind) => kind.method === method)
  return {
    name: 'factors',
    migrations: new URL('./migrations/', import.meta.url),
    routes: [overviewRoute(parts, kinds), ...kinds.flatMap((kind) => kind.routes), ...deviceRoutes(parts)],
    problems: [factorsProblem],
    permissions: {},
    events: [],
    mails: [factorAddedMail, factorRemovedMail, ...kinds.flatMap((kind) => kind.mails ?? [])],
    jobs: [reseal.job, tidyJob, ...kinds.flatMap((kind) => kind.jobs ?? [])],
    schedules: [reseal.schedule, tidySchedule, ...kinds.flatMap((kind) => kind.schedules ?? [])],
    methodsOf,
    takeAttempt: parts.attempts.take,
    async verify(tx, method, presented) {
      const right = (await kindOf(method)?.verify(tx, presented)) ?? false
      if (right) await parts.attempts.refund(tx, presented.userId)
      return right
    },
    async send(tx, method, asked) {
      const kind = kindOf(method)
      if (kind?.send === undefined || (await kind.confirmedCount(tx, asked.userId)) === 0)
        throw factorsProblem('not-sendable')
      await kind.send(tx, asked)
    },
    async passkeyOptions(tx, asked) {
      const kind = kindOf('passkey')
      if (kind?.options === undefined || (await kind.confirmedCount(tx, asked.userId)) === 0)
        throw factorsProblem('none-enrolled')
      return kind.options(tx, asked)
    },
    passkeySignInOptions: (tx, flow) => signInOptions(parts, tx, flow),
    proveByPasskey: (tx, flow, credential) =>
      verifyAssertion(parts, tx, { ceremony: 'sign-in', userId: null, flow }, credential),
    useDevice: (tx, device) => useDevice(parts, tx, device),
    async trustDevice(tx, userId) {
      await lockPerson(tx, userId)
      return trustDevice(parts, tx, userId)
    },
    forgetDevices,
    revokeAll: (tx, userId) => revokeAll(parts, kinds, tx, userId),
    exportPerson: (userId) => exportPerson(parts, kinds, userId),
    async erasePerson(tx, userId) {
      await revokeAll(parts, kinds, tx, userId)
      await tx.raw('DELETE FROM factors.attempt WHERE user_id = $1', [userId])
      await tx.raw('DELETE FROM factors.person WHERE user_id = $1', [userId])
    },
    onChange: parts.notices.onChange,
  }
}

/** Every method, in the order to offer them. */
function composeKinds(parts: FactorsParts): FactorKind[] {
  return [passkeys(parts), totp(parts), sms(parts), email(parts), backupCodes(parts)]
}

async function enrolledMethods(
  kinds: readonly FactorKind[],
  reader: Reader,
  userId: Id<'user'>,
): Promise<FactorMethod[]> {
  const methods: FactorMethod[] = []
  // One after the other: a transaction has one connection.
  for (const kind of kinds) if ((await kind.confirmedCount(reader, userId)) > 0) methods.push(kind.method)
  return methods.some((method) => method !== 'backup') ? methods : []
}
