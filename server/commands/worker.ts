import { createApp, migrationSources } from '../app.ts'
import type { Config } from '../kernel/config/config.ts'
import { migrationState } from '../kernel/db/migrations.ts'
import { drainAndClose } from '../kernel/http/drain.ts'
import { createLog } from '../kernel/telemetry/create-log.ts'
import type { Logger } from '../kernel/telemetry/log.ts'
import { VERSION } from '../version.ts'
import { openDatabase } from './database.ts'
import { withDemoPayments } from './demo-payments.ts'
import { loadConfig } from './load-config.ts'
import { assertEncryptionKeys } from './secrets.ts'
import { logFindings } from './session.ts'
import { onShutdown, type Shutdown } from './signals.ts'

const JOB_DEADLINE_MS = 20_000

/** `plinth worker`: runs jobs only, beside any number of `serve` processes on the same database; health and /metrics on PORT. */
export async function worker(): Promise<void> {
  const loaded = await loadConfig()
  const { log, flush } = createLog({ ...loaded.telemetry, version: VERSION }, () => undefined)
  const shutdown = onShutdown(log, flush)
  await shutdown.around(() => start(loaded, log, shutdown))
}

async function start(loaded: Config, log: Logger, shutdown: Shutdown): Promise<void> {
  const database = await openDatabase(loaded, log, (reason) =>
    shutdown.start(`the embedded PostgreSQL stopped: ${reason}`, 1),
  )
  shutdown.add(() => database.close())
  const { config, demo } = await withDemoPayments(loaded)
  shutdown.add(async () => demo?.close())
  const app = await createApp({ config, databaseUrl: database.url, log, version: VERSION, probesOnly: true })
  shutdown.add(() => app.close(JOB_DEADLINE_MS))
  const state = await migrationState(database.url, migrationSources(app.units.all))
  if (state.pending.length > 0)
    throw new Error(`the schema is older than this worker: ${state.pending.join(', ')}; run \`plinth migrate\``)
  await assertEncryptionKeys(app, config)
  await app.prepare()
  await app.jobs.start('worker')
  app.units.audit.startSealing()
  shutdown.add(() => drainAndClose(app.http, 0))
  await app.http.listen({ host: config.server.host, port: config.server.port })
  await logFindings(app, log)
  log.info({ port: config.server.port }, 'worker runs')
}
