import { httpProblem } from '../../kernel/http/problems.ts'
import type { Call } from '../../kernel/http/route.ts'
import type { Id } from '../../kernel/id.ts'
import { filesProblem } from './problems.ts'
import { findFile } from './stored-file.ts'
import type { FileRow } from './tables.ts'
import type { UploadParts } from './upload-steps.ts'

type Parts = Pick<UploadParts, 'db' | 'declared'>
type Caller = Pick<Call, 'principal'>

/** A private file is its owner's and theirs who keep files of its purpose; for everybody else it does not exist. */
export async function visibleFile(parts: Parts, call: Caller, id: Id<'file'>): Promise<FileRow> {
  const file = await findFile(parts.db, id)
  const isFile = file !== null && file.variant_of === null && file.version_of === null && file.discarded_at === null
  if (!isFile) throw filesProblem('not-found')
  const isOwn = file.owner_id !== null && file.owner_id === call.principal?.actor.userId
  const isShown = file.visibility === 'public' && file.scan !== 'pending' && file.scan !== 'infected'
  if (!isOwn && !isShown && !isKept(parts, call, file)) throw filesProblem('not-found')
  return file
}

/**
 * A file that the caller changes: its owner, as long as such files are taken from them, or who keeps files of its purpose. Throws
 * http/denied for others who see it, and files/not-changeable for a file that stays as it was stored.
 */
export async function changeableFile(parts: Parts, call: Caller, id: Id<'file'>): Promise<FileRow> {
  const file = await visibleFile(parts, call, id)
  const purpose = parts.declared(file.purpose)
  if (purpose?.changes === undefined) throw filesProblem('not-changeable')
  const actor = call.principal?.actor
  const isOwn = file.owner_id !== null && file.owner_id === actor?.userId
  const isTaken = actor !== undefined && purpose.isOpenTo?.(actor.permissions) !== false
  if (!(isOwn && isTaken) && !isKept(parts, call, file)) throw httpProblem('denied')
  return file
}

function isKept({ declared }: Pick<Parts, 'declared'>, { principal }: Caller, file: FileRow): boolean {
  return principal !== undefined && declared(file.purpose)?.changes?.isKeptBy?.(principal.actor.permissions) === true
}
