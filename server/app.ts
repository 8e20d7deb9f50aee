import { consoleOrigins, mailConfig, smsConfig } from './config-slices.ts'
import type { BlobStore } from './kernel/blob/blob-store.ts'
import { createDiskBlobStore } from './kernel/blob/disk-blob-store.ts'
import { type Cache, createCache } from './kernel/cache/cache.ts'
import { nowMs } from './kernel/clock.ts'
import type { Config } from './kernel/config/config.ts'
import { loadSigningKeys } from './kernel/crypto/key-source.ts'
import { type Bus, createBus, offlineBus } from './kernel/db/bus.ts'
import { createDatabase, type Db, type TxSinks } from './kernel/db/database.ts'
import { indexCheck } from './kernel/db/invalid-indexes.ts'
import type { MigrationSource } from './kernel/db/migrations.ts'
import { registerDocuments } from './kernel/http/documents.ts'
import type { RequestLimiter } from './kernel/http/options.ts'
import { createHttpServer, type HttpServer } from './kernel/http/server.ts'
import { evictionCheck } from './kernel/jobs/eviction-check.ts'
import { createJobs, type Jobs } from './kernel/jobs/jobs.ts'
import { createMail, type Mail } from './kernel/mail/mail.ts'
import { createLimiter } from './kernel/rate-limit/limiter.ts'
import { createSharedLimiter } from './kernel/rate-limit/shared-limiter.ts'
import { createStrictCounter } from './kernel/rate-limit/strict-counter.ts'
import type { RedisLink } from './kernel/redis/redis.ts'
import { createSms } from './kernel/sms/sms.ts'
import { createHealth, type HealthCheck } from './kernel/telemetry/health.ts'
import type { Logger } from './kernel/telemetry/log.ts'
import { createMetrics, jobMetrics, type Metrics } from './kernel/telemetry/metrics.ts'
import {
  busCheck,
  clockCheck,
  databaseCheck,
  diskCheck,
  roleCheck,
  snapshotCheck,
} from './kernel/telemetry/process-checks.ts'
import type { Unit } from './kernel/unit.ts'
import { encryptionKeysCheck } from './kernel/vault/needed-keys.ts'
import { keyWork } from './kernel/vault/vault.jobs.ts'
import { createVault, type SealedColumn, type Vault } from './kernel/vault/vault.ts'
import { openProviders } from './platform/secrets/index.ts'
import { buildUnits, type Units } from './units.ts'

export interface AppOptions {
  readonly config: Config
  readonly databaseUrl: string
  readonly log: Logger
  readonly version: string
  /** Folder of the built console; absent in commands and most tests. */
  readonly consoleFolder?: string
  /** Assembles without a database, to read what is declared: no connection is opened. */
  readonly offline?: boolean
  /** Answers health and metrics only: a worker. */
  readonly probesOnly?: boolean
  /** Told the text of every statement before it is sent: for tools that explain them. */
  readonly onStatement?: ((text: string) => void) | undefined
}

/** The assembled program: nothing listens and no job runs until `start`. */
export interface App {
  readonly db: Db
  readonly jobs: Jobs
  readonly mail: Mail
  readonly metrics: Metrics
  readonly http: HttpServer
  readonly units: Units
  readonly vault: Vault
  /** Columns of all units that hold what the vault sealed. */
  readonly sealed: readonly SealedColumn[]
  readonly health: ReturnType<typeof createHealth>
  /** Refuses settings that must not run, writes declared roles and flags; before the first request. */
  prepare(): Promise<void>
  /** Closes everything but HTTP, in reverse order of need. */
  close(jobDeadlineMs: number): Promise<void>
}

/** The schemas this program needs, in dependency order; shared by serve, worker, migrate and doctor. */
export function migrationSources(units: readonly Unit[]): MigrationSource[] {
  const own = units.flatMap((unit) =>
    unit.migrations === null ? [] : [{ name: unit.name, migrations: unit.migrations }],
  )
  return [{ name: 'kernel', migrations: new URL('./kernel/migrations/', import.meta.url) }, ...own]
}

const STATEMENT_TIMEOUT_MS = 5_000
/** What a process keeps in memory of values that are read often. */
const CACHE_BYTES_MAX = 32_000_000

