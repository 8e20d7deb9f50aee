import { Type } from 'typebox'
import { inSeconds } from '../../kernel/clock.ts'
import type { Db } from '../../kernel/db/database.ts'
import { type Route, route } from '../../kernel/http/route.ts'
import { idOf, instant, namedObject, nullable, object, oneOf } from '../../kernel/http/schema.ts'
import { assertReadyImage, findVariant, variantsOf } from './images.ts'
import { filesProblem } from './problems.ts'
import { assertReadable } from './scanning.ts'
import { visibleFile } from './seen-by.ts'
import { assertHandedOut, disposition, sendContent } from './send-content.ts'
import { checkReadSignature, type ReadTarget, signedReadPath, signedReadQuery } from './signed-path.ts'
import { findFile, toStoredFile } from './stored-file.ts'
import type { FileRow, ImageState } from './tables.ts'
import type { UploadParts } from './upload-steps.ts'
import { findContent } from './versions.ts'
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

export const imageShape = nullable(
  object({
    state: oneOf(['pending', 'ready', 'refused']),
    problem: nullable(oneOf(['files/image-unreadable', 'files/image-too-large'])),
    variants: Type.Array(variantShape),
  }),
)

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
  image: imageShape,
  version: Type.Integer({ description: 'Of what it shows now; the first is 1' }),
  newestVersion: Type.Integer({
    description: 'The last number given: another than `version` while that one is checked and prepared, or was refused',
  }),
})

export const variantName = Type.String({ minLength: 1, maxLength: 40 })
export const addressShape = object({ url: Type.String(), expiresAt: instant })

export const CONTENT_DEADLINE_MS = 15 * 60_000
/** Also how long a file that was made private can still be read by an address given before, or out of a shared cache. */
const ADDRESS_SECONDS = 300
export const filePath = object({ id: idOf('file') })
const stamped = object({
  v: Type.Optional(
    Type.Integer({
      minimum: 1,
      description: 'The version it was named with: the answer is for good while it is shown',
    }),
  ),
})

export type FileParts = Pick<UploadParts, 'db' | 'blobs' | 'declared' | 'signingKey'>

export function fileRoutes(parts: FileParts): Route[] {
  return [
    metadataRoute(parts),
    contentRoute(parts),
    variantRoute(parts),
    addressRoute(parts),
    signedContentRoute(parts),
  ]
}

function metadataRoute(parts: FileParts): Route {
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
    async (call) => await toWire(parts.db, await visibleFile(parts, call, call.params.id)),
  )
}

function contentRoute(parts: FileParts): Route {
  return route(
    {
      id: 'files.content',
      method: 'GET',
      path: '/api/files/{id}/content',
      summary: 'The bytes of a file, whole or a range',
      policy: { access: 'optional', rate: 'stream' },
      schema: { params: filePath, query: stamped, response: { 200: null } },
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
      const file = await visibleFile(parts, call, call.params.id)
      await sendContent(parts, call, file, { inline: isShownInline(file), ...cachedAs(parts, file, call.query.v) })
    },
  )
}

/** Sound and pictures, where others are offered as a download. */
export function isShownInline({ content_type: type }: FileRow): boolean {
  return type.startsWith('image/') || type.startsWith('audio/')
}

/**
 * How long an answer is kept. A file that never changes is where it is for good. Of one that may, only an address with the number of
 * the version that is shown is, for the browser that has it; everybody else asks again in five minutes.
 */
function cachedAs({ declared }: Pick<FileParts, 'declared'>, file: FileRow, stamp: number | undefined) {
  if (declared(file.purpose)?.changes === undefined) return { maxAgeSeconds: 3600 }
  return { immutable: stamp === file.version, sharedSeconds: ADDRESS_SECONDS, maxAgeSeconds: ADDRESS_SECONDS }
}

