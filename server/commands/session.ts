import { type App, createApp, migrationSources } from '../app.ts'
import type { Config } from '../kernel/config/config.ts'
import { migrate } from '../kernel/db/migrations.ts'
import { createLog } from '../kernel/telemetry/create-log.ts'
import type { Logger } from '../kernel/telemetry/log.ts'
import { VERSION } from '../version.ts'
import { type OpenDatabase, openOrAttachDatabase } from './database.ts'
import { withDemoPayments } from './demo-payments.ts'
import { loadConfig } from './load-config.ts'

/** What every command works with: configuration, log and an open, migrated database with the assembled app. */
export interface CommandSession {
  readonly config: Config
  readonly log: Logger
  readonly database: OpenDatabase
  readonly app: App
}

/** One record of what is to be said of the configuration and the settings, for a log that nobody reads at a terminal. */
export async function logFindings(app: App, log: Logger): Promise<void> {
  const { findings } = await app.units.settings.report()
  if (findings.length === 0) return
  const level = findings.some(({ severity }) => severity !== 'info') ? 'warn' : 'info'
  log[level]({ findings }, 'what is to be said of the configuration and the settings')
}

/** The program as it is configured, without a database: to read what it declares. */
export async function assembleOffline(): Promise<App> {
  const config = await loadConfig()
  const { log } = createLog({ ...config.telemetry, level: 'silent', version: VERSION }, () => undefined)
  return await createApp({
    config,
    databaseUrl: 'postgres://nobody@127.0.0.1:1/none',
    log,
    version: VERSION,
    offline: true,
  })
}

/**
 * Opens everything a command needs and closes it again, whatever the command does. `unprepared` is for what must work where the settings
 * refuse to start.
 */
export async function withSession<Result>(
  work: (session: CommandSession) => Promise<Result>,
  { unprepared = false }: { readonly unprepared?: boolean } = {},
): Promise<Result> {
  const { config } = await withDemoPayments(await loadConfig(), { join: true })
  const { log, flush } = createLog(
    {
      ...config.telemetry,
      level: config.telemetry.level === 'info' ? 'warn' : config.telemetry.level,
      version: VERSION,
      to: 'stderr',
    },
    () => undefined,
  )
  const database = await openOrAttachDatabase(config, log, (reason) => {
    throw new Error(`the embedded PostgreSQL stopped: ${reason}`)
  })
  try {
    const app = await createApp({ config, databaseUrl: database.url, log, version: VERSION })
    try {
      await migrate(database.url, migrationSources(app.units.all), log)
      if (!unprepared) await app.prepare()
      await app.jobs.start('enqueue-only')
      return await work({ config, log, database, app })
    } finally {
      await app.close(1000)
    }
  } finally {
    await database.close()
    await flush()
  }
}
