/** When answers change by time alone. */
export interface Schedule {
  changesAt(ms: number): void
  rampsBetween(startsMs: number, endsMs: number, shares: number): void
  nextAfter(ms: number): number | null
}

const stepMsMin = 1000

/** Collects the instants of schedules, and the ramps, of which each share is a step but not more than one a second. */
export function createSchedule(): Schedule {
  const instants = new Set<number>()
  const ramps: { readonly startsMs: number; readonly endsMs: number; readonly stepMs: number }[] = []
  return {
    changesAt: (ms) => void instants.add(ms),
    rampsBetween: (startsMs, endsMs, shares) => {
      instants.add(startsMs).add(endsMs)
      if (shares !== 0)
        ramps.push({ startsMs, endsMs, stepMs: Math.max(stepMsMin, (endsMs - startsMs) / Math.abs(shares)) })
    },
    nextAfter: (ms) => {
      let next = Number.POSITIVE_INFINITY
      for (const instant of instants) if (instant > ms && instant < next) next = instant
      for (const { startsMs, endsMs, stepMs } of ramps) {
        if (ms < startsMs || ms >= endsMs) continue
        const steps = Math.floor((ms - startsMs) / stepMs) + 1
        next = Math.min(next, Math.ceil(startsMs + steps * stepMs), endsMs)
      }
      return Number.isFinite(next) ? next : null
    },
  }
}
