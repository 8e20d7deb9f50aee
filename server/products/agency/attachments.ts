import { Type } from 'typebox'
import { now } from '../../kernel/clock.ts'
import type { Tx } from '../../kernel/db/database.ts'
import { idOf, instant, namedObject, oneOf } from '../../kernel/http/schema.ts'
import type { Id } from '../../kernel/id.ts'
import type { Files, Holder, Purpose } from '../../platform/files/index.ts'
import type { Reader } from './caller.ts'
import { agencyProblem } from './problems.ts'
import { type Visibility, visibilities, type WorkTables } from './work/tables.ts'

const MEBIBYTE = 1024 * 1024
const ATTACHMENT = 'agency.attachment'

/** What clients and staff exchange; private, handed out by the routes of what it belongs to. */
export const attachmentPurpose: Purpose = {
  name: ATTACHMENT,
  maxBytes: 100 * MEBIBYTE,
  contentTypes: ['application/pdf', 'image/jpeg', 'image/png', 'image/webp', 'audio/mpeg', 'audio/mp4', 'audio/wav'],
  visibility: 'private',
  bareImages: true,
}

/** What a guest may add files to; they belong to it, as there is no account that they could. */
export type GuestThing = { readonly request_id: Id<'service-request'> } | { readonly ticket_id: Id<'ticket'> }

/** What a file belongs to. */
export type FileOf =
  | GuestThing
  | { readonly project_id: Id<'client-project'> }
  | { readonly deliverable_id: Id<'deliverable'> }

/** What guests may bring to one request or ticket, all their uploads together. */
const GUEST_ROOM = { filesMax: 20, bytesMax: 200 * MEBIBYTE }

/** The name of a thing as platform/files knows whose a guest's uploads are. */
function holderName(of: GuestThing): string {
  return 'request_id' in of ? `agency.service-request:${of.request_id}` : `agency.ticket:${of.ticket_id}`
}

export function guestHolder(of: GuestThing): Holder {
  return { name: holderName(of), ...GUEST_ROOM }
}

export const fileFields = {
  id: idOf('file'),
  filename: Type.String(),
  contentType: Type.String(),
  bytes: Type.Integer(),
  addedAt: instant,
}
export const fileShape = namedObject('Attachment', { ...fileFields, visibility: oneOf(visibilities) })

interface Added {
  readonly fileId: Id<'file'>
  /** Null: a guest. */
  readonly by: Id<'user'> | null
  readonly visibility: Visibility
  /** Of the ticket. */
  readonly messageId?: Id<'ticket-message'>
}

