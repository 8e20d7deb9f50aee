import type { Readable } from 'node:stream'
import type { BlobStore } from '../../kernel/blob/blob-store.ts'
import { now } from '../../kernel/clock.ts'
import type { Secret } from '../../kernel/config/secret.ts'
import { deriveKey } from '../../kernel/crypto/derive-key.ts'
import type { Origin } from '../../kernel/db/actor.ts'
import type { Db, Tx } from '../../kernel/db/database.ts'
import type { Call } from '../../kernel/http/route.ts'
import { type Id, newId } from '../../kernel/id.ts'
import type { HealthCheck } from '../../kernel/telemetry/health.ts'
import type { Metrics } from '../../kernel/telemetry/metrics.ts'
import type { Unit } from '../../kernel/unit.ts'
import type { Settings } from '../settings/index.ts'
import { checkUploadJob } from './check-upload.job.ts'
import { createClamd } from './clamd.ts'
import { bringBack, discardFile } from './discarded.ts'
import { fileConfirmed, fileReplaced, fileVisibilityChanged } from './events.ts'
import { filesSchedules } from './files.jobs.ts'
import { fileRoutes } from './files.routes.ts'
import { createHeldUploads, type HeldUploads } from './held-uploads.ts'
import { integrityCheck } from './integrity.ts'
import { describeFile, type FileFilter, type FileLook, holdFiles, listFiles, looksOf, removeFile } from './library.ts'
import { lifecycleSetting } from './lifecycle-setting.ts'
import { infectedMail } from './mails.ts'
import { disownFiles, eraseFiles, exportFiles, filesOwnedBy } from './personal-data.ts'
import { filesProblem } from './problems.ts'
import { createPurposes } from './purposes.ts'
import { removeBytesJob } from './remove-bytes.job.ts'
import { assertReadable, type ScanningDeps, scannerCheck } from './scanning.ts'
import { type ContentOptions, sendContent } from './send-content.ts'
import { findFile, findStoredFile, type StoredFile } from './stored-file.ts'
import type { FilesTables } from './tables.ts'
import { type Enclosed, takeFile } from './take.ts'
import { uploadPartRoutes } from './upload-parts.routes.ts'
import { announcement, signedShape } from './upload-steps.ts'
import { uploadRoutes } from './uploads.routes.ts'
import type { Purpose } from './uploads.ts'
import { makeVariantsJob } from './variants.job.ts'
import { versionRoutes } from './versions.routes.ts'
import { visibilityRoutes } from './visibility.routes.ts'
import { assertWhole, wholeContent } from './whole.ts'

export type { HeldUploads, Holder } from './held-uploads.ts'
export type { StoredFile } from './stored-file.ts'
export type { Purpose } from './uploads.ts'

export { announcement, signedShape }

export interface FilesDeps extends Omit<ScanningDeps, 'scanner' | 'makeVariants' | 'changed'> {
  /** clamd as `tcp://host:port`. Null: files are not scanned. */
  readonly clamdUrl: URL | null
  /** Root of the key that signs upload addresses. */
  readonly signingSecret: Secret
  /** Longest upload whatever the purpose. */
  readonly maxBytes: number
  /** Most bytes of one person's files and open uploads together. */
  readonly quotaBytes: number
  readonly settings: Pick<Settings, 'declare'>
  readonly metrics: Pick<Metrics, 'filesLifecycle'>
}

/** Bytes that a unit made itself. A stream of them is stored as it comes, and nothing of it once it fails or is longer than `bytesMax`. */
export interface GeneratedFile {
  readonly bytes: Buffer | { readonly stream: Readable; readonly bytesMax: number }
  readonly filename: string
  readonly contentType: string
  readonly purpose: string
  readonly visibility: 'public' | 'private'
  readonly ownerId: Id<'user'> | null
}

export interface Files extends Unit {
  /** Says what a unit takes files for; before the first request. */
  declarePurposes(purposes: readonly Purpose[]): void
  /** The file, or null. Whether the caller may see it is the asking unit's decision. */
  file(source: Db | Tx, id: Id<'file'>): Promise<StoredFile | null>
  /** Files stored for some purposes, newest first, whoever owns them. */
  list(source: Db | Tx, filter: FileFilter): Promise<StoredFile[]>
  /** Those of the files that are there. Nobody removes one of them before the transaction ends. */
  hold(tx: Tx, ids: readonly Id<'file'>[]): Promise<StoredFile[]>
  /** How a page shows those of the files that are there, by id. */
  looksOf(source: Db | Tx, ids: readonly string[]): Promise<ReadonlyMap<string, FileLook>>
  /** Says what a file shows, for whoever cannot see it. False when there is no such file. */
  describe(tx: Tx, id: Id<'file'>, alt: string | null): Promise<boolean>
  /** Removes a file with its variants: rows now, bytes after the commit. That nobody needs it is the asking unit's decision. False when there is no such file. */
  remove(tx: Tx, id: Id<'file'>): Promise<boolean>
  /** Puts a file away as by `remove`, for it to be brought back within the days of the setting `file-lifecycle`. False when there is no such file. */
  discard(tx: Tx, id: Id<'file'>): Promise<boolean>
  /** Brings back what was put away. Null when there is no such file. */
  bringBack(tx: Tx, id: Id<'file'>): Promise<StoredFile | null>
  /** Stores bytes and their row; the bytes are durable before the row exists. */
  putGenerated(origin: Origin, generated: GeneratedFile): Promise<Id<'file'>>
  /** Makes a file of what came inside something else, under the checks of an upload. Throws what an upload is refused by; not inside a transaction. */
  take(origin: Origin, enclosed: Enclosed): Promise<Id<'file'>>
  /**
   * A path for tools that need one; call `release` when done. Throws blob/missing, files/quarantined and files/infected, and
   * files/damaged for what is known to be: the bytes are not compared here.
   */
  localPath(id: Id<'file'>): Promise<{ readonly path: string; release(): Promise<void> }>
  /** The whole file in memory, compared with what was stored: for images, not for audio. Throws what localPath does. */
  bytesOf(id: Id<'file'>): Promise<Buffer>
  /** All files of a person. For `erasePerson` of units above. */
  ownedBy(source: Db | Tx, ownerId: Id<'user'>): Promise<Id<'file'>[]>
  /** Keeps files that others need beyond their owner: they lose owner and name. For `erasePerson` of units above. */
  disown(tx: Tx, ids: readonly Id<'file'>[]): Promise<void>
  /** Uploads and files that are of no account but of a thing of another unit. */
  readonly held: HeldUploads
  /** Answers the call with the file by RFC 9110. Throws files/not-found, and what localPath does. */
  send(call: Pick<Call, 'request' | 'reply' | 'log'>, id: Id<'file'>, options?: ContentOptions): Promise<void>
}

