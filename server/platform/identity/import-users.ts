import { now } from '../../kernel/clock.ts'
import type { Origin } from '../../kernel/db/actor.ts'
import type { Db, Tx } from '../../kernel/db/database.ts'
import { type Fence, LockLost, withLock } from '../../kernel/lock/lock.ts'
import { Problem } from '../../kernel/problem.ts'
import { type EmailAddress, parseEmail } from './email-address.ts'
import { userRegistered, userVerified } from './events.ts'
import { isForeignHash } from './foreign-hash.ts'
import { type FirebaseParameters, type ImportedPerson, type ImportFormat, readImport } from './import-formats.ts'
import { insertPerson } from './people.ts'
import { identityProblem } from './problems.ts'
import type { IdentityTables } from './tables.ts'

export interface ImportInput {
  readonly format: ImportFormat
  readonly content: string
  readonly dryRun: boolean
  readonly firebase: FirebaseParameters | null
}

/** What became, or on a dry run would become, of one entry. */
export interface ImportResult {
  /** Place in the export, from 1. */
  readonly row: number
  readonly email: string
  readonly result: 'created' | 'duplicate' | 'error'
  readonly reason: string | null
}

const BATCH = 100
/** One at a time over all processes: batches of two exports with the same people in another order would wait for each other. */
const LOCK = { name: 'identity.import-users', ttlSeconds: 30, waitSeconds: 5 }
const NAME_MAX = 200

/**
 * Makes accounts of another system's export; an address that has an account keeps it untouched. Nobody gets a role. Passwords stay as
 * they were hashed until their owner signs in. Throws identity/import-unreadable, and identity/import-under-way when another takes
 * longer than 5 s, or has overtaken this one after it stood still: what it had made by then stays.
 */
export async function importUsers(
  db: Db,
  origin: Origin,
  { format, content, dryRun, firebase }: ImportInput,
): Promise<ImportResult[]> {
  const people = readOrRefuse(format, content, firebase)
  const write = (fence: Fence | null) => writeAll(db, origin, people, { format, fence })
  if (dryRun) return await write(null)
  const results = await withLock(db, LOCK, write).catch((error: unknown) => {
    if (error instanceof LockLost) return undefined
    throw error
  })
  if (results === undefined) throw identityProblem('import-under-way')
  return results
}

interface Run {
  readonly format: ImportFormat
  /** Null on a dry run, which writes nothing. */
  readonly fence: Fence | null
}

async function writeAll(db: Db, origin: Origin, people: readonly ImportedPerson[], run: Run): Promise<ImportResult[]> {
  const seen = new Set<string>()
  const results: ImportResult[] = []
  for (let at = 0; at < people.length; at += BATCH) {
    const batch = people.slice(at, at + BATCH).map((person, offset) => judge(person, at + offset + 1))
    results.push(...(await db.transaction(origin, (tx) => writeBatch(tx, batch, { ...run, seen: new Set(seen) }))))
    for (const { email } of batch) if (email !== null) seen.add(email.canonical)
  }
  return results
}

function readOrRefuse(format: ImportFormat, content: string, firebase: FirebaseParameters | null): ImportedPerson[] {
  try {
    return readImport(format, content, firebase)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw identityProblem('import-unreadable', { cause: error })
  }
}

interface Judged {
  readonly row: number
  readonly person: ImportedPerson
  /** Null with a reason. */
  readonly email: EmailAddress | null
  readonly reason: string | null
}

function judge(person: ImportedPerson, row: number): Judged {
  const refuse = (reason: string): Judged => ({ row, person, email: null, reason })
  if (person.name.length > NAME_MAX) return refuse('the name is too long')
  if (person.passwordHash !== null && !isForeignHash(person.passwordHash))
    return refuse('the password hash is of no known form, or too dear to verify')
  try {
    const name = person.name === '' ? null : person.name
    return { row, person, email: parseEmail(person.email, name), reason: null }
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return refuse('the address or the name cannot be written to')
  }
}

interface Batch extends Run {
  /** Addresses of entries before. */
  readonly seen: Set<string>
}

async function writeBatch(tx: Tx, entries: readonly Judged[], batch: Batch): Promise<ImportResult[]> {
  await batch.fence?.check(tx)
  const taken = await takenAddresses(tx, entries)
  const results: ImportResult[] = []
  for (const { row, person, email, reason } of entries) {
    const shown = { row, email: person.email }
    if (email === null) {
      results.push({ ...shown, result: 'error', reason })
      continue
    }
    const isNew = !taken.has(email.canonical) && !batch.seen.has(email.canonical)
    batch.seen.add(email.canonical)
    const created = isNew && (batch.fence === null || (await create(tx, person, email, batch.format)))
    results.push({ ...shown, result: created ? 'created' : 'duplicate', reason: null })
  }
  return results
}

async function takenAddresses(tx: Tx, entries: readonly Judged[]): Promise<Set<string>> {
  const addresses = entries.flatMap(({ email }) => (email === null ? [] : [email.canonical]))
  const rows = await tx
    .query<IdentityTables>()
    .selectFrom('identity.user')
    .select('email_canonical')
    .where((where) => where('email_canonical', '=', where.fn.any(where.val(addresses))))
    .execute()
  return new Set(rows.map((row) => row.email_canonical))
}

async function create(tx: Tx, person: ImportedPerson, email: EmailAddress, format: ImportFormat): Promise<boolean> {
  const passwordHash = person.passwordHash === null ? null : { hash: person.passwordHash, pepper: null, span: null }
  const name = person.name === '' ? (email.written.split('@')[0] ?? '') : person.name
  const userId = await insertPerson(tx, { email, name, passwordHash, verified: person.emailVerified })
  if (userId === undefined) return false
  if (person.disabled)
    await tx
      .query<IdentityTables>()
      .updateTable('identity.user')
      .set({ disabled_at: now() })
      .where('id', '=', userId)
      .execute()
  await tx.audit({ action: 'identity.user.imported', subject: { kind: 'user', id: userId }, details: { format } })
  await tx.publish(userRegistered, { userId })
  if (person.emailVerified) await tx.publish(userVerified, { userId })
  return true
}
