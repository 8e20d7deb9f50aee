import { Type } from 'typebox'
import { inSeconds } from '../../kernel/clock.ts'
import type { Db } from '../../kernel/db/database.ts'
import { type Call, type Route, route } from '../../kernel/http/route.ts'
import { idOf, instant, namedObject, nullable, object, oneOf } from '../../kernel/http/schema.ts'
import type { Id } from '../../kernel/id.ts'
import { findVariant, variantsOf } from './images.ts'
import { filesProblem } from './problems.ts'
import { assertReadable, type ScanningDeps } from './scanning.ts'
import { assertHandedOut, disposition, sendContent } from './send-content.ts'
import { findFile, toStoredFile } from './stored-file.ts'
import type { FileRow, ImageState } from './tables.ts'
import { assertStored, assertWhole } from './whole.ts'

const variantShape = object({
  name: Type.String(),
  width: Type.Integer({ description: 'In pixels' }),
  height: Type.Integer({ description: 'In pixels' }),
  contentType: Type.String(),
  bytes: Type.Integer(),
  sha256: Type.String(),
  url: Type.String(),
})

export const fileShape = namedObject('StoredFile', {
  id: idOf('file'),
  filename: Type.String(),
  contentType: Type.String(),
  bytes: Type.Integer(),
  sha256: Type.String(),
  purpose: Type.String(),
  visibility: oneOf(['public', 'private']),
  createdAt: instant,
  scan: oneOf(['none', 'pending', 'clean', 'infected']),
  scanRefusal: nullable(oneOf(['too-large', 'failed', 'missing'])),
  fault: nullable(oneOf(['missing', 'differs'])),
  image: nullable(
    object({
      state: oneOf(['pending', 'ready', 'refused']),
      problem: nullable(oneOf(['files/image-unreadable', 'files/image-too-large'])),
      variants: Type.Array(variantShape),
    }),
  ),
})

const CONTENT_DEADLINE_MS = 15 * 60_000
/** Also how long a file that was made private can still be read by an address given before. */
const ADDRESS_SECONDS = 300
const filePath = object({ id: idOf('file') })

export function fileRoutes(parts: Pick<ScanningDeps, 'db' | 'blobs'>): Route[] {
  return [metadataRoute(parts), contentRoute(parts), variantRoute(parts), addressRoute(parts)]
}

/** A private file is its owner's; for everybody else it does not exist. */
async function visibleFile(db: Db, call: Pick<Call, 'principal' | 'origin'>, id: Id<'file'>): Promise<FileRow> {
  const file = await findFile(db, id)
  const own = file?.owner_id !== null && file?.owner_id === call.principal?.actor.userId
  if (file === null || file.variant_of !== null) throw filesProblem('not-found')
  const isShown = file.visibility === 'public' && file.scan !== 'pending' && file.scan !== 'infected'
  if (!own && !isShown) throw filesProblem('not-found')
  return file
}

function metadataRoute({ db }: Pick<ScanningDeps, 'db'>): Route {
  return route(
    {
      id: 'files.get',
      method: 'GET',
      path: '/api/files/{id}',
      summary: 'What is known of a file',
      policy: { access: 'optional', rate: 'read' },
      schema: { params: filePath, response: { 200: fileShape } },
      problems: ['files/not-found'],
    },
    async (call) => await toWire(db, await visibleFile(db, call, call.params.id)),
  )
}

function contentRoute({ db, blobs }: Pick<ScanningDeps, 'db' | 'blobs'>): Route {
  return route(
    {
      id: 'files.content',
      method: 'GET',
      path: '/api/files/{id}/content',
      summary: 'The bytes of a file, whole or a range',
      policy: { access: 'optional', rate: 'stream' },
      schema: { params: filePath, response: { 200: null } },
      problems: [
        'files/not-found',
        'files/quarantined',
        'files/infected',
        'files/original-withheld',
        'files/range-not-satisfiable',
        'files/damaged',
        'blob/missing',
      ],
      deadlineMs: CONTENT_DEADLINE_MS,
    },
    async (call) => {
      const file = await visibleFile(db, call, call.params.id)
      await sendContent({ db, blobs }, call, file, {
        inline: file.content_type.startsWith('image/') || file.content_type.startsWith('audio/'),
        maxAgeSeconds: 3600,
      })
    },
  )
}

