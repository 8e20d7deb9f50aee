import type { Tx } from '../db/database.ts'

/** Stands where an address was. */
export const FORGOTTEN = 'forgotten@erased.invalid'

/**
 * Takes an address out of the record of mail, whatever its case, and the subjects of what was sent to it. Waiting mail is not sent any
 * more unless it is essential or just being handed over, as the word that the account is gone: its row loses the address with its end.
 * Of the reasons why no mail is sent there, complaints and unsubscriptions stay without the address, so that they are still heeded.
 */
export async function forgetRecipient(tx: Tx, address: string): Promise<void> {
  const ends = "(state IN ('failed', 'uncertain') OR state = 'queued' AND purpose <> 'essential')"
  const goesOut = "(state = 'sending' OR state = 'queued' AND purpose = 'essential')"
  await tx.raw(
    `UPDATE kernel.mail SET
       forgets = true,
       to_address = CASE WHEN ${goesOut} THEN to_address ELSE $2 END,
       to_name = CASE WHEN ${goesOut} THEN to_name END,
       subject = CASE WHEN state = 'sent' THEN '' ELSE subject END,
       sealed_message = CASE WHEN ${ends} THEN NULL ELSE sealed_message END,
       last_error = CASE WHEN ${ends} THEN 'erased' ELSE last_error END,
       state = CASE WHEN ${ends} THEN 'suppressed' ELSE state END
     WHERE lower(to_address) = lower($1)`,
    [address, FORGOTTEN],
  )
  await tx.raw("DELETE FROM kernel.mail_suppression WHERE lower(address) = lower($1) AND reason = 'bounce'", [address])
  await tx.raw('UPDATE kernel.mail_suppression SET address = NULL WHERE lower(address) = lower($1)', [address])
}

/** The same for every sent mail of one template: of those that are the last to their address. */
export async function forgetRecipientsOf(tx: Tx, template: string): Promise<void> {
  await tx.raw(
    "UPDATE kernel.mail SET to_address = $2, to_name = NULL, subject = '' WHERE template = $1 AND state = 'sent' AND to_address <> $2",
    [template, FORGOTTEN],
  )
}
