import { identityConfig } from './config-slices.ts'
import { createDiskBlobStore } from './kernel/blob/disk-blob-store.ts'
import type { Config } from './kernel/config/config.ts'
import type { Bus } from './kernel/db/bus.ts'
import type { Db, TxSinks } from './kernel/db/database.ts'
import { jobProblems } from './kernel/jobs/inspect.ts'
import type { Jobs } from './kernel/jobs/jobs.ts'
import type { Mail } from './kernel/mail/mail.ts'
import type { Limiter } from './kernel/rate-limit.ts'
import type { HealthReport } from './kernel/telemetry/health.ts'
import type { Logger } from './kernel/telemetry/log.ts'
import type { Metrics } from './kernel/telemetry/metrics.ts'
import type { Unit } from './kernel/unit.ts'
import { type Access, createAccess } from './platform/access/index.ts'
import { auditKey, auditSink, createAudit } from './platform/audit/index.ts'
import { createFiles, type Files } from './platform/files/index.ts'
import { createIdentity, type Identity } from './platform/identity/index.ts'
import { createOperations } from './platform/operations/index.ts'
import { PRODUCTS, type ProductDeps } from './products.ts'

export interface UnitParts {
  readonly config: Config
  readonly db: Db
  readonly bus: Bus
  readonly jobs: Jobs
  readonly mail: Mail
  readonly log: Logger
  readonly metrics: Metrics
  readonly health: { report(): Promise<HealthReport> }
  readonly limiter: Limiter
}

export interface Units {
  readonly access: Access
  readonly identity: Identity
  readonly audit: ReturnType<typeof createAudit>
  readonly files: Files
  readonly auditSink: TxSinks['audit']
  /** Every unit that runs, in dependency order. */
  readonly all: readonly Unit[]
}

/** Builds the units, platform first. A product is one line here and its folder. */
export function buildUnits(parts: UnitParts): Units {
  const { config, db, bus, jobs, mail, log, metrics, health } = parts
  const key = auditKey(config.keys.sessionSecret.reveal())
  const access = createAccess({ db, bus })
  const identity = createIdentity({ db, bus, access, mailer: mail, log, metrics, config: identityConfig(config) })
  const audit = createAudit({ db, key, log, metrics, names: (ids) => identity.userSummaries(ids) })
  const files = createFiles({
    db,
    log,
    blobs: createDiskBlobStore({ root: config.files.dir }),
    signingSecret: config.keys.sessionSecret,
    publicUrl: config.server.publicUrl,
    maxBytes: config.files.uploadMaxBytes,
  })
  const operations = createOperations({ jobs, jobProblems, health })
  const people: ProductDeps['people'] = (ids) => identity.userSummaries(ids)
  const deps: ProductDeps = { db, files, access, mailer: mail, log, publicUrl: config.server.publicUrl, people }
  const chosen = config.products.flatMap((name) => PRODUCTS[name]?.(deps) ?? [])
  return {
    access,
    identity,
    audit,
    files,
    auditSink: auditSink(key),
    all: [audit, access, identity, files, operations, ...chosen],
  }
}
