import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import { parseEmail } from './email-address.ts'
import { sendNotice } from './letters.ts'
import { newDeviceMail } from './mails.ts'
import type { Parts } from './parts.ts'
import { type Person, people } from './people.ts'
import { identityProblem } from './problems.ts'
import type { Transact } from './registration.ts'
import { endSession, isNewDevice, type SessionCore, startSession } from './sessions.ts'
import type { IdentityTables, Transport } from './tables.ts'

interface Credentials {
  readonly email: string
  readonly password: string
}

export interface LoginInput extends Credentials {
  readonly transport: Transport
  readonly ip: string | undefined
  /** A session that the browser already holds: it ends, so that no id from before the sign-in lives on. */
  readonly replaces: { readonly id: Id<'session'>; readonly userId: Id<'user'> } | null
}

/**
 * Signs in with a password. Wrong password, unknown address and locked account answer alike with identity/invalid-credentials; only
 * who knows the password learns identity/email-unverified or identity/account-disabled. Also throws identity/busy.
 */
export async function login(parts: Parts, transact: Transact, input: LoginInput): Promise<SessionCore> {
  const { canonical } = parseEmail(input.email)
  const known = await checkPassword(parts, transact, { ...input, canonical })
  const session = await transact(async (tx) => {
    const person = await lockUnchanged(tx, known, 'share')
    if (person.disabled_at !== null || person.email_verified_at === null) {
      await tx.audit({
        action: 'identity.login.refused',
        subject: { kind: 'user', id: person.id },
        details: { reason: 'closed' },
      })
      return person
    }
    if (input.replaces !== null) await endSession(tx, parts.live, input.replaces, 'replaced')
    const isNew = await isNewDevice(tx, person.id)
    const started = await startSession(tx, parts.config, {
      userId: person.id,
      epoch: person.epoch,
      transport: input.transport,
    })
    if (isNew) await sendNotice(parts, tx, person, newDeviceMail)
    return started
  })
  if ('salt' in session) {
    parts.metrics.authLogins.inc({ method: 'password', result: 'ok' })
    return session
  }
  parts.metrics.authLogins.inc({ method: 'password', result: 'closed' })
  throw identityProblem(session.disabled_at === null ? 'email-unverified' : 'account-disabled')
}

interface Checked {
  readonly userId: Id<'user'>
  /** When the password that was compared had been set: a later one makes the comparison void. */
  readonly changedAt: Date
}

/**
 * Compares a password within the account's attempts. For an unknown address and a locked account the same time passes. Throws
 * identity/invalid-credentials and identity/busy; a failure is audited.
 */
export async function checkPassword(
  parts: Parts,
  transact: Transact,
  tried: { canonical: string; password: string; ip: string | undefined },
): Promise<Checked> {
  const { attempts, hasher } = parts
  const slot = await attempts.take(tried.canonical, tried.ip)
  const held = await findHash(parts, tried.canonical)
  if (!slot.granted) {
    await hasher.pretend()
    return refuse(parts, transact, { reason: 'locked', account: tried.canonical, userId: held?.user_id })
  }
  const matches = await hasher.verify(held?.hash ?? null, tried.password).catch(async (error: unknown) => {
    await attempts.refund(tried.canonical, tried.ip)
    throw error
  })
  if (!matches || held === undefined) {
    if (slot.last) parts.metrics.authLockouts.inc()
    return refuse(parts, transact, {
      reason: slot.last ? 'locking' : 'wrong',
      account: tried.canonical,
      userId: held?.user_id,
    })
  }
  await attempts.succeed(tried.canonical, tried.ip)
  if (hasher.isOutdated(held.hash)) await rehash(parts, held, tried.password)
  return { userId: held.user_id, changedAt: held.changed_at }
}

function findHash(parts: Parts, canonical: string) {
  return parts.db
    .query<IdentityTables>()
    .selectFrom('identity.user as person')
    .innerJoin('identity.password as password', 'password.user_id', 'person.id')
    .select(['password.user_id', 'password.hash', 'password.changed_at'])
    .where('person.email_canonical', '=', canonical)
    .executeTakeFirst()
}

/** A password hashed at another cost is hashed anew, unless it was changed meanwhile. */
async function rehash(parts: Parts, held: { user_id: Id<'user'>; hash: string }, password: string): Promise<void> {
  const hash = await parts.hasher.hash(password)
  await parts.db
    .query<IdentityTables>()
    .updateTable('identity.password')
    .set({ hash })
    .where('user_id', '=', held.user_id)
    .where('hash', '=', held.hash)
    .execute()
}

interface Refusal {
  readonly reason: 'wrong' | 'locking' | 'locked'
  readonly account: string
  readonly userId: Id<'user'> | undefined
}

/** Repeated tries on a locked account are counted in the metrics, not in the trail, which they could flood. */
async function refuse(parts: Parts, transact: Transact, { reason, account, userId }: Refusal): Promise<never> {
  parts.metrics.authLogins.inc({ method: 'password', result: reason === 'locked' ? 'locked' : 'refused' })
  const subject =
    userId === undefined ? { kind: 'address', id: fingerprint(parts, account) } : { kind: 'user', id: userId }
  const action = reason === 'locking' ? 'identity.login.locked' : 'identity.login.refused'
  if (reason === 'locked') await sleep(1)
  else await transact((tx) => tx.audit({ action, subject }))
  throw identityProblem('invalid-credentials')
}

/** Lets an operator see that the same unknown address was tried again, without keeping it. */
function fingerprint(parts: Parts, account: string): string {
  return createHash('sha256').update(parts.keys.counters).update(account).digest('hex').slice(0, 32)
}

/** Holds the person against changes by others, if the compared password is still the password. */
export async function lockUnchanged(tx: Tx, checked: Checked, lock: 'share' | 'update'): Promise<Person> {
  const query = people(tx).where('id', '=', checked.userId)
  const person = await (lock === 'update' ? query.forUpdate() : query.forShare()).executeTakeFirst()
  const held = await tx
    .query<IdentityTables>()
    .selectFrom('identity.password')
    .select('changed_at')
    .where('user_id', '=', checked.userId)
    .executeTakeFirst()
  if (person === undefined || held?.changed_at.getTime() !== checked.changedAt.getTime()) {
    throw identityProblem('invalid-credentials')
  }
  return person
}