type Ending = () => Promise<void> | void

/** What was opened is closed again when the rest cannot be: a process with open connections does not end. */
export async function createApp(options: AppOptions): Promise<App> {
  const opened: Ending[] = []
  try {
    return await assemble(options, opened)
  } catch (error) {
    await endAll(opened.toReversed()).catch((cause: unknown) =>
      options.log.warn({ error: cause }, 'not all was closed'),
    )
    throw error
  }
}

/** Composition root: kernel, then platform units, then products, in dependency order. What it opens is ended by `opened`. */
async function assemble(options: AppOptions, opened: Ending[]): Promise<App> {
  const { databaseUrl, log, version } = options
  const config = { ...options.config, keys: await openedKeys(options.config.keys) }
  const metrics = createMetrics(version)
  const { db, plugIn } = openDatabase(options, metrics)
  opened.push(() => db.close())
  const bus = options.offline === true ? offlineBus() : await createBus(databaseUrl, log)
  opened.push(() => bus.close())
  const jobs = createJobs({ url: databaseUrl, db, log, metrics: jobMetrics(metrics), redisUrl: config.jobsRedisUrl })
  const mail = createMail({ db, config: mailConfig(config), log, metrics })
  const sms = createSms({ db, config: smsConfig(config), metrics })
  const redis = options.offline === true ? null : await openRedis(config, log)
  opened.push(async () => redis?.close())
  const cache = createCache({ bus, redis, log, memoryBytesMax: CACHE_BYTES_MAX })
  const limits = openLimits(redis, db)
  const blobs = await openBlobs(config)
  const checks: HealthCheck[] = [
    ...processChecks(db, bus, config.dataDir),
    ...limits.health,
    ...carrierChecks(config, redis),
    cache.health,
    ...mail.health,
    ...sms.health,
    encryptionKeysCheck(db, kidsOf(config)),
  ]
  const health = createHealth(checks)
  const vault = createVault(config.keys.encryption)
  const outsideSecrets = options.offline === true ? [] : await openProviders(config.secretProviders)
  const shared = {
    ...{ config, db, bus, cache, jobs, mail, sms, vault, outsideSecrets, blobs },
    ...{ log, metrics, health, version },
  }
  const units = buildUnits(shared)
  checks.push(...units.all.flatMap((unit) => unit.health ?? []))
  plugIn({ audit: units.auditSink, ...jobs.sinks })
  for (const { mailFrames = {} } of units.all) mail.declareFrames(mailFrames)
  mail.declareTemplates(units.all.flatMap((unit) => unit.mails ?? []))
  const sealed = units.all.flatMap((unit) => unit.sealed ?? [])
  jobs.declare(workOf([mail, sms, keyWork(vault, sealed)], units.all))
  const http = createHttpServer({
    ...{ db, metrics, log, config: config.server },
    ...{ authenticator: units.authenticator, limiter: limits.limiter, refused: units.audit.noteRefusal },
  })
  if (options.probesOnly !== true) http.register([...units.all.flatMap((unit) => unit.routes), ...mail.routes])
  registerDocuments(http, {
    units: units.all,
    version,
    health,
    metrics,
    metricsToken: config.telemetry.metricsToken,
    db,
    cache,
  })
  const origins = () => consoleOrigins(config, blobs, units.captcha.provider())
  if (options.consoleFolder !== undefined) http.serveConsole(options.consoleFolder, origins)

  return {
    ...{ db, jobs, mail, metrics, http, units, vault, sealed, health },
    prepare: () => prepare(units),
    close: closing(units, { jobs, mail, bus, cache, redis, db }),
  }
}

async function prepare({ settings, access, flags, all }: Units): Promise<void> {
  await settings.prepare()
  await access.declare(all)
  await flags.prepare()
}

interface Closed {
  readonly jobs: Jobs
  readonly mail: Mail
  readonly bus: Bus
  readonly cache: Cache
  readonly redis: RedisLink | null
  readonly db: Db
}

function closing(units: Units, { jobs, mail, bus, cache, redis, db }: Closed): App['close'] {
  return (jobDeadlineMs) =>
    endAll([
      () => jobs.stop(jobDeadlineMs),
      ...units.all.toReversed().map((unit) => () => unit.stop?.()),
      ...[() => mail.close(), () => bus.close(), () => cache.close(), async () => redis?.close(), () => db.close()],
    ])
}

