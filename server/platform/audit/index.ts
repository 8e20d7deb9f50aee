import type { KeyObject } from 'node:crypto'
import { monotonicMs } from '../../kernel/clock.ts'
import type { Secret } from '../../kernel/config/secret.ts'
import { deriveKey } from '../../kernel/crypto/derive-key.ts'
import { systemOrigin } from '../../kernel/db/actor.ts'
import type { AuditFact, Db, Tx } from '../../kernel/db/database.ts'
import type { Refusal } from '../../kernel/http/options.ts'
import { type Id, newId } from '../../kernel/id.ts'
import type { Logger } from '../../kernel/telemetry/log.ts'
import type { Unit } from '../../kernel/unit.ts'
import { appendAudit } from './append.ts'
import { auditRoutes } from './audit.routes.ts'
import { type OwnEvent, ownEvents } from './own-events.ts'
import { eraseRecords, exportRecords } from './people.ts'
import { createPersonalKeys } from './personal.ts'
import { type ActorNames, listRecords, type RecordFilter } from './records.ts'
import { createRefusals } from './refusals.ts'
import { sealBatch } from './seal.ts'
import { type AuditVerification, verifyAudit } from './verify.ts'

export type { AuditVerification } from './verify.ts'

const SEAL_EVERY_MS = 1000

export interface AuditDeps {
  readonly db: Db
  readonly key: KeyObject
  readonly log: Logger
  readonly names: ActorNames
  /** audit_unsealed_age_seconds: how long ago sealing last succeeded, 0 while it does. */
  readonly metrics: { readonly auditUnsealedAge: { set(seconds: number): void } }
}

/** Derives the key of the audit's MACs from the server's master secret. */
export function auditKey(masterSecret: Secret): KeyObject {
  return deriveKey(masterSecret, 'plinth audit')
}

/** The sink every transaction writes its facts through. */
export function auditSink(key: KeyObject): (tx: Tx, fact: AuditFact) => Promise<void> {
  const personalKeys = createPersonalKeys()
  return (tx, fact) => appendAudit(key, personalKeys, tx, fact)
}

/**
 * The audit trail: records in the business transaction, sealed into a hash chain about once a second by one process at a time,
 * signed checkpoints each minute that are also told to the log.
 */
export function createAudit({ db, key, log, names, metrics }: AuditDeps): Unit & {
  /** Begins to seal, and to write what was refused. */
  startSealing(): void
  sealNow(): Promise<void>
  /** Counts a credential that was refused; within a minute the trail tells of it. */
  noteRefusal(refusal: Refusal): void
  /** Writes what was counted of these now. */
  writeRefusals(): Promise<void>
  verify(): Promise<AuditVerification>
  /** Newest first, as `RecordFilter` says; whoever asks answers for who may see them. */
  records(filter: RecordFilter): ReturnType<typeof listRecords>
  /** What was recorded about a person, for that person's eyes: newest first, without details. */
  ownEvents(
    userId: Id<'user'>,
    query: { readonly limit?: number; readonly cursor?: string },
  ): Promise<{ items: OwnEvent[]; nextCursor: string | null }>
} {
  let timer: NodeJS.Timeout | null = null
  let running: Promise<void> = Promise.resolve()
  let sealedAtMs = monotonicMs()
  const refusals = createRefusals(db, log)

  async function sealNow(): Promise<void> {
    const { sealed, checkpoint } = await sealBatch(db, key, systemOrigin('audit.seal', newId()))
    if (checkpoint !== null) log.info({ seq: Number(checkpoint.seq), hash: checkpoint.hash }, 'audit checkpoint')
    if (sealed > 0) await sealNow()
  }

  return {
    name: 'audit',
    migrations: new URL('./migrations/', import.meta.url),
    routes: auditRoutes(db, key, names),
    problems: [],
    permissions: { 'audit:read': 'Read the audit log and verify its chain' },
    events: [],
    sealNow,
    noteRefusal: refusals.note,
    writeRefusals: refusals.write,
    verify: () => verifyAudit(db, key),
    records: (filter) => listRecords(db, filter, names),
    ownEvents: (userId, query) => ownEvents(db, userId, query),
    exportPerson: (userId) => exportRecords(db, userId),
    erasePerson: (tx, userId) => eraseRecords(key, tx, userId),
    startSealing() {
      const tick = () => {
        running = sealNow()
          .then(() => {
            sealedAtMs = monotonicMs()
          })
          .catch((error: unknown) => log.warn({ error }, 'audit records could not be sealed'))
          .finally(() => {
            metrics.auditUnsealedAge.set(Math.floor((monotonicMs() - sealedAtMs) / 1000))
            if (timer !== null) timer = setTimeout(tick, SEAL_EVERY_MS)
          })
      }
      timer = setTimeout(tick, SEAL_EVERY_MS)
      refusals.start()
    },
    async stop() {
      await refusals.stop()
      if (timer !== null) clearTimeout(timer)
      timer = null
      await running
    },
  }
}
