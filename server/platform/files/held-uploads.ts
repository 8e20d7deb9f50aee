import type { Origin } from '../../kernel/db/actor.ts'
import type { Db, Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import { eraseFiles, exportHeld } from './personal-data.ts'
import type { RemoveBytes } from './remove-bytes.job.ts'
import { type StoredFile, toStoredFile } from './stored-file.ts'
import { announce, createConfirm, giveUp, type UploadParts } from './upload-steps.ts'
import type { SignInput } from './uploads.ts'

/** What files belong to that are of no account, and how much of them it takes, unfinished uploads counted. */
export interface Holder {
  /** Of the asking unit's making: `unit.thing:id`. */
  readonly name: string
  readonly filesMax: number
  readonly bytesMax: number
}

/**
 * Uploads of those without an account. The asking unit lets callers in and says for which of its things; nobody else finds them, neither
 * by an account nor by another holder. They are limited, checked, scanned and swept as all others.
 */
export interface HeldUploads {
  /** Announces an upload; its address is the permission to PUT. Throws files/too-many-files and files/quota-exceeded beside the purpose's own. */
  announce(origin: Origin, holder: Holder, input: SignInput): ReturnType<typeof announce>
  /** Makes the upload a file, once; again it is the same file. Throws files/upload-not-found also for one of another holder. */
  confirm(origin: Origin, holder: string, uploadId: Id<'upload'>): Promise<StoredFile>
  /** Gives the upload up, and the room that it took. */
  cancel(origin: Origin, holder: string, uploadId: Id<'upload'>): Promise<void>
  /** What the holders have, for `exportPerson` of units above. */
  export(source: Db, holders: readonly string[]): ReturnType<typeof exportHeld>
  /** Removes what the holders have with its bytes, for `erasePerson` of units above. */
  erase(tx: Tx, holders: readonly string[]): Promise<void>
}

export function createHeldUploads(parts: UploadParts, removeBytes: RemoveBytes): HeldUploads {
  const confirm = createConfirm(parts)
  return {
    announce: (origin, { name: holder, ...room }, input) => announce(parts, { origin, owner: { holder } }, input, room),
    confirm: async (origin, holder, uploadId) => toStoredFile(await confirm({ origin, owner: { holder } }, uploadId)),
    cancel: (origin, holder, uploadId) => giveUp(parts, { origin, owner: { holder } }, uploadId),
    export: exportHeld,
    async erase(tx, holders) {
      for (const holder of holders) await eraseFiles(tx, removeBytes, { holder })
    },
  }
}
