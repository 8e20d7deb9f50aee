import { type EventLoopUtilization, monitorEventLoopDelay, performance } from 'node:perf_hooks'

export interface Shedder {
  /** The reason to refuse a request now, or null. */
  reason(working: number): string | null
  stop(): void
}

const SAMPLE_MS = 250
/** Each look wakes the process. Five in a sample find a delay of DELAY_P99_MAX_MS. */
const LOOK_MS = 50
const IN_FLIGHT_MAX = 512
/** Below this many requests under way a busy loop is throughput, not overload. */
const IN_FLIGHT_FLOOR = 64
const DELAY_P99_MAX_MS = 200
const UTILISATION_MAX = 0.98

/** Watches the event loop over intervals (never the average since boot) and says when new work would only make all of it late. */
export function createShedder(): Shedder {
  const delay = monitorEventLoopDelay({ resolution: LOOK_MS })
  delay.enable()
  let last: EventLoopUtilization = performance.eventLoopUtilization()
  let busySamples = 0
  let late = false
  const timer = setInterval(() => {
    const current = performance.eventLoopUtilization()
    busySamples = performance.eventLoopUtilization(current, last).utilization > UTILISATION_MAX ? busySamples + 1 : 0
    last = current
    late = delay.percentile(99) / 1e6 > DELAY_P99_MAX_MS
    delay.reset()
  }, SAMPLE_MS)
  timer.unref()
  return {
    reason(working) {
      if (working > IN_FLIGHT_MAX) return 'in_flight'
      if (working <= IN_FLIGHT_FLOOR) return null
      if (late) return 'loop_delay'
      return busySamples >= 2 ? 'loop_busy' : null
    },
    stop() {
      clearInterval(timer)
      delay.disable()
    },
  }
}
