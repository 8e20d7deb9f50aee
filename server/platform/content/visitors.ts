import { createHmac, type KeyObject, randomBytes } from 'node:crypto'
import { now } from '../../kernel/clock.ts'
import type { Tx } from '../../kernel/db/database.ts'
import { formAgeMs } from '../../kernel/http/form-token.ts'
import { contentProblem } from './problems.ts'

const SALT_BYTES = 32
/** Nobody reads a form, writes a sentence and sends it in less. */
const WRITTEN_MS_MIN = 3000
const FORM_MS_MAX = 24 * 3600 * 1000

/** The key of whoever sends this request: the same for a month, and meaningless once its salt is gone. */
export async function visitorKey(tx: Tx): Promise<Buffer> {
  const { ip = '', userAgent = '' } = tx.origin
  const [row] = await tx.raw<{ salt: Buffer }>(
    `INSERT INTO content.visitor_salt (month, salt) VALUES ($1, $2)
     ON CONFLICT (month) DO UPDATE SET month = excluded.month RETURNING salt`,
    [now().toISOString().slice(0, 7), randomBytes(SALT_BYTES)],
  )
  if (row === undefined) throw new TypeError('a statement with RETURNING gives its row')
  return createHmac('sha256', row.salt).update(`${ip}\n${userAgent}`).digest()
}

/** Whether what was sent with the form is a machine's: sent at once, or with the field filled in that people do not see. Throws content/form-expired. */
export function isMachine(
  key: KeyObject,
  { token, website }: { readonly token: string; readonly website: string },
): boolean {
  const ageMs = formAgeMs(key, token)
  if (ageMs === null || ageMs > FORM_MS_MAX) throw contentProblem('form-expired')
  return website !== '' || ageMs < WRITTEN_MS_MIN
}
