import { monotonicMs } from '../clock.ts'
import type { Generations } from './generations.ts'

/** What a load came to; `failed` when the value only stands in for one that could not be loaded. */
export interface Landed {
  readonly value: unknown
  readonly failed: boolean
}

interface Flight {
  readonly landing: Promise<unknown>
  readonly unchangedAt: number
  readonly startedMs: number
}

/** The loads under way in this process: one for a value at a time. */
export interface Flights {
  /** The result of the load under way, or of `start`; one that began before an invalidation is not joined after it. */
  join(topics: readonly string[], start: () => Promise<Landed>): Promise<unknown>
}

/** For how long a failed load answers those who ask again. */
export const ERROR_KEPT_MS = 250
/** A load that hangs longer keeps nobody else waiting. */
const JOINED_MS_MAX = 10_000

/** Keeps flights by their first topic. */
export function createFlights(generations: Generations): Flights {
  const flights = new Map<string, Flight>()

  function leave(topic: string, flight: Flight): void {
    if (flights.get(topic) === flight) flights.delete(topic)
  }

  function isJoinable({ unchangedAt, startedMs }: Flight, topics: readonly string[]): boolean {
    return monotonicMs() - startedMs < JOINED_MS_MAX && generations.unchangedSince(unchangedAt, topics)
  }

  return {
    join(topics, start) {
      const [topic = ''] = topics
      const known = flights.get(topic)
      if (known !== undefined && isJoinable(known, topics)) return known.landing
      const leaveLater = (): void => void setTimeout(leave, ERROR_KEPT_MS, topic, flight).unref()
      const landing = start().then(
        ({ value, failed }) => {
          if (failed) leaveLater()
          else leave(topic, flight)
          return value
        },
        (error: unknown) => {
          leaveLater()
          throw error
        },
      )
      const flight: Flight = { landing, unchangedAt: generations.now(), startedMs: monotonicMs() }
      flights.set(topic, flight)
      return landing
    },
  }
}
