import { RRuleTemporal } from 'rrule-temporal'
import { Temporal } from 'temporal-polyfill'
import type { Interval } from '../availability.ts'

/** A day's worth for more than a hundred years; what needs more steps repeats without sense. */
const STEPS_MAX = 40_000
const CANDIDATES_MAX = 200_000
/** Years of other calendars (RFC 7529) take seconds to count from long ago, and calendar programs do not write them. */
const OTHER_YEARS = /RSCALE=(?!GREGORIAN)/i
const UNTIL = /UNTIL=(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z/i

interface Recurrence {
  /** RECUR (RFC 5545, 3.3.10). */
  readonly rule: string
  /** Wall time of the first. */
  readonly startMs: number
  /** What the clocks of the rule show at an instant: its end is given in UTC. */
  readonly wallOfUtc: (instantMs: number) => number
}

/** A rule says nothing that can be followed. */
export class RuleUnreadable extends Error {
  override readonly name = 'RuleUnreadable'
}

/**
 * The wall times within a range of wall times at which a rule repeats. Clocks play no part in it, as days and hours are counted by what they
 * show. Throws RuleUnreadable, also for what repeats too often to be counted.
 */
export function occurrences(recurrence: Recurrence, range: Interval): number[] {
  try {
    return followed(recurrence, range)
  } catch (error) {
    throw new RuleUnreadable(recurrence.rule, { cause: error })
  }
}

function followed({ rule, startMs, wallOfUtc }: Recurrence, { fromMs, untilMs }: Interval): number[] {
  if (OTHER_YEARS.test(rule)) throw new RangeError('years of another calendar')
  const repeated = new RRuleTemporal({
    rruleString: rule.replace(UNTIL, (_, ...[year, month, day, hour, minute, second]: string[]) => {
      const until = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
      return `UNTIL=${stamp(wallOfUtc(until))}`
    }),
    dtstart: Temporal.Instant.fromEpochMilliseconds(startMs).toZonedDateTimeISO('UTC'),
    maxIterations: STEPS_MAX,
    maxCandidateEvaluations: CANDIDATES_MAX,
    cache: false,
  })
  return repeated.between(new Date(fromMs), new Date(untilMs), true).map((at) => at.epochMilliseconds)
}

/** `20260309T090000Z`: times of rules are in UTC, as their wall times are written. */
function stamp(wallMs: number): string {
  return `${new Date(wallMs).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`
}
