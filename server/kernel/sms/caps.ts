import { createHmac, type KeyObject } from 'node:crypto'
import { inSeconds, now } from '../clock.ts'
import type { Tx } from '../db/database.ts'
import { networkOf } from '../http/client-ip.ts'
import type { PhoneNumber } from './phone-number.ts'

const WINDOW_SECONDS = 60 * 60
/** Digits that the numbers of one block differ in: those who are paid per message rent blocks of ten thousand. */
const BLOCK_DIGITS = 4

/** Most messages within an hour. */
export interface SmsCaps {
  readonly number: number
  readonly block: number
  readonly network: number
  readonly country: number
}

export const DEFAULT_CAPS = { number: 5, block: 20, network: 10 }

/** The window starts at the first message and starts again once it is over; refused ones count and do not extend it. */
const TAKE = `
  INSERT INTO kernel.sms_count AS held (key, count, ends_at)
  SELECT key, 1, $2 FROM unnest($1::bytea[]) WITH ORDINALITY AS wanted (key, at) ORDER BY at
  ON CONFLICT (key) DO UPDATE SET
    count = CASE WHEN held.ends_at <= $3 THEN 1 ELSE least(held.count + 1, 1000000) END,
    ends_at = CASE WHEN held.ends_at <= $3 THEN excluded.ends_at ELSE held.ends_at END
  RETURNING key, count`

/**
 * Counts one message by number, block of numbers, client network and country, all in one statement of the transaction that sends
 * it: of any number at once no more than the caps get true. Narrow keys come first, so that transactions wait in one order and a
 * crowd waits at a busy country only. Keys are HMACs: neither numbers nor networks can be read from them.
 */
export async function takeSms(tx: Tx, key: KeyObject, caps: SmsCaps, to: PhoneNumber): Promise<boolean> {
  const keyOf = (name: string, value: string): Buffer => createHmac('sha256', key).update(`${name}\n${value}`).digest()
  const counted = [
    { key: keyOf('number', to.e164), limit: caps.number },
    { key: keyOf('block', to.e164.slice(0, -BLOCK_DIGITS)), limit: caps.block },
    { key: keyOf('network', networkOf(tx.origin.ip ?? 'unknown')), limit: caps.network },
    { key: keyOf('country', to.callingCode), limit: caps.country },
  ]
  const rows = await tx.raw<{ key: Buffer; count: number }>(TAKE, [
    counted.map((one) => one.key),
    inSeconds(WINDOW_SECONDS),
    now(),
  ])
  return counted.every(({ key: wanted, limit }) => {
    const row = rows.find((one) => one.key.equals(wanted))
    return row !== undefined && row.count <= limit
  })
}
