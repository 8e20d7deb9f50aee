import { now, nowMs } from '../../kernel/clock.ts'
import type { Tx } from '../../kernel/db/database.ts'
import { httpProblem } from '../../kernel/http/problems.ts'
import type { Call, Principal } from '../../kernel/http/route.ts'
import type { Id } from '../../kernel/id.ts'
import { parseMailbox } from '../../kernel/mail/address.ts'
import { dropBackupCodes, issueBackupCodes } from './backup-codes.ts'
import { forgetDevices } from './devices.ts'
import type { FactorMethod } from './kind.ts'
import { type backupCodesMail, factorAddedMail, factorRemovedMail } from './mails.ts'
import type { FactorPerson, FactorsParts } from './parts.ts'
import { factorsProblem } from './problems.ts'
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
  const { principal } = call
  if (principal === undefined) throw httpProblem('unauthenticated')
  const { userId } = principal.actor
  const person = (await parts.people([userId])).get(userId)
  if (person === undefined) throw httpProblem('unauthenticated')
  return { userId, person, principal }
}

/**
 * Begins a change: holds the person's factors against others' changes, and once there is a factor demands a session that proved one
 * within FRESH_SECONDS. Throws http/assurance-too-low.
 */
export async function beginChange(parts: FactorsParts, tx: Tx, changer: Changer): Promise<void> {
  await lockPerson(tx, changer.userId)
  const { aal, authenticatedAt } = changer.principal
  const fresh = nowMs() - authenticatedAt.getTime() <= FRESH_SECONDS * 1000
  if (fresh && (aal === 2 || (await parts.methodsOf(tx, changer.userId)).length === 0)) return
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
  readonly method: Exclude<FactorMethod, 'backup'>
  readonly factorId: string
}

/**
 * Ends the confirmation of a factor, after its row says confirmed: trusted devices end, the person is mailed, the trail and all
 * processes told. Returns ten backup codes with the first factor, to be shown once; undefined with a further one.
 */
export async function factorConfirmed(
  parts: FactorsParts,
  tx: Tx,
  changer: Changer,
  change: FactorChange,
): Promise<string[] | undefined> {
  const { userId } = changer
  const before = await tx.raw('SELECT 1 FROM factors.backup_code WHERE user_id = $1 LIMIT 1', [userId])
  await announce(parts, tx, changer, { action: 'factors.factor.added', template: factorAddedMail, change })
  return before.length === 0 ? issueBackupCodes(parts, tx, userId) : undefined
}

/**
 * Ends the removal of a factor, after its row is gone. With the last factor its backup codes go. Throws factors/demanded-by-role when
 * that was the last one and a role demands one.
 */
export async function factorRemoved(
  parts: FactorsParts,
  tx: Tx,
  changer: Changer,
  change: FactorChange,
): Promise<void> {
  const { userId } = changer
  if ((await parts.methodsOf(tx, userId)).length === 0) {
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

const METHOD_NAMES: Readonly<Record<FactorChange['method'], string>> = {
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
  await parts.mailer.send(tx, parseMailbox({ name: person.name, address: person.email }), template, {
    product: parts.config.productName,
    name: person.name,
    what,
    url: new URL('/forgot-password', parts.config.publicUrl).href,
    ip: tx.origin.ip ?? 'unknown',
    userAgent: tx.origin.userAgent ?? 'unknown',
  })
}
