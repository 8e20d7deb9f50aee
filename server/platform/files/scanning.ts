import type { BlobStore } from '../../kernel/blob/blob-store.ts'
import { inSeconds, now } from '../../kernel/clock.ts'
import { systemOrigin } from '../../kernel/db/actor.ts'
import type { Db, Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import { enqueue, type Job } from '../../kernel/jobs/job.ts'
import { recipient } from '../../kernel/mail/address.ts'
import type { Mailer } from '../../kernel/mail/mailer.ts'
import { Problem } from '../../kernel/problem.ts'
import type { HealthCheck } from '../../kernel/telemetry/health.ts'
import { type Finding, NoVerdict, type Scanner, ScannerAway, ScannerBroke } from './clamd.ts'
import { fileConfirmed } from './events.ts'
import { infectedMail } from './mails.ts'
import { filesProblem } from './problems.ts'
import { subjectOf, versionOf } from './stored-file.ts'
import type { FileRow, FilesTables, ScanRefusal, ScanState } from './tables.ts'
import type { variantsInput } from './variants.job.ts'
import { type Changed, lockContent, settleVersion } from './versions.ts'

/** A verdict, or that there is none yet. */
export interface Scanned {
  readonly scan: ScanState
  readonly finding: Finding
  /** Without a verdict of a scanner that was there: why. */
  readonly refusal: ScanRefusal | null
  /** When the scanner had the bytes in hand without coming to a verdict. */
  readonly triedAt: Date | null
}

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
  readonly changed: Changed
  people(ids: readonly Id<'user'>[]): Promise<ReadonlyMap<Id<'user'>, Person>>
}

export type VerdictDeps = Pick<ScanningDeps, 'mailer' | 'publicUrl' | 'makeVariants' | 'changed'>

const ROUND_SECONDS = 300
/** What the scanner gave no verdict on, it is asked about again after so long: it may have been set up otherwise by then. */
const AGAIN_SECONDS = 3600

const REFUSED: Readonly<Record<ScanRefusal, string>> = {
  'too-large': 'The scanner takes no files so large; it is asked again every hour.',
  failed: 'The scanner failed at this file; it is asked again every hour.',
  missing: 'There were no bytes for the scanner; they are looked for again every hour.',
}

/** Throws unless the bytes of the file may be read: a file without a verdict, or with a bad one, is nobody's. */
export function assertReadable({ scan, scan_refusal: refusal }: FileRow): void {
  if (scan === 'infected') throw filesProblem('infected')
  if (scan !== 'pending') return
  if (refusal === null) throw filesProblem('quarantined', { retryAfterSeconds: ROUND_SECONDS })
  const why = { detail: REFUSED[refusal], params: { refusal } }
  throw filesProblem('quarantined', { ...why, retryAfterSeconds: AGAIN_SECONDS })
}

/** Of bytes that no scanner was asked about. */
export const UNASKED: Scanned = { scan: 'none', finding: null, refusal: null, triedAt: null }

function waiting(refusal: ScanRefusal | null, triedAt: Date | null): Scanned {
  return { scan: 'pending', finding: null, refusal, triedAt }
}

/** Asks the scanner about stored bytes. Without a verdict they stay in quarantine. */
export async function scanStored(
  { blobs, scanner }: Pick<ScanningDeps, 'blobs' | 'scanner'>,
  blobKey: string,
  signal?: AbortSignal,
): Promise<Scanned> {
  if (scanner === null) return UNASKED
  try {
    const finding = await scanner.scan(await blobs.read(blobKey), signal)
    return { scan: finding === null ? 'clean' : 'infected', finding, refusal: null, triedAt: null }
  } catch (error) {
    if (error instanceof NoVerdict) return waiting(error.refusal, now())
    if (error instanceof ScannerBroke) return waiting((await isThere(scanner)) ? 'failed' : null, now())
    if (error instanceof ScannerAway) return waiting(null, null)
    throw error
  }
}

/** A scanner that breaks off at a file and answers right after broke off because of the file. */
async function isThere(scanner: Scanner): Promise<boolean> {
  try {
    await scanner.ping()
    return true
  } catch (error) {
    if (error instanceof ScannerAway) return false
    throw error
  }
}

const AT_ONCE = 200
/** Each of them may be streamed up to the scanner's limit once more. */
const AGAIN_AT_ONCE = 25

/** What a round through the quarantine came to. */
export interface Round {
  readonly judged: number
  /** Without a verdict of a scanner that was there. */
  readonly refused: number
}

/**
 * Scans what waits in quarantine: first those the scanner never had in hand, oldest first, last those it gave no verdict on an hour ago
 * or more. No verdict on one file keeps no other from its own; a scanner that cannot be reached, or a store, ends the round.
 */
export async function scanPending(deps: ScanningDeps, signal: AbortSignal): Promise<Round> {
  let [judged, refused] = [0, 0]
  for (const file of await waitingFiles(deps.db)) {
    const scanned = await scanOne(deps, file, signal)
    if (scanned.scan === 'none') break
    if (scanned.scan === 'pending' && scanned.refusal === null) {
      if (scanned.triedAt !== null) await putBehind(deps.db, file)
      break
    }
    const owner = await ownerOf(deps, file.owner_id)
    await deps.db.transaction(systemOrigin('files.scan-pending', file.id), (tx) =>
      judge(deps, tx, { file, scanned, owner }),
    )
    if (scanned.scan === 'pending') refused += 1
    else judged += 1
  }
  return { judged, refused }
}

