import { inSeconds } from '../../../kernel/clock.ts'
import type { Reader } from '../parts.ts'

const SHOWN_DAYS = 30
const DAY_SECONDS = 24 * 60 * 60

/** What was served of a flag in 30 days, the most first. */
export async function usageOf(reader: Reader, key: string, environment: string) {
  const rows = await reader.raw<{ variant: string; count: bigint; last_at: Date }>(
    `SELECT variant, sum(count)::bigint AS count, max(last_at) AS last_at FROM flags.usage
      WHERE flag_key = $1 AND environment = $2 AND day > $3::date GROUP BY variant ORDER BY count DESC, variant`,
    [key, environment, inSeconds(-SHOWN_DAYS * DAY_SECONDS)],
  )
  return rows.map(({ variant, count, last_at: lastAt }) => ({ variant, count: Number(count), lastAt }))
}
