import type { Db, Tx } from '../db/database.ts'
import type { Id } from '../id.ts'
import { hashAddress } from './suppressions.ts'

/** What became of one mail; `reported` afterwards by the receiving side. */
export interface MailFate {
  readonly state: 'queued' | 'sending' | 'sent' | 'failed' | 'suppressed' | 'uncertain'
  readonly reported: 'bounce' | 'complaint' | null
}

/** What units may ask about the mail they sent. */
export interface MailRecords {
  /** By id of the mail; those of long ago are absent. */
  fates(reader: Pick<Db | Tx, 'raw'>, ids: readonly Id<'mail'>[]): Promise<Map<Id<'mail'>, MailFate>>
  /** Which of the addresses, as they were given, get no news of this subscription, and why. */
  refusals(
    reader: Pick<Db | Tx, 'raw'>,
    about: { readonly addresses: readonly string[]; readonly subscription: string },
  ): Promise<Map<string, 'bounce' | 'complaint' | 'unsubscribe'>>
  /** Takes an unsubscription back, for who has subscribed anew and proven it. Bounces and complaints stand. Audited. */
  allowAgain(tx: Tx, about: { readonly address: string; readonly subscription: string }): Promise<void>
}

/** Reads the outbox and the entries that stop mail. */
export const mailRecords: MailRecords = {
  async fates(reader, ids) {
    const rows = await reader.raw<MailFate & { id: Id<'mail'> }>(
      'SELECT id, state, reported FROM kernel.mail WHERE id = ANY($1)',
      [[...ids]],
    )
    return new Map(rows.map(({ id, state, reported }) => [id, { state, reported }]))
  },
  async refusals(reader, { addresses, subscription }) {
    const rows = await reader.raw<{ address_hash: Buffer; reason: 'bounce' | 'complaint' | 'unsubscribe' }>(
      `SELECT address_hash, reason FROM kernel.mail_suppression
        WHERE address_hash = ANY($1) AND (scope <> 'subscription' OR subscription = $2)
        ORDER BY reason = 'unsubscribe'`,
      [addresses.map(hashAddress), subscription],
    )
    const reasons = new Map(rows.map((row) => [row.address_hash.toString('hex'), row.reason]))
    const refused = addresses.flatMap((address) => {
      const reason = reasons.get(hashAddress(address).toString('hex'))
      return reason === undefined ? [] : [[address, reason] as const]
    })
    return new Map(refused)
  },
  async allowAgain(tx, { address, subscription }) {
    const [ended] = await tx.raw<{ id: Id<'mail-suppression'> }>(
      `DELETE FROM kernel.mail_suppression WHERE address_hash = $1 AND subscription = $2 AND reason = 'unsubscribe'
       RETURNING id`,
      [hashAddress(address), subscription],
    )
    if (ended !== undefined)
      await tx.audit({
        action: 'mail.subscription-resumed',
        subject: { kind: 'mail-suppression', id: ended.id },
        details: { subscription },
      })
  },
}
