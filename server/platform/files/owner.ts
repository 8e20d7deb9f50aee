import type { Id } from '../../kernel/id.ts'
import type { FileRow } from './tables.ts'

/** Whose an upload is: of an account, or of a thing of another unit, which says who may. */
export type UploadOwner = { readonly userId: Id<'user'> } | { readonly holder: string }

/** How much an owner takes, unfinished uploads counted. */
export interface Room {
  readonly bytesMax: number
  /** Null: as many as fit. */
  readonly filesMax: number | null
}

/** Where rows name their owner, and by which value. */
export function ownerColumn(owner: UploadOwner): { readonly column: 'owner_id' | 'holder'; readonly value: string } {
  return 'userId' in owner ? { column: 'owner_id', value: owner.userId } : { column: 'holder', value: owner.holder }
}

/** The same as columns of a row. */
export function ownerFields(owner: UploadOwner): Pick<FileRow, 'owner_id' | 'holder'> {
  return 'userId' in owner ? { owner_id: owner.userId, holder: null } : { owner_id: null, holder: owner.holder }
}
