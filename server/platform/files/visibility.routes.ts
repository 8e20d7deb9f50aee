import type { Tx } from '../../kernel/db/database.ts'
import { type Route, route } from '../../kernel/http/route.ts'
import { object } from '../../kernel/http/schema.ts'
import type { Id } from '../../kernel/id.ts'
import { fileVisibilityChanged } from './events.ts'
import { filePath, fileShape, toWire } from './files.routes.ts'
import { filesProblem } from './problems.ts'
import { changeableFile } from './seen-by.ts'
import type { FileRow } from './tables.ts'
import type { UploadParts } from './upload-steps.ts'
import { type Changed, lockLiveFile } from './versions.ts'

/** Who sees a file. */
export function visibilityRoutes(parts: UploadParts): Route[] {
  return [changeRoute(parts)]
}

function changeRoute(parts: UploadParts): Route {
  return route(
    {
      id: 'files.setVisibility',
      method: 'PUT',
      path: '/api/files/{id}/visibility',
      summary:
        'Makes a public file private, and public again: its addresses are 404 to others at once, and out of shared caches within five minutes',
      policy: { access: 'signed-in', rate: 'write', delegates: 'any' },
      schema: {
        params: filePath,
        body: object({ visibility: fileShape.properties.visibility }),
        response: { 200: fileShape },
      },
      problems: ['files/not-found', 'files/not-changeable', 'files/always-private', 'http/denied'],
    },
    async (call) => {
      const { id, purpose } = await changeableFile(parts, call, call.params.id)
      const { visibility } = call.body
      if (visibility === 'public' && parts.purpose(purpose).visibility === 'private')
        throw filesProblem('always-private')
      return await toWire(
        parts.db,
        await call.transaction((tx) => setVisibility(tx, parts.changed, { id, visibility })),
      )
    },
  )
}

const SET = `
  UPDATE files.file SET visibility = $2
   WHERE id = $1 OR version_of = $1 OR variant_of = $1 OR variant_of IN (SELECT id FROM files.file WHERE version_of = $1)`

/** Of the file, its versions and all that was made of them. Nothing happens where it is so already. */
async function setVisibility(
  tx: Tx,
  changed: Changed,
  { id, visibility }: { readonly id: Id<'file'>; readonly visibility: FileRow['visibility'] },
): Promise<FileRow> {
  const file = await lockLiveFile(tx, id)
  if (file === null) throw filesProblem('not-found')
  if (file.visibility === visibility) return file
  await tx.raw(SET, [id, visibility])
  await tx.audit({ action: 'files.visibility-changed', subject: { kind: 'file', id }, details: { visibility } })
  await tx.publish(fileVisibilityChanged, { fileId: id, purpose: file.purpose, visibility })
  await changed(tx, file)
  return { ...file, visibility }
}
