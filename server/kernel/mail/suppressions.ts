import { createHash } from 'node:crypto'
import { now } from '../clock.ts'
import { acceptId, cursorPage } from '../db/cursor.ts'
import type { Db, Tx } from '../db/database.ts'
import { type Id, newId } from '../id.ts'
import { mailProblems } from './address.ts'
import type { MailPurpose } from './template.ts'

/** What an entry stops: every mail, every mail that is not essential, or one subscription. */
type Scope = 'all' | 'ordinary' | 'subscription'
type Reason = 'bounce' | 'complaint' | 'unsubscribe'

interface SuppressionRow {
  readonly id: Id<'mail-suppression'>
  readonly address_hash: Buffer
  readonly address: string | null
  readonly scope: Scope
  readonly subscription: string | null
  readonly reason: Reason
  readonly detail: string | null
  readonly mail_id: Id<'mail'> | null
  readonly created_at: Date
}

interface SuppressionTables {
  'kernel.mail_suppression': SuppressionRow
}

type Wanted =
  | { readonly reason: 'bounce'; readonly scope: 'ordinary' }
  | { readonly reason: 'complaint'; readonly scope: 'all' | 'ordinary' }
  | { readonly reason: 'unsubscribe'; readonly scope: 'subscription'; readonly subscription: string }

/** An entry to be made. `address` null: only the hash is kept, as of somebody who was erased. */
export type NewSuppression = Wanted & {
  readonly addressHash: Buffer
  readonly address: string | null
  readonly detail: string | null
  readonly mailId: Id<'mail'> | null
}

/** By which an address is found whatever its case. */
export function hashAddress(address: string): Buffer {
  return createHash('sha256').update(address.toLowerCase()).digest()
}

/** Adds an entry; where one stands for the address, the wider of the two stays: a complaint outranks a bounce, `all` outranks `ordinary`. */
export async function suppress(where: Pick<Tx, 'raw'> | Pick<Db, 'raw'>, entry: NewSuppression): Promise<void> {
  const subscription = entry.scope === 'subscription' ? entry.subscription : null
  await where.raw(
    `INSERT INTO kernel.mail_suppression AS known
       (id, address_hash, address, scope, subscription, reason, detail, mail_id, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     ON CONFLICT ON CONSTRAINT mail_suppression_once DO UPDATE
       SET scope = excluded.scope, reason = excluded.reason, detail = excluded.detail, mail_id = excluded.mail_id,
           created_at = excluded.created_at
       WHERE known.reason = 'bounce' AND excluded.reason = 'complaint'
          OR known.scope = 'ordinary' AND excluded.scope = 'all'`,
    [
      ...[newId<'mail-suppression'>(), entry.addressHash, entry.address, entry.scope, subscription, entry.reason],
      ...[entry.detail, entry.mailId, now()],
    ],
  )
}

interface Concerned {
  readonly id: Id<'mail'>
  readonly to_address: string
  readonly purpose: MailPurpose
  readonly subscription: string | null
}

/**
 * Why this mail is not to go to its address; null when it may. An entry that the mail itself brought about does not count: who retries
 * it by hand wants just that.
 */
export async function reasonAgainst(
  db: Db,
  { id, to_address, purpose, subscription }: Concerned,
): Promise<Reason | null> {
  const entries = await db
    .query<SuppressionTables>()
    .selectFrom('kernel.mail_suppression')
    .select(['scope', 'subscription', 'reason'])
    .where('address_hash', '=', hashAddress(to_address))
    .where((where) => where.or([where('mail_id', 'is', null), where('mail_id', '<>', id)]))
    .execute()
  const against = entries.find(
    (entry) =>
      entry.scope === 'all' ||
      (entry.scope === 'ordinary' && purpose !== 'essential') ||
      (entry.scope === 'subscription' && entry.subscription === subscription),
  )
  return against?.reason ?? null
}

export interface SuppressionFilter {
  readonly reason?: Reason
  readonly address?: string
  readonly limit?: number
  readonly cursor?: string
}

/** Entries, newest first. */
export async function listSuppressions(db: Db, filter: SuppressionFilter) {
  const page = cursorPage(filter, acceptId)
  let query = db
    .query<SuppressionTables>()
    .selectFrom('kernel.mail_suppression')
    .select(['id', 'address', 'scope', 'subscription', 'reason', 'detail', 'mail_id', 'created_at'])
    .orderBy('id', 'desc')
    .limit(page.limit + 1)
  if (filter.reason !== undefined) query = query.where('reason', '=', filter.reason)
  if (filter.address !== undefined) query = query.where('address_hash', '=', hashAddress(filter.address))
  if (page.after !== null) query = query.where('id', '<', page.after[0] as Id<'mail-suppression'>)
  return page.of(
    await query.execute(),
    ({ id }) => [id],
    ({ id, address, scope, subscription, reason, detail, mail_id, created_at }) => ({
      ...{ id, address, scope, subscription, reason, detail, mailId: mail_id, createdAt: created_at },
    }),
  )
}

/** Takes an entry away, audited without the address. Throws mail/no-such-suppression. */
export async function removeSuppression(tx: Tx, id: Id<'mail-suppression'>): Promise<void> {
  const removed = await tx
    .query<SuppressionTables>()
    .deleteFrom('kernel.mail_suppression')
    .where('id', '=', id)
    .returning(['reason', 'scope', 'subscription'])
    .executeTakeFirst()
  if (removed === undefined) throw mailProblems('no-such-suppression')
  await tx.audit({
    action: 'mail.suppression-removed',
    subject: { kind: 'mail-suppression', id },
    details: { ...removed },
  })
}
