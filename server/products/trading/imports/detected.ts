import type { Db } from '../../../kernel/db/database.ts'
import type { Id } from '../../../kernel/id.ts'
import type { Files, Purpose, StoredFile } from '../../../platform/files/index.ts'
import { headOf } from './file-rows.ts'
import { profilesFor } from './own-profiles.ts'
import { importProblem } from './problems.ts'
import { detectProfiles } from './reading/detect.ts'
import { FileRefusal } from './reading/refusal.ts'
import { suggestProfile } from './reading/suggest.ts'

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

/** The profiles that know a file, best first. Throws trading/import-file-unreadable. */
export async function detect(
  { db, files }: { readonly db: Db; readonly files: Pick<Files, 'localPath'> },
  { ownerId, fileId }: { readonly ownerId: Id<'user'>; readonly fileId: Id<'file'> },
): Promise<DetectedProfile[]> {
  const head = await headOf(files, fileId)
  const profiles = await profilesFor(db, ownerId)
  return readable(() => detectProfiles(head, profiles))
    .slice(0, CANDIDATES_MAX)
    .map(({ profile: { id, name }, score }) => ({ id, name, score }))
}

/** A profile proposed for a file, with what it is proposed by; null when nothing can be. Throws trading/import-file-unreadable. */
export async function suggest(files: Pick<Files, 'localPath'>, fileId: Id<'file'>) {
  const head = await headOf(files, fileId)
  const found = readable(() => suggestProfile(head))
  return found === null ? null : { definition: found.profile, headers: found.headers, rows: found.rows }
}

function readable<Result>(read: () => Result): Result {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof FileRefusal)) throw error
    throw importProblem('import-file-unreadable', { detail: error.message, cause: error })
  }
}