async function waitingFiles(db: Db): Promise<FileRow[]> {
  const untold = await inQuarantine(db)
    .where('scan_refusal', 'is', null)
    .orderBy('scan_tried_at', (order) => order.asc().nullsFirst())
    .orderBy('created_at')
    .orderBy('id')
    .limit(AT_ONCE)
    .execute()
  const again = await inQuarantine(db)
    .where('scan_refusal', 'is not', null)
    .where('scan_tried_at', '<', inSeconds(-AGAIN_SECONDS))
    .orderBy('scan_tried_at')
    .orderBy('id')
    .limit(AGAIN_AT_ONCE)
    .execute()
  return [...untold, ...again]
}

const inQuarantine = (db: Db) =>
  db.query<FilesTables>().selectFrom('files.file').selectAll().where('scan', '=', 'pending')

async function scanOne(deps: ScanningDeps, file: FileRow, signal: AbortSignal): Promise<Scanned> {
  try {
    return await scanStored(deps, file.blob_key, signal)
  } catch (error) {
    if (error instanceof Problem && error.code === 'blob/missing') return waiting('missing', now())
    await putBehind(deps.db, file)
    throw error
  }
}

/** A file at which a round ended comes after the others in the next: it may be what ended it. */
async function putBehind(db: Db, { blob_key: key }: FileRow): Promise<void> {
  await db.raw('UPDATE files.file SET scan_tried_at = $2 WHERE blob_key = $1', [key, now()])
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

/** Writes the verdict where the bytes are by now. */
async function judge(deps: ScanningDeps, tx: Tx, { file, scanned, owner }: Judgement): Promise<void> {
  const current = await lockContent(tx, file.blob_key)
  if (current?.scan !== 'pending') return
  const verdict = {
    scan: scanned.scan,
    scan_finding: scanned.finding,
    scan_refusal: scanned.refusal,
    scan_tried_at: scanned.triedAt,
  }
  await tx.query<FilesTables>().updateTable('files.file').set(verdict).where('id', '=', current.id).execute()
  const isNews = scanned.scan !== 'pending' || scanned.refusal !== file.scan_refusal
  if (isNews) await tellVerdict(deps, tx, { file: { ...current, ...verdict }, scanned, owner })
}

/**
 * What follows from a verdict: the file is announced and a picture made anew, or its quarantine is recorded and its owner told. That a
 * scanner gave none is recorded. A version is shown, once its picture is made anew where it is one.
 */
export async function tellVerdict(
  { mailer, publicUrl, makeVariants, changed }: VerdictDeps,
  tx: Tx,
  { file, scanned, owner }: Judgement,
): Promise<void> {
  if (scanned.scan === 'pending') return await tellRefusal(tx, file, scanned.refusal)
  if (scanned.scan !== 'infected') {
    if (file.image === 'pending') await enqueue(tx, makeVariants, { fileId: file.id, blobKey: file.blob_key })
    else await settleVersion(tx, changed, file, true)
    if (file.owner_id !== null && file.version_of === null)
      await tx.publish(fileConfirmed, { fileId: file.id, purpose: file.purpose, ownerId: file.owner_id })
    return
  }
  await tx.audit({
    action: 'files.found-infected',
    subject: subjectOf(file),
    details: { finding: scanned.finding, ...versionOf(file) },
  })
  await settleVersion(tx, changed, file, false)
  if (owner === null) return
  const data = { name: owner.name, url: publicUrl.href, filename: file.filename }
  await mailer.send(tx, recipient(owner), infectedMail, data)
}

async function tellRefusal(tx: Tx, file: FileRow, refusal: ScanRefusal | null): Promise<void> {
  if (refusal === null) return
  const details = { refusal, ...versionOf(file) }
  await tx.audit({ action: 'files.scan-refused', subject: subjectOf(file), details })
}

/** The scanner answers, and nothing waits for it. */
export function scannerCheck(db: Db, scanner: Scanner): HealthCheck {
  return {
    name: 'malware-scanner',
    ready: false,
    async run() {
      const [row] = await db.raw<{ waiting: number; refused: number }>(
        "SELECT count(*)::int AS waiting, count(scan_refusal)::int AS refused FROM files.file WHERE scan = 'pending'",
      )
      const { waiting, refused } = row ?? { waiting: 0, refused: 0 }
      const told = refused === 0 ? '' : `, on ${refused} of them the scanner gave no verdict`
      const observed = `${waiting} file(s) wait in quarantine${told}`
      try {
        await scanner.ping()
      } catch (error) {
        if (!(error instanceof ScannerAway)) throw error
        return { status: 'warn', observed: `${error.message}; ${observed}`, fix: 'Check clamd and CLAMD_URL.' }
      }
      return { status: waiting === 0 ? 'pass' : 'warn', observed, fix: refused === 0 ? SOON : RAISE }
    },
  }
}

const SOON = 'They are scanned within five minutes.'
const RAISE =
  'See files.scan-refused in the audit trail and the log of clamd; its StreamMaxLength bounds what it takes.'