/** Uploads that are checked before they are files, and their bytes by range. */
export function createFiles(deps: FilesDeps): Files {
  const { db, blobs, maxBytes, quotaBytes } = deps
  const scanner = deps.clamdUrl === null ? null : createClamd(deps.clamdUrl)
  const { declare, ...purposes } = createPurposes(maxBytes)
  const signingKey = deriveKey(deps.signingSecret, 'plinth upload addresses')
  const { changed } = purposes
  const makeVariants = makeVariantsJob({ blobs, changed, terms: (name) => purposes.declared(name)?.image })
  const scanning: ScanningDeps = { ...deps, scanner, makeVariants, changed }
  const row = async (id: Id<'file'>) => {
    const found = await findFile(db, id)
    if (found === null || found.discarded_at !== null) throw filesProblem('not-found')
    return found
  }
  const readable = async (id: Id<'file'>) => {
    const found = await row(id)
    assertReadable(found)
    assertWhole(found)
    return found
  }
  const keepsBare = (name: string) => purposes.declared(name)?.bareImages === true
  const checkUpload = checkUploadJob({ ...scanning, keepsBare })
  const removeBytes = removeBytesJob(blobs)
  const uploads = { ...scanning, ...purposes, checkUpload, removeBytes, keepsBare, signingKey, maxBytes, quotaBytes }
  const rules = deps.settings.declare(lifecycleSetting(purposes))
  const lifecycle = { purposes, removeBytes, rules, count: deps.metrics.filesLifecycle }
  const schedules = filesSchedules(scanning, lifecycle)

  return {
    name: 'files',
    migrations: new URL('./migrations/', import.meta.url),
    routes: [
      ...uploadRoutes(uploads),
      ...uploadPartRoutes(uploads),
      ...fileRoutes(uploads),
      ...versionRoutes(uploads, removeBytes),
      ...visibilityRoutes(uploads),
    ],
    problems: [filesProblem],
    permissions: {},
    events: [fileConfirmed, fileReplaced, fileVisibilityChanged],
    mails: [infectedMail],
    jobs: [...schedules.map((schedule) => schedule.job), removeBytes, makeVariants, checkUpload],
    schedules,
    health: [storeCheck(blobs), integrityCheck(db), ...(scanner === null ? [] : [scannerCheck(db, scanner)])],
    declarePurposes: declare,
    file: findStoredFile,
    list: listFiles,
    hold: holdFiles,
    looksOf,
    describe: describeFile,
    remove: (tx, id) => removeFile(tx, removeBytes, id),
    discard: (tx, id) => discardFile(tx, changed, id),
    bringBack: (tx, id) => bringBack(tx, changed, id),
    ownedBy: filesOwnedBy,
    held: createHeldUploads(uploads, removeBytes),
    disown: (tx, ids) => disownFiles(tx, removeBytes, ids),
    exportPerson: (userId) => exportFiles(db, userId),
    erasePerson: (tx, userId) => eraseFiles(tx, removeBytes, { userId }),
    putGenerated: (origin, generated) => putGenerated(db, blobs, origin, generated),
    take: (origin, enclosed) => takeFile(uploads, origin, enclosed),
    localPath: async (id) => await blobs.localPath((await readable(id)).blob_key),
    bytesOf: async (id) => await wholeContent(deps, await readable(id)),
    send: async (call, id, options) => await sendContent(deps, call, await row(id), options),
  }
}

function storeCheck(blobs: BlobStore): HealthCheck {
  return {
    name: 'files',
    ready: false,
    async run() {
      await blobs.probe()
      return { status: 'pass', observed: 'an object was written, read and removed' }
    },
  }
}

async function putGenerated(db: Db, blobs: BlobStore, origin: Origin, generated: GeneratedFile): Promise<Id<'file'>> {
  const id = newId<'file'>()
  const blobKey = `generated/${id}`
  const { bytes } = generated
  const stored = Buffer.isBuffer(bytes)
    ? await blobs.put(blobKey, bytes, { maxBytes: bytes.length })
    : await blobs.put(blobKey, bytes.stream, { maxBytes: bytes.bytesMax })
  await db.transaction(origin, (tx) =>
    tx
      .query<FilesTables>()
      .insertInto('files.file')
      .values({
        id,
        owner_id: generated.ownerId,
        purpose: generated.purpose,
        visibility: generated.visibility,
        filename: generated.filename,
        content_type: generated.contentType,
        bytes: BigInt(stored.bytes),
        sha256: Buffer.from(stored.sha256, 'hex'),
        blob_key: blobKey,
        created_at: now(),
        scan: 'none',
        ...{ version: 1, newest_version: 1 },
      })
      .execute(),
  )
  return id
}
