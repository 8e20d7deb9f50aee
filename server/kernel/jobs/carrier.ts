import type { Attempts } from './attempt.ts'
import type { PulseTools } from './pulse.ts'
import type { QueueSpec } from './queues.ts'

/**
 * What brings jobs to the workers of this process. The rows in PostgreSQL are the truth for each: a carrier decides only who looks at
 * which row when, and claims it before a handler starts.
 */
export interface Carrier {
  /** Starts `concurrency` workers of the queue. */
  open(spec: QueueSpec): Promise<void>
  /** Starts no further job of the queue; resolves when those that run have ended. */
  close(queue: string): Promise<void>
  /** The queue has a job that could run now. */
  wake(queue: string): void
  /** Lets go of its connections, also of those that a queue still holds that did not close in time. */
  end(): Promise<void>
}

/** What a carrier is made of. */
export interface CarrierOptions extends PulseTools {
  readonly url: string
  readonly attempts: Attempts
  readonly specs: readonly QueueSpec[]
}
