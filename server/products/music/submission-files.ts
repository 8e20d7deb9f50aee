import type { Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import type { Files, Purpose, StoredFile } from '../../platform/files/index.ts'
import type { Finding } from './audio-types.ts'
import { errorAt, faultsOf } from './findings.ts'
import { musicProblem } from './problems.ts'
import type { MusicTables } from './tables.ts'

const QUARANTINED =
  'The file has not passed the malware scanner. If it was uploaded just now, try again in five minutes.'
const MEBIBYTE = 1024 * 1024

/** What artists upload. Both are private: the public gets the published stream and the normalised cover. */
export const uploadPurposes: readonly Purpose[] = [
  {
    name: 'music.audio',
    maxBytes: 500 * MEBIBYTE,
    contentTypes: ['audio/wav', 'audio/flac', 'audio/mpeg', 'audio/aac', 'audio/mp4', 'audio/ogg'],
    visibility: 'private',
  },
  {
    name: 'music.cover',
    maxBytes: 20 * MEBIBYTE,
    contentTypes: ['image/jpeg', 'image/png', 'image/webp'],
    visibility: 'private',
  },
]

export interface WantedFiles {
  readonly audioFileId?: Id<'file'> | undefined
  readonly coverFileId?: Id<'file'> | undefined
}

interface UploadedFiles {
  readonly audio: StoredFile | null
  readonly cover: StoredFile | null
}

/** The named files, which must be the owner's own confirmed uploads for their purpose: else music/submission-invalid. */
export async function uploadedFiles(
  tx: Tx,
  files: Pick<Files, 'file'>,
  ownerId: Id<'user'>,
  wanted: WantedFiles,
): Promise<UploadedFiles> {
  const findings: Finding[] = []
  async function find(field: keyof WantedFiles, purpose: string, missing: string): Promise<StoredFile | null> {
    const id = wanted[field]
    if (id === undefined) return null
    const file = await files.file(tx, id)
    if (file?.ownerId === ownerId && file.purpose === purpose) {
      if (file.scan === 'none' || file.scan === 'clean') return file
      findings.push(errorAt(`/${field}`, 'FILE_QUARANTINED', QUARANTINED))
      return null
    }
    findings.push(errorAt(`/${field}`, 'FILE_NOT_FOUND', missing))
    return null
  }
  const audio = await find('audioFileId', 'music.audio', 'Upload the recording first.')
  const cover = await find('coverFileId', 'music.cover', 'Upload the cover first.')
  if (findings.length > 0) throw musicProblem('submission-invalid', { errors: faultsOf(findings) })
  return { audio, cover }
}

/** Throws music/duplicate-recording for bytes that are in the catalogue, also where no submission put them there. */
export async function assertNotInCatalogue(tx: Tx, sha256: Buffer): Promise<void> {
  const known = await tx
    .query<MusicTables>()
    .selectFrom('music.track_media')
    .select('track_id')
    .where('audio_sha256', '=', sha256)
    .executeTakeFirst()
  if (known !== undefined) throw musicProblem('duplicate-recording')
}
