/**
 * How one try ended. `retried`: failed, will run again. `dead`: failed for good. `handed-back`: given up at shutdown for another
 * process. `put-off`: will run again when the other side said. `lost`: the claim went to somebody else (cancelled, or this process stalled past its heartbeat).
 */
export type JobOutcome = 'completed' | 'retried' | 'dead' | 'handed-back' | 'put-off' | 'lost'

/** What the job engine tells the outside in numbers. Queue names are declared in code, so labels are bounded. */
export interface JobMetrics {
  /** job_duration_seconds{queue,outcome}: one try. */
  duration(queue: string, outcome: JobOutcome, seconds: number): void
  /** job_dead_letter_total{queue}: a job that will not be tried again. */
  deadLettered(queue: string): void
  /** job_queue_ready{queue} and job_queue_oldest_ready_age_seconds{queue}, every 15 s for every declared queue, 0 when empty. */
  ready(queue: string, jobs: number, oldestAgeSeconds: number): void
  /** A fault or a warning of the engine itself: database away, backlog, bloat. */
  engineFault(kind: 'error' | 'warning'): void
}