/** One after the other, each also when another failed. Throws the first failure. */
async function endAll(endings: readonly Ending[]): Promise<void> {
  const failures: unknown[] = []
  for (const end of endings)
    try {
      await end()
    } catch (error) {
      failures.push(error)
    }
  if (failures.length > 0) throw failures[0]
}

/** All that runs behind requests: what the kernel has of it, then the units'. */
function workOf(
  kernel: readonly Pick<Unit, 'jobs' | 'schedules'>[],
  units: readonly Unit[],
): Parameters<Jobs['declare']>[0] {
  return {
    jobs: [...kernel, ...units].flatMap(({ jobs = [] }) => jobs),
    schedules: [...kernel, ...units].flatMap(({ schedules = [] }) => schedules),
    subscriptions: units.flatMap(({ subscriptions = [] }) => subscriptions),
  }
}

function kidsOf({ keys }: Config): string[] {
  return keys.encryption.map(({ kid }) => kid)
}

function processChecks(db: Db, bus: Bus, dataDir: string): HealthCheck[] {
  return [
    databaseCheck(db),
    clockCheck(db, nowMs),
    roleCheck(db),
    snapshotCheck(db),
    indexCheck(db),
    diskCheck(dataDir),
    busCheck(bus.healthy),
  ]
}

/** The Redis of the jobs is the one of everything else. */
function carrierChecks({ jobsRedisUrl }: Config, redis: RedisLink | null): HealthCheck[] {
  return jobsRedisUrl === null || redis === null ? [] : [evictionCheck(redis)]
}

/** The keys with those opened that a key management service had wrapped. */
async function openedKeys(keys: Config['keys']): Promise<Config['keys']> {
  return { ...keys, signing: await loadSigningKeys(keys), wrapped: [] }
}

/** Loaded only where there is one to talk to. */
async function openRedis({ redisUrl }: Config, log: Logger): Promise<RedisLink | null> {
  if (redisUrl === null) return null
  const { createRedis } = await import('./kernel/redis/redis.ts')
  return createRedis(redisUrl, log)
}

/** Windows in Redis where there is one, strict ones in the database while it is away, and what health says of both. */
function openLimits(redis: RedisLink | null, db: Db): { limiter: RequestLimiter; health: HealthCheck[] } {
  if (redis === null) return { limiter: createLimiter(), health: [] }
  const limiter = createSharedLimiter(redis, createStrictCounter(db))
  return { limiter, health: [redis.health, limiter.health] }
}

/** The SDK of S3 costs half a second and 35 MB: loaded only where there is a bucket. */
async function openBlobs({ files }: Config): Promise<BlobStore> {
  if (files.s3 === null) return createDiskBlobStore({ root: files.dir })
  const { createS3BlobStore } = await import('./kernel/blob/s3-blob-store.ts')
  return await createS3BlobStore(files.s3)
}

/** The database with sinks that are plugged in once the units behind them exist. */
function openDatabase(
  { config, databaseUrl, log, onStatement }: AppOptions,
  metrics: Metrics,
): { db: Db; plugIn(sinks: TxSinks): void } {
  let plugged: TxSinks | null = null
  const sinks = (): TxSinks => {
    if (plugged === null) throw new TypeError('a transaction was opened before the app was assembled')
    return plugged
  }
  const db = createDatabase(
    {
      url: databaseUrl,
      name: 'app',
      poolMax: config.database.poolMax,
      statementTimeoutMs: STATEMENT_TIMEOUT_MS,
      prepared: config.database.prepared,
      onPoolError: (error) => log.warn({ error }, 'a pooled database connection was lost'),
      onStatement,
    },
    {
      audit: (tx, fact) => sinks().audit(tx, fact),
      publish: (tx, type, data) => sinks().publish(tx, type, data),
      enqueue: (tx, job) => sinks().enqueue(tx, job),
    },
  )
  db.onRetry((reason) => metrics.dbRetries.inc({ reason }))
  return {
    db,
    plugIn: (given) => {
      plugged = given
    },
  }
}
