import { setTimeout as sleep } from 'node:timers/promises'
import { now } from '../../kernel/clock.ts'
import type { Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import { Problem } from '../../kernel/problem.ts'
import { type Failures, failuresOf, type Trier } from './attempts.ts'
import { loginNeedsCaptcha } from './captcha-demand.ts'
import { parseEmail } from './email-address.ts'
import type { FirstFactor } from './first-factor.ts'
import type { Parts } from './parts.ts'
import type { PasswordHash } from './password-hash.ts'
import type { Person } from './people.ts'
import { identityProblem } from './problems.ts'
import type { Transact } from './registration.ts'
import { deviceOf, IS_NEW_DEVICE } from './sessions.ts'
import { completeSignIn, type PersonAtDevice, type SignIn } from './sign-in.ts'
import type { IdentityTables, Transport } from './tables.ts'
import { addressSubject } from './trail-subject.ts'
import { enqueueUnlockLetter } from './unlock.jobs.ts'

interface Credentials {
  readonly email: string
  readonly password: string
}

export interface LoginInput extends Credentials {
  readonly transport: Transport
  readonly ip: string | undefined
  readonly replaces: FirstFactor['replaces']
  readonly deviceToken: string | undefined
  /** The browser's name in `identity.device`; absent or null for one never seen. */
  readonly browser?: Buffer | null
  /** There where a captcha can be asked for: what was answered. */
  readonly captcha?: { readonly answer: string | undefined }
}

/**
 * Signs in with a password. Wrong password, unknown address and locked account answer alike with identity/invalid-credentials; only
 * who knows the password learns identity/email-unverified or identity/account-disabled. Also throws identity/busy,
 * identity/captcha-required.
 */
export async function login(parts: Parts, transact: Transact, input: LoginInput): Promise<SignIn> {
  const { canonical } = parseEmail(input.email)
  const known = await comparePassword(parts, transact, { ...input, canonical })
  const { transport, replaces, deviceToken } = input
  const result = await transact(async (tx) => {
    const person = await lockForSignIn(tx, known)
    await parts.attempts.succeed(known.trier, tx)
    if (person.disabled_at === null && person.email_verified_at !== null)
      return completeSignIn(
        parts,
        tx,
        { userId: person.id, via: 'password', aal: 1, transport, replaces, deviceToken },
        person,
      )
    await tx.audit({
      action: 'identity.login.refused',
      subject: { kind: 'user', id: person.id },
      details: { reason: 'closed' },
    })
    return identityProblem(person.disabled_at === null ? 'email-unverified' : 'account-disabled')
  }).catch((error: unknown) => giveBack(parts, known.trier, error))
  const refused = result instanceof Problem
  parts.metrics.authLogins.inc({ method: 'password', result: refused ? 'closed' : 'ok' })
  if (refused) throw result
  return result
}

interface Checked {
  readonly userId: Id<'user'>
  /** When the password that was compared had been set: a later one makes the comparison void. */
  readonly changedAt: Date
}

export interface TriedPassword {
  readonly canonical: string
  readonly password: string
  readonly ip: string | undefined
  readonly browser?: Buffer | null
  readonly captcha?: { readonly answer: string | undefined }
}

/** As comparePassword; the attempts end at once. */
export async function checkPassword(parts: Parts, transact: Transact, tried: TriedPassword): Promise<Checked> {
  const { trier, ...checked } = await comparePassword(parts, transact, tried)
  await parts.attempts.succeed(trier, null)
  return checked
}

interface Compared extends Checked {
  /** Whose attempts are to end. */
  readonly trier: Trier
}

/**
 * Compares a password within the account's attempts. For an unknown address, an account without a password and a locked one the same
 * time passes. Throws identity/invalid-credentials, identity/busy, identity/captcha-required; a failure is audited.
 */
async function comparePassword(parts: Parts, transact: Transact, tried: TriedPassword): Promise<Compared> {
  const { attempts, hasher } = parts
  const stranger: Trier = { account: tried.canonical, ip: tried.ip, browser: null }
  const familiar: Trier = { ...stranger, browser: tried.browser ?? null }
  const { held, failures } = await findHash(parts, stranger, familiar)
  const trier = held?.isKnownBrowser === true ? familiar : stranger
  if (tried.captcha !== undefined) {
    const standing = attempts.standing(trier, failures)
    if (loginNeedsCaptcha(parts, standing, trier.browser !== null))
      await parts.captcha.check({ action: 'login', answer: tried.captcha.answer, ip: tried.ip })
  }
  if (!(await attempts.take(trier))) {
    await hasher.pretend()
    return refuse(parts, transact, { reason: 'locked', trier, userId: held?.userId })
  }
  const matches = await hasher
    .verify(held?.password ?? null, tried.password)
    .catch((error: unknown) => giveBack(parts, trier, error))
  if (!matches || held === undefined || held.password === null) {
    const isLast = await attempts.fail(trier)
    if (isLast) parts.metrics.authLockouts.inc()
    return refuse(parts, transact, { reason: isLast ? 'locking' : 'wrong', trier, userId: held?.userId })
  }
  if (hasher.isOutdated(held.password))
    await rehash(parts, held.userId, held.password, tried.password).catch((error: unknown) =>
      giveBack(parts, trier, error),
    )
  return { userId: held.userId, changedAt: held.changedAt, trier }
}

/** Something else went wrong than the password: the try does not count. */
async function giveBack(parts: Parts, trier: Trier, error: unknown): Promise<never> {
  await parts.attempts.refund(trier)
  throw error
}

interface Held {
  readonly userId: Id<'user'>
  /** Null for an account that is entered by other ways. */
  readonly password: PasswordHash | null
  readonly changedAt: Date
  readonly isKnownBrowser: boolean
}

/** One row, also for an address that nobody has. */
const FIND = `
  SELECT person.id, password.hash, password.pepper, password.span, password.changed_at, device.id IS NOT NULL AS known,
         ${failuresOf('$3', '$4')} AS failures
    FROM (SELECT) always
    LEFT JOIN identity."user" person ON person.email_canonical = $1
    LEFT JOIN identity.password password ON password.user_id = person.id
    LEFT JOIN identity.device device ON device.user_id = person.id AND device.browser = $2 AND device.epoch = person.epoch`

type Found = {
  id: Id<'user'> | null
  hash: string | null
  pepper: string | null
  span: number | null
  changed_at: Date | null
  known: boolean
  failures: Failures | null
}

async function findHash(
  parts: Parts,
  stranger: Trier,
  familiar: Trier,
): Promise<{ held: Held | undefined; failures: Failures }> {
  const keys = parts.attempts.standingKeys(familiar.browser === null ? [stranger] : [stranger, familiar])
  const [row] = await parts.db.raw<Found>(FIND, [stranger.account, familiar.browser, keys, now()])
  const failures = row?.failures ?? {}
  if (row === undefined || row.id === null) return { held: undefined, failures }
  const held = {
    userId: row.id,
    password: row.hash === null ? null : { hash: row.hash, pepper: row.pepper, span: row.span },
    changedAt: row.changed_at ?? new Date(0),
    isKnownBrowser: row.known,
  }
  return { held, failures }
}

/** A password hashed at another cost or with an older pepper is hashed anew, unless it was changed meanwhile. */
async function rehash(parts: Parts, userId: Id<'user'>, old: PasswordHash, password: string): Promise<void> {
  const made = await parts.hasher.renew(old, password)
  await parts.db
    .query<IdentityTables>()
    .updateTable('identity.password')
    .set({ ...made })
    .where('user_id', '=', userId)
    .where('hash', '=', old.hash)
    .execute()
}

interface Refusal {
  readonly reason: 'wrong' | 'locking' | 'locked'
  readonly trier: Trier
  readonly userId: Id<'user'> | undefined
}

/** Repeated tries on a locked account are counted in the metrics, not in the trail, which they could flood. */
async function refuse(parts: Parts, transact: Transact, { reason, trier, userId }: Refusal): Promise<never> {
  parts.metrics.authLogins.inc({ method: 'password', result: reason === 'locked' ? 'locked' : 'refused' })
  const subject = addressSubject(parts, trier.account, userId)
  const action = reason === 'locking' ? 'identity.login.locked' : 'identity.login.refused'
  if (reason === 'locked') await sleep(1)
  else {
    await transact(async (tx) => {
      await tx.audit({ action, subject })
      if (reason === 'locking') await enqueueUnlockLetter(parts, tx, { userId: userId ?? null, trier })
    })
  }
  throw identityProblem('invalid-credentials')
}

/** Both rows are locked: one that was only read would be as old as the statement when it had to wait for the other. */
const hold = (lock: 'SHARE' | 'UPDATE', also = ''): string => `
  SELECT person.*, password.changed_at AS password_changed_at${also}
    FROM identity."user" person JOIN identity.password password ON password.user_id = person.id
   WHERE person.id = $1 FOR ${lock} OF person, password`
const HELD_FOR = { share: hold('SHARE'), update: hold('UPDATE') }
const HELD_FOR_SIGN_IN = hold('SHARE', `, ${IS_NEW_DEVICE}`)

type HeldPerson = Person & { password_changed_at: Date }

/** Holds the person against changes by others, if the compared password is still the password. */
export async function lockUnchanged(tx: Tx, checked: Checked, lock: 'share' | 'update'): Promise<Person> {
  const [held] = await tx.raw<HeldPerson>(HELD_FOR[lock], [checked.userId])
  return unchanged(held, checked)
}

/** As lockUnchanged, and asks for what the session will want to know. */
async function lockForSignIn(tx: Tx, checked: Checked): Promise<PersonAtDevice> {
  const [held] = await tx.raw<HeldPerson & { is_new_device: boolean }>(HELD_FOR_SIGN_IN, [
    checked.userId,
    ...deviceOf(tx.origin),
  ])
  return unchanged(held, checked)
}

function unchanged<Held extends HeldPerson>(held: Held | undefined, checked: Checked): Held {
  if (held?.password_changed_at.getTime() !== checked.changedAt.getTime()) throw identityProblem('invalid-credentials')
  return held
}
