import { now } from '../clock.ts'
import type { Tx } from '../db/database.ts'
import { FORGOTTEN } from './forget.ts'
import type { MailReport } from './report-parse.ts'
import { hashAddress, suppress } from './suppressions.ts'
import type { MailPurpose } from './template.ts'

/**
 * Lets a fact take effect, once: it stands at its mail, a bounce or complaint stops what is sent to the address. Known by mail, kind,
 * time and recipient, or by mail and `status` where one is given.
 */
export async function takeReport(tx: Tx, report: MailReport & { readonly status?: string }): Promise<void> {
  const { mailId, kind, recipient, occurredAt, detail, status = null } = report
  const addressHash = hashAddress(recipient)
  const fresh = await tx.raw(
    `INSERT INTO kernel.mail_report (mail_id, kind, occurred_at, recipient_hash, detail, reported_at, status)
     VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING RETURNING kind`,
    [mailId, kind, occurredAt, addressHash, detail, now(), status],
  )
  if (fresh.length === 0 || kind === 'soft-bounce') return
  const [mail] = await tx.raw<{ purpose: MailPurpose; to_address: string }>(
    `UPDATE kernel.mail SET reported = CASE WHEN reported = 'complaint' THEN reported ELSE $2 END WHERE id = $1
     RETURNING purpose, to_address`,
    [mailId, kind],
  )
  const entry = { addressHash, address: mail?.to_address === FORGOTTEN ? null : recipient, detail, mailId }
  if (kind === 'bounce') await suppress(tx, { ...entry, reason: 'bounce', scope: 'ordinary' })
  else await suppress(tx, { ...entry, reason: 'complaint', scope: mail?.purpose === 'essential' ? 'all' : 'ordinary' })
}
