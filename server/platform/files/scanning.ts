import type { BlobStore } from '../../kernel/blob/blob-store.ts'
import { systemOrigin } from '../../kernel/db/actor.ts'
import type { Db, Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import { enqueue, type Job } from '../../kernel/jobs/job.ts'
import { recipient } from '../../kernel/mail/address.ts'
import type { Mailer } from '../../kernel/mail/mailer.ts'
import type { HealthCheck } from '../../kernel/telemetry/health.ts'
import { type Finding, type Scanner, ScannerAway } from './clamd.ts'
import { fileConfirmed } from './events.ts'
import { infectedMail } from './mails.ts'
import { filesProblem } from './problems.ts'
import type { FileRow, FilesTables, ScanState } from './tables.ts'
import type { variantsInput } from './variants.job.ts'

/** A verdict, or that there is none yet. */
export type Scanned = { readonly scan: ScanState; readonly finding: Finding }

export interface Person {
  readonly name: string
  readonly email: string
  readonly locale: string | null
}

export interface ScanningDeps {
  readonly db: Db
  readonly blobs: BlobStore
  readonly mailer: Mailer
  readonly publicUrl: URL
  /** Null: files are not scanned. */
  readonly scanner: Scanner | null
  readonly makeVariants: Job<typeof variantsInput>
  people(ids: readonly Id<'user'>[]): Promise<ReadonlyMap<Id<'user'>, Person>>
}

export type VerdictDeps = Pick<ScanningDeps, 'mailer' | 'publicUrl' | 'makeVariants'>

/** Throws unless the bytes of the file may be read: a file without a verdict, or with a bad one, is nobody's. */
export function assertReadable(file: FileRow): void {
  if (file.scan === 'pending') throw filesProblem('quarantined', { retryAfterSeconds: 300 })
  if (file.scan === 'infected') throw filesProblem('infected')
}

/** Asks the scanner about stored bytes. Without a verdict they stay in quarantine. */
export async function scanStored(
  { blobs, scanner }: Pick<ScanningDeps, 'blobs' | 'scanner'>,
  blobKey: string,
  signal?: AbortSignal,
): Promise<Scanned> {
  if (scanner === null) return { scan: 'none', finding: null }
  try {
    const finding = await scanner.scan(await blobs.read(blobKey), signal)
    return { scan: finding === null ? 'clean' : 'infected', finding }
  } catch (error) {
    if (error instanceof ScannerAway) return { scan: 'pending', finding: null }
    throw error
  }
}

const AT_ONCE = 200

/** Scans what waits in quarantine, oldest first; stops at the first without a verdict. Returns how many left the quarantine's queue. */
export async function scanPending(deps: ScanningDeps, signal: AbortSignal): Promise<number> {
  const waiting = await deps.db
    .query<FilesTables>()
    .selectFrom('files.file')
    .selectAll()
    .where('scan', '=', 'pending')
    .orderBy('created_at')
    .orderBy('id')
    .limit(AT_ONCE)
    .execute()
  let judged = 0
  for (const file of waiting) {
    const scanned = await scanStored(deps, file.blob_key, signal)
    if (scanned.scan === 'pending' || scanned.scan === 'none') return judged
    const owner = await ownerOf(deps, file.owner_id)
    await deps.db.transaction(systemOrigin('files.scan-pending', file.id), (tx) =>
      judge(deps, tx, { file, scanned, owner }),
    )
    judged += 1
  }
  return judged
}

/** Looked up before the transaction; null for nobody. */
export async function ownerOf(
  { people }: Pick<ScanningDeps, 'people'>,
  ownerId: Id<'user'> | null,
): Promise<Person | null> {
  return ownerId === null ? null : ((await people([ownerId])).get(ownerId) ?? null)
}

interface Judgement {
  readonly file: FileRow
  readonly scanned: Scanned
  readonly owner: Person | null
}

async function judge(deps: ScanningDeps, tx: Tx, { file, scanned, owner }: Judgement): Promise<void> {
  const updated = await tx
    .query<FilesTables>()
    .updateTable('files.file')
    .set({ scan: scanned.scan, scan_finding: scanned.finding })
    .where('id', '=', file.id)
    .where('scan', '=', 'pending')
    .returning('id')
    .execute()
  if (updated.length > 0) await tellVerdict(deps, tx, { file, scanned, owner })
}

/** What follows from a verdict: the file is announced and a picture made anew, or its quarantine is recorded and its owner told. */
export async function tellVerdict(
  { mailer, publicUrl, makeVariants }: VerdictDeps,
  tx: Tx,
  { file, scanned, owner }: Judgement,
): Promise<void> {
  if (scanned.scan === 'pending') return
  if (scanned.scan !== 'infected') {
    if (file.image === 'pending') await enqueue(tx, makeVariants, { fileId: file.id })
    if (file.owner_id !== null)
      await tx.publish(fileConfirmed, { fileId: file.id, purpose: file.purpose, ownerId: file.owner_id })
    return
  }
  await tx.audit({
    action: 'files.found-infected',
    subject: { kind: 'file', id: file.id },
    details: { finding: scanned.finding },
  })
  if (owner === null) return
  const data = { name: owner.name, url: publicUrl.href, filename: file.filename }
  await mailer.send(tx, recipient(owner), infectedMail, data)
}

/** The scanner answers, and nothing waits for it. */
export function scannerCheck(db: Db, scanner: Scanner): HealthCheck {
  return {
    name: 'malware-scanner',
    ready: false,
    async run() {
      const [row] = await db.raw<{ waiting: number }>(
        "SELECT count(*)::int AS waiting FROM files.file WHERE scan = 'pending'",
      )
      const observed = `${row?.waiting ?? 0} file(s) wait in quarantine`
      try {
        await scanner.ping()
      } catch (error) {
        if (!(error instanceof ScannerAway)) throw error
        return { status: 'warn', observed: `${error.message}; ${observed}`, fix: 'Check clamd and CLAMD_URL.' }
      }
      return { status: row?.waiting === 0 ? 'pass' : 'warn', observed, fix: 'They are scanned within five minutes.' }
    },
  }
}
