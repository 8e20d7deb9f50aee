import type { Db } from '../../../kernel/db/database.ts'
import type { Id } from '../../../kernel/id.ts'
import type { Files, Purpose, StoredFile } from '../../../platform/files/index.ts'
import { headOf } from './file-rows.ts'
import { profilesFor } from './own-profiles.ts'
import { importProblem } from './problems.ts'
import { detectProfiles } from './reading/detect.ts'
import { FileRefusal } from './reading/refusal.ts'

const MEBIBYTE = 1024 * 1024
const CANDIDATES_MAX = 5

/** Files of brokers. */
export const importPurpose: Purpose = {
  name: 'trading.import',
  maxBytes: 50 * MEBIBYTE,
  contentTypes: ['text/plain'],
  visibility: 'private',
  isOpenTo: (permissions) => permissions.has('trading:use'),
}

/** A profile that knows a file. */
export interface DetectedProfile {
  readonly id: string
  readonly name: string
  readonly score: number
}

/** A file that the trader uploaded for imports. Throws trading/import-file-not-found. */
export async function importFile(
  files: Pick<Files, 'file'>,
  db: Db,
  { ownerId, fileId }: { readonly ownerId: Id<'user'>; readonly fileId: Id<'file'> },
): Promise<StoredFile> {
  const file = await files.file(db, fileId)
  const isTheirs = file?.ownerId === ownerId && file.purpose === importPurpose.name
  if (file === null || !isTheirs || (file.scan !== 'none' && file.scan !== 'clean'))
    throw importProblem('import-file-not-found')
  return file
}

/** The profiles that know a file, best first. */
export async function detect(
  { db, files }: { readonly db: Db; readonly files: Pick<Files, 'localPath'> },
  { ownerId, fileId }: { readonly ownerId: Id<'user'>; readonly fileId: Id<'file'> },
): Promise<DetectedProfile[]> {
  const head = await headOf(files, fileId)
  try {
    return detectProfiles(head, await profilesFor(db, ownerId))
      .slice(0, CANDIDATES_MAX)
      .map(({ profile: { id, name }, score }) => ({ id, name, score }))
  } catch (error) {
    if (error instanceof FileRefusal)
      throw importProblem('import-file-unreadable', { detail: error.message, cause: error })
    throw error
  }
}
