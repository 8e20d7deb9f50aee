import type { Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import type { Unit } from '../../kernel/unit.ts'
import { backupCodes } from './backup-codes.routes.ts'
import { lockPerson } from './changes.ts'
import type { FactorsConfig } from './config.ts'
import { deviceRoutes } from './devices.routes.ts'
import { DEVICE_SECONDS, forgetDevices, trustDevice, useDevice } from './devices.ts'
import { email } from './email.routes.ts'
import { countFactors, methodsOf, signsInByPasskey } from './enrolled.ts'
import { tidyJob, tidySchedule } from './housekeeping.jobs.ts'
import type { Asked, EnrolledMethod, FactorKind, FactorMethod, Presented, Reader } from './kind.ts'
import { factorAddedMail, factorRemovedMail } from './mails.ts'
import { overviewRoute } from './overview.routes.ts'
import { createFactorsParts, type FactorsDeps } from './parts.ts'
import { type ProvenPasskey, secondFactorOptions, signInOptions, verifyAssertion } from './passkey-assertion.ts'
import { assertionShape, CREDENTIAL_BODY_MAX, optionsShape } from './passkey-shapes.ts'
import { passkeys } from './passkeys.routes.ts'
import { erasePerson, exportPerson, revokeSince, type Taken } from './person.ts'
import { factorsProblem } from './problems.ts'
import { sms } from './sms.routes.ts'
import { NUMBERS } from './sms.ts'
import { totp } from './totp.routes.ts'
import { SEEDS } from './totp.ts'

export type { EnrolledMethod, FactorMethod, FactorsConfig, FactorsDeps, Presented, Taken }
/** Of a passkey's answer: its shape, that of the options it answers, and its longest length; how long a browser's trust lasts. */
export { assertionShape, CREDENTIAL_BODY_MAX, DEVICE_SECONDS, optionsShape }

export interface Factors extends Unit {
  /** Methods the person has confirmed, in the order to offer them; `backup` only beside another one. */
  methodsOf(reader: Reader, userId: Id<'user'>): Promise<FactorMethod[]>
  /** Whether a passkey of the person is a way in: one that makes sure of its person, or any beside a further method. */
  signsInByPasskey(reader: Reader, userId: Id<'user'>): Promise<boolean>
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
  /** Ends factors that were added at `since` or later, and the trust in every browser: the account goes back to its owner. Returns what is gone. */
  revokeSince(tx: Tx, from: { userId: Id<'user'>; since: Date; reason: string }): Promise<Taken[]>
  /** Called when somebody's factors changed here or in another process; null: anybody's may have. */
  onChange(listener: (userId: Id<'user'> | null) => void): void
}

/** Second factors: what a person can prove beyond the first. Knows no sessions. */
export function createFactors(deps: FactorsDeps): Factors {
  const parts = createFactorsParts(deps)
  const kinds: readonly FactorKind[] = [passkeys(parts), totp(parts), sms(parts), email(parts), backupCodes(parts)]
  const kindOf = (method: FactorMethod): FactorKind | undefined => kinds.find((kind) => kind.method === method)
  const isEnrolled = async (tx: Tx, method: EnrolledMethod, userId: Id<'user'>): Promise<boolean> =>
    (await countFactors(tx, method, userId)) > 0
  return {
    name: 'factors',
    migrations: new URL('./migrations/', import.meta.url),
    routes: [overviewRoute(parts, kinds), ...kinds.flatMap((kind) => kind.routes), ...deviceRoutes(parts)],
    problems: [factorsProblem],
    permissions: {},
    events: [],
    mails: [factorAddedMail, factorRemovedMail, ...kinds.flatMap((kind) => kind.mails ?? [])],
    jobs: [tidyJob],
    schedules: [tidySchedule],
    sealed: [SEEDS, NUMBERS],
    methodsOf,
    signsInByPasskey,
    takeAttempt: parts.attempts.take,
    async verify(tx, method, presented) {
      const right = (await kindOf(method)?.verify(tx, presented)) ?? false
      if (right) await parts.attempts.refund(tx, presented.userId)
      return right
    },
    async send(tx, method, asked) {
      const send = kindOf(method)?.send
      if (method === 'backup' || send === undefined || !(await isEnrolled(tx, method, asked.userId)))
        throw factorsProblem('not-sendable')
      await send(tx, asked)
    },
    async passkeyOptions(tx, asked) {
      if (!(await isEnrolled(tx, 'passkey', asked.userId))) throw factorsProblem('none-enrolled')
      return secondFactorOptions(parts, tx, asked)
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
    revokeSince: (tx, from) => revokeSince(parts, tx, from),
    exportPerson: (userId) => exportPerson(parts, kinds, userId),
    erasePerson: (tx, userId) => erasePerson(parts, tx, userId),
    onChange: parts.notices.onChange,
  }
}
