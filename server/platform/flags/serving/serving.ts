import type { Context, Json } from '@plinth/sdk/flags'
import { monotonicMs } from '../../../kernel/clock.ts'
import type { Route } from '../../../kernel/http/route.ts'
import type { HealthCheck } from '../../../kernel/telemetry/health.ts'
import { createChanges } from './changes.ts'
import { type DeclaredFlag, writeDeclared } from './declared.ts'
import { createEvaluating, type Served, type Widened } from './evaluating.ts'
import { createLive, type Live } from './live.ts'
import { ofrepRoutes } from './ofrep.routes.ts'
import type { ServingDeps } from './parts.ts'
import { snapshotRoutes } from './snapshot.routes.ts'
import { createSnapshotFiles } from './snapshot-file.ts'
import { createUsage } from './usage.ts'

/** Asks for a flag of one's own: what it serves to `context` here and now. */
export type AskFlag<Value extends Json> = (context?: Context) => Widened<Value>

/** What other units do with flags. */
export interface FlagServing {
  /** What a flag of this installation's environment serves; `fallback` where there is no answer of its type. Synchronous, never throws. */
  evaluate<Value extends Json>(key: string, context: Context, fallback: Value): Widened<Value>
  /** Makes a flag known that the program asks for; at construction. What comes back asks for it. */
  declare<Value extends Json>(flag: DeclaredFlag<Value>): AskFlag<Value>
  /** Told of every variant that is served under an experiment. */
  onServed(listener: (served: Served) => void): void
  /** Writes declared flags and reads all; once, after the migrations and before any request. */
  prepare(): Promise<void>
}

interface Serving extends FlagServing {
  readonly routes: readonly Route[]
  readonly health: readonly HealthCheck[]
  stop(): Promise<void>
}

/** Flags in memory, evaluated for the program itself, for clients by OFREP, and handed to programs that evaluate by themselves. */
export function createServing(deps: ServingDeps): Serving {
  const { db, bus, log, metrics, environment, eventKey } = deps
  const declared: DeclaredFlag[] = []
  const usage = createUsage(db, log)
  const files = createSnapshotFiles(deps.dataDir, log)
  const live = createLive({ db, bus, log, metrics, files })
  const changes = createChanges(live)
  const evaluating = createEvaluating({ usage, metrics, log })
  const parts = { live, changes, evaluating, environment, eventKey }
  const evaluate: FlagServing['evaluate'] = (key, context, fallback) =>
    evaluating.value(live.current(environment), key, context, fallback)

  return {
    routes: [...ofrepRoutes(parts), ...snapshotRoutes(parts)],
    health: [freshness(live)],
    evaluate,
    declare(flag) {
      declared.push(flag)
      return (context = {}) => evaluate(flag.key, context, flag.fallback)
    },
    onServed: evaluating.onServed,
    async prepare() {
      await writeDeclared(deps, declared)
      await live.open(environment)
    },
    async stop() {
      live.stop()
      changes.stop()
      await usage.stop()
      await files.settled()
    },
  }
}

/** Flags are as they are in the database. */
function freshness(live: Live): HealthCheck {
  return {
    name: 'flags',
    ready: false,
    run: async () => {
      const [doubt] = live.doubts()
      if (doubt === undefined) return { status: 'pass', observed: 'as in the database' }
      const { environment, revision, source } = doubt.published
      const seconds = Math.round((monotonicMs() - doubt.sinceMs) / 1000)
      const from = source === 'disk' ? 'kept on disk' : `read ${seconds} s ago`
      return {
        status: 'warn',
        observed: `revision ${revision} of ${environment}, ${from}`,
        fix: 'The last good flags are served until the database answers.',
      }
    },
  }
}
