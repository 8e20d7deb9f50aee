import type { Tx } from '../db/database.ts'

/** Stands where an address was. */
export const FORGOTTEN = 'forgotten@erased.invalid'

/** Takes an address and the subjects of what was sent to it out of the record of mail. Mail still waiting is sent first. */
export async function forgetRecipient(tx: Tx, address: string): Promise<void> {
  await tx.raw(
    "UPDATE kernel.mail SET to_address = $2, to_name = NULL, subject = '' WHERE to_address = $1 AND state = 'sent'",
    [address, FORGOTTEN],
  )
}

/** The same for every sent mail of one template: of those that are the last to their address. */
export async function forgetRecipientsOf(tx: Tx, template: string): Promise<void> {
  await tx.raw(
    "UPDATE kernel.mail SET to_address = $2, to_name = NULL, subject = '' WHERE template = $1 AND state = 'sent' AND to_address <> $2",
    [template, FORGOTTEN],
  )
}