function variantRoute({ db, blobs }: Pick<ScanningDeps, 'db' | 'blobs'>): Route {
  return route(
    {
      id: 'files.variant',
      method: 'GET',
      path: '/api/files/{id}/variants/{name}/content',
      summary: 'A picture as it was made anew: the whole or a range',
      policy: { access: 'optional', rate: 'stream' },
      schema: {
        params: object({ id: idOf('file'), name: Type.String({ minLength: 1, maxLength: 40 }) }),
        response: { 200: null },
      },
      problems: [
        'files/not-found',
        'files/variant-not-found',
        'files/image-pending',
        'files/image-unreadable',
        'files/image-too-large',
        'files/range-not-satisfiable',
        'files/damaged',
        'blob/missing',
      ],
      deadlineMs: CONTENT_DEADLINE_MS,
    },
    async (call) => {
      const file = await visibleFile(db, call, call.params.id)
      assertReadable(file)
      if (file.image === 'pending') throw filesProblem('image-pending', { retryAfterSeconds: 5 })
      if (file.image === 'unreadable' || file.image === 'too-large') throw filesProblem(`image-${file.image}`)
      const variant = await findVariant(db, file.id, call.params.name)
      if (variant === null) throw filesProblem('variant-not-found')
      await sendContent({ db, blobs }, call, variant, { inline: true, immutable: true, maxAgeSeconds: 3600 })
    },
  )
}

function addressRoute({ db, blobs }: Pick<ScanningDeps, 'db' | 'blobs'>): Route {
  return route(
    {
      id: 'files.address',
      method: 'GET',
      path: '/api/files/{id}/address',
      summary: 'Where to read the bytes without the server in between, for five minutes',
      policy: { access: 'optional', rate: 'read' },
      schema: { params: filePath, response: { 200: object({ url: Type.String(), expiresAt: instant }) } },
      problems: [
        'files/not-found',
        'files/quarantined',
        'files/infected',
        'files/original-withheld',
        'files/damaged',
        'blob/missing',
      ],
    },
    async (call) => {
      const file = await visibleFile(db, call, call.params.id)
      assertReadable(file)
      assertWhole(file)
      assertHandedOut(file)
      await assertStored({ db, blobs }, file)
      const expiresAt = inSeconds(ADDRESS_SECONDS)
      if (blobs.direct === null) return { url: `/api/files/${file.id}/content`, expiresAt }
      const { url } = await blobs.direct.signGet(file.blob_key, {
        contentType: file.content_type,
        contentDisposition: disposition('attachment', file.filename),
        expiresInSeconds: ADDRESS_SECONDS,
      })
      return { url, expiresAt }
    },
  )
}

/** A file as the wire has it. */
export async function toWire(db: Db, file: FileRow) {
  return { ...toStoredFile(file), image: file.image === null ? null : await imageOf(db, file.id, file.image) }
}

async function imageOf(db: Db, id: Id<'file'>, state: ImageState) {
  if (state === 'pending') return { state, problem: null, variants: [] }
  if (state !== 'ready') return { state: 'refused' as const, problem: `files/image-${state}` as const, variants: [] }
  const variants = (await variantsOf(db, id)).map((row) => ({
    name: row.variant ?? '',
    width: row.width ?? 0,
    height: row.height ?? 0,
    contentType: row.content_type,
    bytes: Number(row.bytes),
    sha256: row.sha256.toString('hex'),
    url: `/api/files/${id}/variants/${row.variant}/content`,
  }))
  return { state, problem: null, variants }
}
