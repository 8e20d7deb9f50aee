import type { KeyObject } from 'node:crypto'
import type { Bus } from '../../../kernel/db/bus.ts'
import type { Db } from '../../../kernel/db/database.ts'
import type { Logger } from '../../../kernel/telemetry/log.ts'
import type { Metrics } from '../../../kernel/telemetry/metrics.ts'
import type { Changes } from './changes.ts'
import type { Evaluating } from './evaluating.ts'
import type { Live } from './live.ts'

export interface ServingDeps {
  readonly db: Db
  readonly bus: Pick<Bus, 'notify' | 'listen' | 'onGap' | 'healthy'>
  readonly log: Logger
  readonly metrics: Metrics
  readonly dataDir: string
  /** Of this installation. */
  readonly environment: string
  /** Signs the addresses of streams of other environments. */
  readonly eventKey: KeyObject
}

export interface ServingParts extends Pick<ServingDeps, 'environment' | 'eventKey'> {
  readonly live: Live
  readonly changes: Changes
  readonly evaluating: Evaluating
}
