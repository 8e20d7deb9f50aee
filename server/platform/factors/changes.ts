import { now, nowMs } from '../../kernel/clock.ts'
import type { Tx } from '../../kernel/db/database.ts'
import { httpProblem } from '../../kernel/http/problems.ts'
import type { Call, Principal } from '../../kernel/http/route.ts'
import type { Id } from '../../kernel/id.ts'
import { recipient } from '../../kernel/mail/address.ts'
import { dropBackupCodes, issueBackupCodes } from './backup-codes.ts'
import { callerOf } from './caller.ts'
import { forgetDevices } from './devices.ts'
import { deleteFactor, methodsOf } from './enrolled.ts'
import type { EnrolledMethod } from './kind.ts'
import { type backupCodesMail, factorAddedMail, factorRemovedMail } from './mails.ts'
import type { FactorPerson, FactorsParts } from './parts.ts'
import { factorsProblem } from './problems.ts'
import { dropCodes } from './sent-codes.ts'
import type { FactorsTables } from './tables.ts'

/** How long ago the person may have proven who they are when factors are changed. */
const FRESH_SECONDS = 10 * 60

/** The head of every route that changes factors. */
export const changePolicy = {
  access: 'signed-in',
  rate: 'write',
  pending: 'allowed',
  assurance: { aal: 1, maxAgeSeconds: FRESH_SECONDS },
} as const

/** Problems that every such route may answer. */
export const changeProblems = ['identity/session-expired', 'identity/csrf', 'http/assurance-too-low'] as const

/** The caller of a route that changes factors, with the name and address for mails; read before a transaction is opened. */
export interface Changer {
  readonly userId: Id<'user'>
  readonly person: FactorPerson
  readonly principal: Principal
}

/** Who calls, for a route with `changePolicy`. */
export async function changerOf(parts: FactorsParts, call: Pick<Call, 'principal'>): Promise<Changer> {
  const principal = callerOf(call)
  const { userId } = principal.actor
  const person = (await parts.above().userSummaries([userId])).get(userId)
  if (person === undefined) throw httpProblem('unauthenticated')
  return { userId, person, principal }
}

/**
 * Begins a change: holds the caller's session open and the person's factors against others' changes, and once there is a factor demands
 * a session that proved one within FRESH_SECONDS. Throws http/assurance-too-low, http/unauthenticated for a session that is over.
 */
export async function beginChange(parts: FactorsParts, tx: Tx, { userId, principal }: Changer): Promise<void> {
  const { aal, actor, authenticatedAt } = principal
  // The session first, as whatever ends sessions does: the order of locks is everywhere the same.
  if (!(await parts.above().holdSession(tx, actor))) throw httpProblem('unauthenticated')
  await lockPerson(tx, userId)
  const fresh = nowMs() - authenticatedAt.getTime() <= FRESH_SECONDS * 1000
  if (fresh && (aal === 2 || (await methodsOf(tx, userId)).length === 0)) return
  throw httpProblem('assurance-too-low', { params: { aal: 2, maxAgeSeconds: FRESH_SECONDS } })
}

/** Serialises changes of one person's factors, trusted devices among them. */
export async function lockPerson(tx: Tx, userId: Id<'user'>): Promise<void> {
  await tx
    .query<FactorsTables>()
    .insertInto('factors.person')
    .values({ user_id: userId, changed_at: now() })
    .onConflict((conflict) => conflict.column('user_id').doUpdateSet({ changed_at: now() }))
    .execute()
}

export interface FactorChange {
  readonly method: EnrolledMethod
  readonly factorId: Id<'factor'>
}

/** What the confirmation of a factor is answered with: ten backup codes with the first one, to be shown once. */
export interface Confirmed {
  readonly backupCodes?: string[]
}

/**
 * Ends the confirmation of a factor, after its row says confirmed: the session counts as one of two factors, trusted devices end, the
 * person is mailed, the trail and all processes told.
 */
export async function factorConfirmed(
  parts: FactorsParts,
  tx: Tx,
  changer: Changer,
  change: FactorChange,
): Promise<Confirmed> {
  const { userId, principal } = changer
  const before = await tx.raw('SELECT 1 FROM factors.backup_code WHERE user_id = $1 LIMIT 1', [userId])
  await announce(parts, tx, changer, { action: 'factors.factor.added', template: factorAddedMail, change })
  await parts.above().raiseSession(tx, principal.actor, change.method)
  return before.length === 0 ? { backupCodes: await issueBackupCodes(parts, tx, userId) } : {}
}

/**
 * Removes a factor; one that was never confirmed just goes. With the last factor its backup codes go. Throws factors/not-found,
 * factors/demanded-by-role when that was the last one and a role demands one, factors/last-way-in when nothing is left to sign in by,
 * http/assurance-too-low.
 */
export async function removeFactor(parts: FactorsParts, tx: Tx, changer: Changer, change: FactorChange): Promise<void> {
  const { userId } = changer
  await beginChange(parts, tx, changer)
  const ways = await parts.above().waysIn(tx, userId)
  const deleted = await deleteFactor(tx, { ...change, userId })
  if (deleted === null) throw factorsProblem('not-found')
  if (!deleted.confirmed) return
  if (change.method === 'sms' || change.method === 'email') await dropCodes(tx, change.method, userId)
  // Whoever had none before, as after a reverted change of address, loses none by this.
  if (ways.length > 0 && (await parts.above().waysIn(tx, userId)).length === 0) throw factorsProblem('last-way-in')
  if ((await methodsOf(tx, userId)).length === 0) {
    if (await parts.access.mfaRequired(tx, userId)) throw factorsProblem('demanded-by-role')
    await dropBackupCodes(tx, userId)
  }
  await announce(parts, tx, changer, { action: 'factors.factor.removed', template: factorRemovedMail, change })
}

interface Announcement {
  readonly action: string
  readonly template: typeof factorAddedMail
  readonly change: FactorChange
}

async function announce(parts: FactorsParts, tx: Tx, { userId, person }: Changer, told: Announcement): Promise<void> {
  const { method, factorId } = told.change
  await forgetDevices(tx, userId)
  await parts.notices.changed(tx, userId)
  await tx.audit({ action: told.action, subject: { kind: 'user', id: userId }, details: { method, factorId } })
  await mailPerson(parts, tx, person, { template: told.template, what: METHOD_NAMES[method] })
}

/** As a person is told of them. */
export const METHOD_NAMES: Readonly<Record<EnrolledMethod, string>> = {
  totp: 'authenticator app',
  sms: 'phone number',
  email: 'e-mail codes',
  passkey: 'passkey',
}

/** Mails the person that something about the factors changed, and from where. */
export async function mailPerson(
  parts: FactorsParts,
  tx: Tx,
  person: FactorPerson,
  { template, what }: { template: typeof factorAddedMail | typeof backupCodesMail; what: string },
): Promise<void> {
  await parts.mailer.send(tx, recipient(person), template, {
    product: parts.config.productName,
    name: person.name,
    what,
    url: new URL('/forgot-password', parts.config.publicUrl).href,
    ip: tx.origin.ip ?? 'unknown',
    userAgent: tx.origin.userAgent ?? 'unknown',
  })
}
