import type { Tx } from '../../kernel/db/database.ts'

/** What the job engine lets an operator see and do. */
export interface JobsDoor {
  overview(): Promise<readonly unknown[]>
  schedules(): Promise<readonly unknown[]>
  list(filter: {
    readonly queue?: string
    readonly state?: 'queued' | 'active' | 'completed' | 'failed' | 'quarantined' | 'cancelled'
    readonly limit: number
    readonly cursor?: string
  }): Promise<unknown>
  get(id: string): Promise<unknown>
  retry(tx: Tx, id: string): Promise<void>
  redrive(tx: Tx, queue: string): Promise<number>
  pause(tx: Tx, queue: string): Promise<boolean>
  resume(tx: Tx, queue: string): Promise<boolean>
  cancel(tx: Tx, id: string): Promise<void>
}