/** Adds a confirmed upload, once: of the person's own, or one that a guest made for this very thing. Throws agency/file-not-usable. */
export async function addFile(tx: Tx, files: Pick<Files, 'file'>, of: FileOf, added: Added): Promise<void> {
  const file = await files.file(tx, added.fileId)
  if (file?.purpose !== ATTACHMENT || file.scan === 'pending' || file.scan === 'infected') throw notUsable(added)
  const isOwn = file.ownerId !== null && file.ownerId === added.by
  const isHeld = isGuestThing(of) && file.holder === holderName(of)
  if (!isOwn && !isHeld) throw notUsable(added)
  const written = await tx
    .query<WorkTables>()
    .insertInto('agency.work_file')
    .values({
      request_id: null,
      project_id: null,
      deliverable_id: null,
      ticket_id: null,
      ...of,
      message_id: added.messageId ?? null,
      file_id: added.fileId,
      visibility: added.visibility,
      added_by: file.ownerId,
      added_at: now(),
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  if (written.numInsertedOrUpdatedRows !== 1n) throw notUsable(added)
}

function isGuestThing(of: FileOf): of is GuestThing {
  return 'request_id' in of || 'ticket_id' in of
}

function notUsable({ messageId }: Added) {
  const pointer = messageId === undefined ? '/fileId' : '/fileIds'
  return agencyProblem('file-not-usable', {
    errors: [{ pointer, code: 'unusable', detail: 'is not usable' }],
  })
}

/** The files of one thing as far as `seen` goes, in the order they came. */
export async function filesOf(
  { files }: { readonly files: Pick<Files, 'file'> },
  source: Reader,
  of: FileOf,
  seen: readonly Visibility[],
) {
  const rows = await linked(source, of).where('visibility', 'in', seen).orderBy('file_id').execute()
  const held = await Promise.all(rows.map((row) => files.file(source, row.file_id)))
  return rows.flatMap((row, at) => {
    const file = held[at]
    if (file == null) return []
    const { filename, contentType, bytes } = file
    const { visibility, message_id: messageId, added_at: addedAt } = row
    return [{ id: row.file_id, filename, contentType, bytes, visibility, messageId, addedAt }]
  })
}

/** Throws agency/file-not-found unless the file belongs to this and may be seen. */
export async function assertFileOf(
  source: Reader,
  of: FileOf,
  fileId: Id<'file'>,
  seen: readonly Visibility[],
): Promise<void> {
  const row = await linked(source, of).where('file_id', '=', fileId).where('visibility', 'in', seen).executeTakeFirst()
  if (row === undefined) throw agencyProblem('file-not-found')
}

function linked(source: Reader, of: FileOf) {
  const query = source.query<WorkTables>().selectFrom('agency.work_file').selectAll()
  if ('request_id' in of) return query.where('request_id', '=', of.request_id)
  if ('ticket_id' in of) return query.where('ticket_id', '=', of.ticket_id)
  if ('project_id' in of) return query.where('project_id', '=', of.project_id)
  return query.where('deliverable_id', '=', of.deliverable_id)
}

/** Under which names platform/files keeps what a client brought as a guest. */
export async function holdersOfClient(source: Reader, clientId: Id<'client'>): Promise<string[]> {
  const things = await source.raw<{ request_id: Id<'service-request'> | null; ticket_id: Id<'ticket'> | null }>(
    `SELECT id AS request_id, NULL AS ticket_id FROM agency.service_request WHERE client_id = $1
     UNION ALL SELECT NULL, id FROM agency.ticket WHERE client_id = $1`,
    [clientId],
  )
  return things.flatMap(({ request_id, ticket_id }) => {
    if (request_id !== null) return [holderName({ request_id })]
    return ticket_id === null ? [] : [holderName({ ticket_id })]
  })
}

/** Forgets what a person added, with an account or as a guest. What they added to things of others stays there without their name. */
export async function eraseAttachments(
  tx: Tx,
  files: Pick<Files, 'disown' | 'held'>,
  { userId, clientId }: { readonly userId: Id<'user'>; readonly clientId: Id<'client'> | null },
): Promise<void> {
  const kept = await tx.raw<{ file_id: Id<'file'> }>(
    `SELECT file.file_id FROM agency.work_file file
       LEFT JOIN agency.service_request request ON request.id = file.request_id
       LEFT JOIN agency.ticket ticket ON ticket.id = file.ticket_id
       LEFT JOIN agency.deliverable deliverable ON deliverable.id = file.deliverable_id
       LEFT JOIN agency.client_project project ON project.id = coalesce(file.project_id, deliverable.project_id)
      WHERE file.added_by = $1 AND coalesce(request.client_id, ticket.client_id, project.client_id) IS DISTINCT FROM $2`,
    [userId, clientId],
  )
  const keptIds = kept.map((row) => row.file_id)
  await tx.raw('DELETE FROM agency.work_file WHERE added_by = $1 AND file_id <> ALL($2)', [userId, keptIds])
  await files.disown(tx, keptIds)
  if (clientId === null) return
  await tx.raw(
    `DELETE FROM agency.work_file WHERE added_by IS NULL
        AND (request_id IN (SELECT id FROM agency.service_request WHERE client_id = $1)
          OR ticket_id IN (SELECT id FROM agency.ticket WHERE client_id = $1))`,
    [clientId],
  )
  await files.held.erase(tx, await holdersOfClient(tx, clientId))
}