function variantRoute(parts: FileParts): Route {
  return route(
    {
      id: 'files.variant',
      method: 'GET',
      path: '/api/files/{id}/variants/{name}/content',
      summary: 'A picture as it was made anew: the whole or a range',
      policy: { access: 'optional', rate: 'stream' },
      schema: {
        params: object({ id: idOf('file'), name: variantName }),
        query: stamped,
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
      const file = await visibleFile(parts, call, call.params.id)
      const variant = await readyVariant(parts.db, file, call.params.name)
      await sendContent(parts, call, variant, { inline: true, immutable: true, ...cachedAs(parts, file, call.query.v) })
    },
  )
}

/** Throws what the picture is not shown for, and files/variant-not-found. */
export async function readyVariant(db: Db, picture: FileRow, name: string): Promise<FileRow> {
  assertReadable(picture)
  assertReadyImage(picture)
  const variant = await findVariant(db, picture.id, name)
  if (variant === null) throw filesProblem('variant-not-found')
  return variant
}

function addressRoute(parts: FileParts): Route {
  return route(
    {
      id: 'files.address',
      method: 'GET',
      path: '/api/files/{id}/address',
      summary:
        'Where whoever has the address reads the bytes for five minutes: signed, and of the store where it takes them',
      policy: { access: 'optional', rate: 'read' },
      schema: { params: filePath, response: { 200: addressShape } },
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
      const file = await visibleFile(parts, call, call.params.id)
      return await addressOf(parts, file)
    },
  )
}

/** Where the bytes of a row are read by whoever has the address: in the bucket, or of the server. Throws what they are not handed out for. */
export async function addressOf({ db, blobs, signingKey }: Omit<FileParts, 'declared'>, row: FileRow) {
  assertReadable(row)
  assertWhole(row)
  assertHandedOut(row)
  await assertStored({ db, blobs }, row)
  const expiresAt = inSeconds(ADDRESS_SECONDS)
  const told = { contentType: row.content_type, disposition: disposition('attachment', row.filename) }
  if (blobs.direct === null) {
    const target = { id: row.version_of ?? row.id, content: row.blob_key, seen: row.visibility }
    const shown = { type: told.contentType, disposition: told.disposition }
    return { url: signedReadPath(signingKey, { ...target, ...shown }, expiresAt), expiresAt }
  }
  const { url } = await blobs.direct.signGet(row.blob_key, {
    contentType: told.contentType,
    contentDisposition: told.disposition,
    expiresInSeconds: ADDRESS_SECONDS,
  })
  return { url, expiresAt }
}

function signedContentRoute(parts: FileParts): Route {
  return route(
    {
      id: 'files.signedContent',
      method: 'GET',
      path: '/api/files/{id}/signed-content',
      summary: 'The bytes of a file, whole or a range, by an address that was signed; that is the permission',
      policy: { access: 'public', rate: 'stream' },
      schema: { params: filePath, query: signedReadQuery, response: { 200: null } },
      problems: [
        ...['files/bad-signature', 'files/not-found', 'files/quarantined', 'files/infected', 'files/damaged'],
        ...['files/original-withheld', 'files/range-not-satisfiable', 'blob/missing'],
      ],
      deadlineMs: CONTENT_DEADLINE_MS,
    },
    async (call) => {
      const { expires, signature, ...shown } = call.query
      checkReadSignature(parts.signingKey, { ...shown, id: call.params.id }, { expires, signature })
      const told = { contentType: shown.type, disposition: shown.disposition }
      const content = await signedFor(parts.db, { ...shown, id: call.params.id })
      await sendContent(parts, call, content, { isOwn: true, told })
    },
  )
}

/** The content that an address was signed for, as long as its file is there and nobody made it private. */
async function signedFor(db: Db, { id, content: blobKey, seen }: ReadTarget): Promise<FileRow> {
  const content = await findContent(db, blobKey)
  const file = content?.id === id ? content : await findFile(db, id)
  const isOfFile = content !== null && (content.version_of ?? content.id) === id
  if (!isOfFile || file === null || file.discarded_at !== null) throw filesProblem('not-found')
  if (seen === 'public' && file.visibility === 'private') throw filesProblem('not-found')
  return content
}

/** A file as the wire has it. */
export async function toWire(db: Db, file: FileRow) {
  const at = (name: string): string => `/api/files/${file.id}/variants/${name}/content?v=${file.version}`
  const made = file.image === 'ready' ? await variantsOf(db, [file.id]) : []
  return { ...toStoredFile(file), image: imageOf(file.image, made, at) }
}

/** A picture as the wire has it; `at` says where a variant is. */
export function imageOf(state: ImageState | null, made: readonly FileRow[], at: (name: string) => string) {
  if (state === null) return null
  if (state === 'pending') return { state, problem: null, variants: [] }
  if (state !== 'ready') return { state: 'refused' as const, problem: `files/image-${state}` as const, variants: [] }
  const variants = made.map((row) => ({
    name: row.variant ?? '',
    width: row.width ?? 0,
    height: row.height ?? 0,
    contentType: row.content_type,
    bytes: Number(row.bytes),
    sha256: row.sha256.toString('hex'),
    url: at(row.variant ?? ''),
  }))
  return { state, problem: null, variants }
}
