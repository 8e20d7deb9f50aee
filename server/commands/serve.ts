import { mkdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { type App, createApp, migrationSources } from '../app.ts'
import type { Config } from '../kernel/config/config.ts'
import { migrate } from '../kernel/db/migrations.ts'
import { drainAndClose } from '../kernel/http/drain.ts'
import { createLog } from '../kernel/telemetry/create-log.ts'
import type { Logger } from '../kernel/telemetry/log.ts'
import { VERSION } from '../version.ts'
import { announce } from './announce.ts'
import { awaitDatabase } from './await-database.ts'
import { openDatabase } from './database.ts'
import { withDemoPayments } from './demo-payments.ts'
import { seedVisitors } from './demo-visitors.ts'
import { findFreePort } from './free-port.ts'
import { loadConfig } from './load-config.ts'
import { assertEncryptionKeys } from './secrets.ts'
import { logFindings } from './session.ts'
import { onShutdown, type Shutdown } from './signals.ts'

const CONSOLE_FOLDER = fileURLToPath(new URL('../../console/dist/', import.meta.url))
const JOB_DEADLINE_MS = 10_000

/** `plinth serve`: everything in one process, or the HTTP half when EMBEDDED_JOBS=false. */
export async function serve(): Promise<void> {
  const wanted = await loadConfig()
  const settled = await settlePort(wanted)
  const late: { app: App | null } = { app: null }
  const { log, flush } = createLog({ ...settled.telemetry, version: VERSION }, () =>
    late.app?.metrics.telemetryDropped.inc({ signal: 'log' }),
  )
  await mkdir(settled.dataDir, { recursive: true, mode: 0o700 })
  const shutdown = onShutdown(log, flush)
  await shutdown.around(() => start({ settled, wantedPort: wanted.server.port, log, shutdown, late }))
}

interface Start {
  readonly settled: Config
  readonly wantedPort: number
  readonly log: Logger
  readonly shutdown: Shutdown
  /** Told the app as soon as there is one. */
  readonly late: { app: App | null }
}

async function start({ settled, wantedPort, log, shutdown, late }: Start): Promise<void> {
  const database = await openDatabase(settled, log, (reason) =>
    shutdown.start(`the embedded PostgreSQL stopped: ${reason}`, 1),
  )
  shutdown.add(() => database.close())
  const { config, demo } = await withDemoPayments(settled)
  shutdown.add(async () => demo?.close())
  const app = await createApp({
    config,
    databaseUrl: database.url,
    log,
    version: VERSION,
    consoleFolder: CONSOLE_FOLDER,
  })
  late.app = app
  shutdown.add(() => app.close(JOB_DEADLINE_MS))
  shutdown.add(() => drainAndClose(app.http, config.server.shutdownAnnounceMs))
  const { host } = config.server
  let listening: Promise<number> | null = null
  const listen = (): Promise<number> => {
    listening ??= app.http.listen({ host, port: config.server.port })
    return listening
  }
  await awaitDatabase({
    ...{ url: database.url, waitSeconds: config.database.waitSeconds, log },
    whileAway: async () => {
      app.http.hold()
      await listen()
    },
  })
  await migrate(database.url, migrationSources(app.units.all), log)
  await assertEncryptionKeys(app, config)
  await app.prepare()
  await app.jobs.start(config.server.embeddedJobs ? 'worker' : 'enqueue-only')
  await ensureAdministrator(app, config)
  if (app.http.held()) app.http.release()
  const port = await listen()
  log.info({ port, host, mode: config.mode }, 'listening')
  app.units.audit.startSealing()
  if (config.mode === 'production') await logFindings(app, log)
  await announce({ app, config, database, demo, port, wantedPort })
  if (config.demo) {
    const url = `http://127.0.0.1:${port}`
    const seeding = seedDemo(app).then(() => (demo === null ? undefined : seedVisitors({ app, log, demo, url })))
    shutdown.add(() => seeding)
    await seeding
  }
}

async function seedDemo(app: App): Promise<void> {
  for (const unit of app.units.all) await unit.seedDemo?.()
}

/** In development a taken port moves to the next free one, and every link with it. */
async function settlePort(config: Config): Promise<Config> {
  if (!config.server.portMayMove || config.server.port === 0) return config
  const port = await findFreePort(config.server.host, config.server.port)
  return { ...config, server: { ...config.server, port, publicUrl: new URL(`http://localhost:${port}`) } }
}

/** The headless way to the first administrator: ADMIN_EMAIL and ADMIN_PASSWORD. */
async function ensureAdministrator(app: App, config: Config): Promise<void> {
  const admin = config.identity.admin
  if (admin === null || (await app.units.access.hasAdministrator())) return
  await app.units.identity.createAdministrator({
    email: admin.email,
    name: 'Administrator',
    password: admin.password.reveal(),
  })
}
