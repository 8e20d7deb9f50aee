import { inSeconds, now } from '../../../kernel/clock.ts'
import type { Db, Tx } from '../../../kernel/db/database.ts'
import { localDate, zonedInstant } from '../../../kernel/zoned.ts'
import type { Person, TradingDeps } from '../deps.ts'
import { type DayRange, type Period, periodBefore, periodOf } from './periods.ts'

const HOUR = '07:00'
/** Who was not written to by then, because nothing ran, is not any more. */
const LATEST_SECONDS = 24 * 3600

/** A period that is due in a zone, and the morning after it on which it became so. */
export interface DuePeriod {
  readonly range: DayRange
  readonly since: Date
}

/** The day, week or month before, from 07:00 of the first day of the next by the clocks of the zone, for a day. */
export function duePeriod(period: Period, zone: string): DuePeriod | null {
  const current = periodOf(period, localDate(now(), zone))
  const since = zonedInstant({ date: current.from, time: HOUR }, zone)
  if (since > now() || since <= inSeconds(-LATEST_SECONDS)) return null
  return { range: periodBefore(period, current), since }
}

/** Why the person gets no letter of the subscription; null when they do. */
export async function refusalOf(
  source: Db | Tx,
  { mailRecords }: Pick<TradingDeps, 'mailRecords'>,
  { person, subscription }: { readonly person: Person; readonly subscription: string },
) {
  const refusals = await mailRecords.refusals(source, { addresses: [person.email], subscription })
  return refusals.get(person.email) ?? null
}
