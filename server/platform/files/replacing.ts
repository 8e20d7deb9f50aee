import type { Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import { filesProblem } from './problems.ts'
import { reserveBytes } from './quota.ts'
import type { FileRow, UploadRow } from './tables.ts'
import { lockLiveFile } from './versions.ts'

/** A file that is given new content, as whoever does so knew it. */
export interface Replaced {
  readonly id: Id<'file'>
  readonly newestVersion: number
}

/** Throws files/version-conflict unless this is the last number that was given: whoever knows no later one overwrites nothing unseen. */
export function assertNewest(file: Pick<FileRow, 'newest_version'>, newestVersion: number): void {
  const { newest_version: newest } = file
  if (newest !== newestVersion) throw filesProblem('version-conflict', { params: { newestVersion: newest } })
}

/** Gives out the next number of a file that is locked. */
export async function nextVersion(tx: Tx, file: Pick<FileRow, 'id' | 'newest_version'>): Promise<number> {
  const version = file.newest_version + 1
  await tx.raw('UPDATE files.file SET newest_version = $2 WHERE id = $1', [file.id, version])
  return version
}

/**
 * What an upload stored, as the next version of the file that it was announced for; null for one that is a file of its own. It belongs to
 * whom the file does and takes of their room. Throws files/version-conflict when another came first, and files/quota-exceeded.
 */
export async function asVersion(
  tx: Tx,
  upload: UploadRow,
  stored: FileRow,
  quotaBytes: number,
): Promise<FileRow | null> {
  if (upload.replaces_id === null || upload.replaces_version === null) return null
  const file = await lockLiveFile(tx, upload.replaces_id)
  if (file === null) throw filesProblem('not-found')
  assertNewest(file, upload.replaces_version)
  const { owner_id, holder, visibility } = file
  if (owner_id !== null && owner_id !== upload.owner_id)
    await reserveBytes(tx, { userId: owner_id }, Number(upload.bytes), quotaBytes)
  const version = await nextVersion(tx, file)
  return { ...stored, owner_id, holder, visibility, version, version_of: file.id }
}
