import { mkdtemp, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type App, createApp, migrationSources } from '../../server/app.ts'
import { type Config, readConfig } from '../../server/kernel/config/config.ts'
import type { Db } from '../../server/kernel/db/database.ts'
import { migrate } from '../../server/kernel/db/migrations.ts'
import { drainAndClose } from '../../server/kernel/http/drain.ts'
import { createLog } from '../../server/kernel/telemetry/create-log.ts'
import type { Logger } from '../../server/kernel/telemetry/log.ts'
import type { Content } from '../../server/platform/content/index.ts'
import type { Settings } from '../../server/platform/settings/index.ts'
import { PRODUCTS } from '../../server/products.ts'
import { VERSION } from '../../server/version.ts'
import { type MailRecord, readMailbox } from './mailbox.ts'
import { migratedDatabaseUrl } from './migrated.ts'
import { createPeople, type People } from './people.ts'

export interface TestServerOptions {
  /** More environment variables, as an operator would set them. DATABASE_URL: that of another server, to stand beside it. */
  readonly environment?: Readonly<Record<string, string>>
  readonly demo?: boolean
  /** Serve the built console as well. */
  readonly console?: boolean
  /** Declares more kinds of content, as a product would. */
  readonly declare?: (content: Content, parts: { db: Db; log: Logger; settings: Settings }) => void
  /** Told the text of every statement of the app. */
  readonly onStatement?: (text: string) => void
}

/** The whole program in this process on a database of its own; black box by `url`, white box by `app`. */
export interface TestServer {
  readonly url: string
  readonly app: App
  readonly config: Config
  readonly databaseUrl: string
  readonly people: People
  /** Mail sent so far, oldest first, after all jobs have run. */
  mailbox(): Promise<MailRecord[]>
  /** Waits until no job is ready or active. */
  jobsIdle(): Promise<void>
  /** The one-time token for the first administrator. */
  setupToken(): Promise<string>
  stop(): Promise<void>
}

/** The program has read its routes by now: those of more types are added to them. */
function declareMore({ units: { content, settings }, http }: App, declare: (content: Content) => void): void {
  const known = [content, settings].map(({ routes }) => ({ routes, length: routes.length }))
  declare(content)
  http.register(known.flatMap(({ routes, length }) => routes.slice(length)))
}

function configOf(environment: Readonly<Record<string, string>>): Config {
  const fixed = { NODE_ENV: 'test', PORT: '0', LOG_LEVEL: 'silent', RATE_LIMITS: 'off', DATABASE_POOL_MAX: '6' }
  return readConfig(
    { ...fixed, PUBLIC_URL: 'http://localhost:3000', ...environment },
    { products: Object.keys(PRODUCTS), terminal: false },
  )
}

/** Starts the program with jobs running, limits off and the cheapest allowed passwords. */
export async function startServer(options: TestServerOptions = {}): Promise<TestServer> {
  const shared = options.environment?.DATABASE_URL
  const { url: databaseUrl, drop } =
    shared === undefined ? await migratedDatabaseUrl() : { url: shared, drop: async () => undefined }
  const dataDir = await mkdtemp(join(tmpdir(), 'plinth-test-'))
  const config = configOf({ DATA_DIR: dataDir, DATABASE_URL: databaseUrl, ...options.environment })
  const { log } = createLog({ ...config.telemetry, version: VERSION }, () => undefined)
  const consoleFolder = new URL('../../console/dist/', import.meta.url).pathname
  const removeAll = async (): Promise<void> => {
    await drop()
    await rm(dataDir, { recursive: true, force: true })
  }
  const app = await createApp({
    config,
    databaseUrl,
    log,
    version: VERSION,
    onStatement: options.onStatement,
    ...(options.console === true ? { consoleFolder } : {}),
  }).catch(async (error: unknown) => {
    await removeAll()
    throw error
  })
  try {
    declareMore(app, (content) => options.declare?.(content, { db: app.db, log, settings: app.units.settings }))
    await migrate(databaseUrl, migrationSources(app.units.all))
    await app.prepare()
    await app.jobs.start('worker')
    await app.http.listen({ host: '127.0.0.1', port: 0 })
    if (options.demo === true) for (const unit of app.units.all) await unit.seedDemo?.()
  } catch (error) {
    // A process with open connections does not end, and its file would wait for its time limit.
    await app.close(0).finally(removeAll)
    throw error
  }
  const url = `http://127.0.0.1:${(app.http.app.server.address() as AddressInfo).port}`

  return {
    url,
    app,
    config,
    databaseUrl,
    people: createPeople(app, url),
    jobsIdle: () => app.jobs.idle(),
    async mailbox() {
      await app.jobs.idle()
      return await readMailbox(config.mail.mailboxDir)
    },
    async setupToken() {
      const link = await app.units.identity.createSetupLink()
      const token = link === null ? undefined : /token=([^&]+)/.exec(link)?.[1]
      if (token === undefined) throw new Error('there is an administrator already')
      return token
    },
    async stop() {
      await drainAndClose(app.http, 0)
      await app.close(5000)
      await removeAll()
    },
  }
}
