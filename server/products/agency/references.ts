import { now } from '../../kernel/clock.ts'
import type { Tx } from '../../kernel/db/database.ts'

const sequences = {
  REQ: 'agency.request_number',
  QUO: 'agency.quote_number',
  PRJ: 'agency.project_number',
  TIC: 'agency.ticket_number',
} as const

/** The next reference of a kind, for people to name a thing by: `REQ-2026-00042`. It may leave gaps and proves nothing. */
export async function nextReference(tx: Tx, kind: keyof typeof sequences): Promise<string> {
  const [row] = await tx.raw<{ number: bigint }>('SELECT nextval($1::regclass) AS number', [sequences[kind]])
  return `${kind}-${now().getUTCFullYear()}-${String(row?.number ?? 0n).padStart(5, '0')}`
}
