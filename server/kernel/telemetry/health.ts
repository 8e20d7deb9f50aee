import { monotonicMs, now } from '../clock.ts'

export type HealthStatus = 'pass' | 'warn' | 'fail'

/** One finding of a check: what was seen and, unless it passed, what to do. */
export interface HealthFinding {
  readonly status: HealthStatus
  readonly observed: string
  readonly fix?: string
}

/**
 * A named check, used by /health, /readyz, the startup check and `plinth doctor` alike. A failing check with `ready: true`
 * takes the process out of the load balancer; others only show as a warning.
 */
export interface HealthCheck {
  readonly name: string
  readonly ready: boolean
  run(signal: AbortSignal): Promise<HealthFinding>
}

export interface HealthReport {
  readonly status: HealthStatus
  readonly ready: boolean
  readonly checks: Readonly<Record<string, HealthFinding & { readonly tookMs: number; readonly at: Date }>>
}

const CHECK_TIMEOUT_MS = 500
const CACHE_MS = 1000

/** Runs checks together, each at most 500 ms, and keeps the report for 1 s, so that a flood of probes costs nothing. */
export function createHealth(checks: readonly HealthCheck[]): { report(): Promise<HealthReport> } {
  let kept: { at: number; report: Promise<HealthReport> } | null = null
  return {
    report() {
      if (kept !== null && monotonicMs() - kept.at < CACHE_MS) return kept.report
      kept = { at: monotonicMs(), report: runAll(checks) }
      return kept.report
    },
  }
}

async function runAll(checks: readonly HealthCheck[]): Promise<HealthReport> {
  const findings = await Promise.all(checks.map(async (check) => ({ check, ...(await runOne(check)) })))
  const worst = findings.some((one) => one.finding.status === 'fail')
    ? 'fail'
    : findings.some((one) => one.finding.status === 'warn')
      ? 'warn'
      : 'pass'
  return {
    status: worst,
    ready: !findings.some((one) => one.check.ready && one.finding.status === 'fail'),
    checks: Object.fromEntries(
      findings.map((one) => [one.check.name, { ...one.finding, tookMs: one.tookMs, at: now() }]),
    ),
  }
}

async function runOne(check: HealthCheck): Promise<{ finding: HealthFinding; tookMs: number }> {
  const started = monotonicMs()
  const signal = AbortSignal.timeout(CHECK_TIMEOUT_MS)
  const expired = new Promise<HealthFinding>((resolve) => {
    signal.addEventListener(
      'abort',
      () => resolve({ status: 'fail', observed: `no answer within ${CHECK_TIMEOUT_MS} ms` }),
      { once: true },
    )
  })
  const failed = (error: unknown): HealthFinding => ({
    status: 'fail',
    observed: error instanceof Error ? error.message : 'failed',
  })
  const finding = await Promise.race([check.run(signal).catch(failed), expired])
  return { finding, tookMs: Math.round(monotonicMs() - started) }
}
