import { Type } from 'typebox'
import { cursorPage } from '../../kernel/db/cursor.ts'
import { type Call, type Route, route } from '../../kernel/http/route.ts'
import { idOf, instant, namedObject, nullable, object, oneOf, page, pageQuery } from '../../kernel/http/schema.ts'
import {
  addressOf,
  addressShape,
  CONTENT_DEADLINE_MS,
  filePath,
  fileShape,
  imageOf,
  imageShape,
  isShownInline,
  readyVariant,
  toWire,
  variantName,
} from './files.routes.ts'
import { variantsOf } from './images.ts'
import type { RemoveBytes } from './remove-bytes.job.ts'
import { assertNewest } from './replacing.ts'
import { changeableFile } from './seen-by.ts'
import { sendContent } from './send-content.ts'
import { callerId } from './signed-path.ts'
import type { FileRow } from './tables.ts'
import { announce, announcement, signedShape, type UploadParts } from './upload-steps.ts'
import { assertShowable, removeVersion, restoreVersion, versionOfFile, versionsOf } from './version-steps.ts'
import { assertStored } from './whole.ts'

const NEVER_GIVEN = 2_147_483_647

const versionShape = namedObject('FileVersion', {
  version: Type.Integer(),
  state: oneOf(['shown', 'older', 'preparing', 'refused'] as const),
  filename: Type.String(),
  contentType: Type.String(),
  bytes: Type.Integer(),
  sha256: Type.String(),
  createdAt: instant,
  supersededAt: nullable({ ...instant, description: 'Since when it is not shown, or known never to be' }),
  restoredFrom: nullable(Type.Integer({ description: 'The number it had before it was shown again' })),
  scan: fileShape.properties.scan,
  fault: fileShape.properties.fault,
  image: imageShape,
  url: Type.String({ description: 'Where its bytes are' }),
})

const versionPath = object({ id: idOf('file'), version: Type.String({ pattern: '^[1-9][0-9]{0,8}$' }) })
const newestVersion = Type.Integer({ minimum: 1, description: '`newestVersion` of the file as the caller knows it' })

const read = { access: 'signed-in', rate: 'read', delegates: 'any' } as const
const write = { access: 'signed-in', rate: 'write', delegates: 'any' } as const
const stream = { access: 'signed-in', rate: 'stream', delegates: 'any' } as const
const UNCHANGEABLE = ['files/not-found', 'files/not-changeable', 'http/denied'] as const
const UNREADABLE = [
  ...['files/quarantined', 'files/infected', 'files/damaged', 'blob/missing'],
  ...['files/image-pending', 'files/image-unreadable', 'files/image-too-large'],
] as const

/** What a file showed before, for those who change it. */
export function versionRoutes(parts: UploadParts, removeBytes: RemoveBytes): Route[] {
  return [
    ...[signRoute(parts), listRoute(parts), contentRoute(parts), variantRoute(parts), addressRoute(parts)],
    ...[restoreRoute(parts), removeRoute(parts, removeBytes)],
  ]
}

function signRoute(parts: UploadParts): Route {
  return route(
    {
      id: 'files.signVersion',
      method: 'POST',
      path: '/api/files/{id}/versions/sign',
      summary:
        'Announces new content of a file; it goes and is confirmed like any upload, and is shown once it is checked and prepared',
      policy: { access: 'signed-in', rate: 'upload', delegates: 'any' },
      schema: {
        params: filePath,
        body: object({ ...announcement, newestVersion, parts: Type.Optional(Type.Boolean()) }),
        response: { 201: signedShape },
      },
      problems: [
        ...UNCHANGEABLE,
        'files/version-conflict',
        'files/type-not-accepted',
        'files/too-large',
        'files/too-many-open',
        'files/quota-exceeded',
      ],
    },
    async (call) => {
      const file = await changeableFile(parts, call, call.params.id)
      const { newestVersion: known, ...announced } = call.body
      assertNewest(file, known)
      const step = { origin: call.origin, owner: { userId: callerId(call) } }
      const input = { ...announced, purpose: file.purpose, replaces: { id: file.id, newestVersion: known } }
      return await announce(parts, step, input, { bytesMax: parts.quotaBytes, filesMax: null })
    },
  )
}

function listRoute(parts: UploadParts): Route {
  return route(
    {
      id: 'files.versions',
      method: 'GET',
      path: '/api/files/{id}/versions',
      summary: 'What a file shows, showed before and is about to show, newest first',
      policy: read,
      schema: { params: filePath, query: object(pageQuery), response: { 200: page(versionShape) } },
      problems: [...UNCHANGEABLE],
    },
    async (call) => {
      const file = await changeableFile(parts, call, call.params.id)
      const asked = cursorPage(call.query, ([below = '', ...more]) =>
        more.length === 0 && /^[1-9]\d{0,8}$/.test(below) ? [below] : null,
      )
      const below = Number(asked.after?.[0] ?? NEVER_GIVEN)
      const rows = await versionsOf(parts.db, file, { below, limit: asked.limit + 1 })
      const pictures = rows.filter(({ image }) => image === 'ready').map(({ id }) => id)
      const made = await variantsOf(parts.db, pictures)
      return asked.of(
        rows,
        ({ version }) => [String(version)],
        (row) => versionToWire(file, row, made),
      )
    },
  )
}

function versionToWire(file: FileRow, row: FileRow, made: readonly FileRow[]) {
  const at = `/api/files/${file.id}/versions/${row.version}`
  const variants = made.filter(({ variant_of }) => variant_of === row.id)
  return {
    version: row.version,
    state: stateOf(file, row),
    filename: row.filename,
    contentType: row.content_type,
    bytes: Number(row.bytes),
    sha256: row.sha256.toString('hex'),
    createdAt: row.created_at,
    supersededAt: row.superseded_at,
    restoredFrom: row.restored_from,
    scan: row.scan,
    fault: row.fault,
    image: imageOf(row.image, variants, (name) => `${at}/variants/${name}/content`),
    url: `${at}/content`,
  }
}

function stateOf(file: FileRow, { id, scan, image, superseded_at: superseded }: FileRow) {
  if (scan === 'infected' || image === 'unreadable' || image === 'too-large') return 'refused'
  if (id === file.id) return 'shown'
  return superseded === null ? 'preparing' : 'older'
}

/** The version of a file that the caller changes. */
async function chosenVersion(
  parts: UploadParts,
  call: Pick<Call, 'principal'>,
  { id, version }: { readonly id: FileRow['id']; readonly version: string },
): Promise<FileRow> {
  return await versionOfFile(parts.db, await changeableFile(parts, call, id), Number(version))
}

function contentRoute(parts: UploadParts): Route {
  return route(
    {
      id: 'files.versionContent',
      method: 'GET',
      path: '/api/files/{id}/versions/{version}/content',
      summary: 'The bytes of a version, whole or a range',
      policy: stream,
      schema: { params: versionPath, response: { 200: null } },
      problems: [
        ...[...UNCHANGEABLE, 'files/version-not-found', 'files/original-withheld', 'files/range-not-satisfiable'],
        ...['files/quarantined', 'files/infected', 'files/damaged', 'blob/missing'],
      ],
      deadlineMs: CONTENT_DEADLINE_MS,
    },
    async (call) => {
      const version = await chosenVersion(parts, call, call.params)
      await sendContent(parts, call, version, { inline: isShownInline(version), isOwn: true })
    },
  )
}

function variantRoute(parts: UploadParts): Route {
  return route(
    {
      id: 'files.versionVariant',
      method: 'GET',
      path: '/api/files/{id}/versions/{version}/variants/{name}/content',
      summary: 'A picture of a version as it was made anew: the whole or a range',
      policy: stream,
      schema: { params: object({ ...versionPath.properties, name: variantName }), response: { 200: null } },
      problems: [
        ...[...UNCHANGEABLE, 'files/version-not-found', 'files/variant-not-found', 'files/range-not-satisfiable'],
        ...UNREADABLE,
      ],
      deadlineMs: CONTENT_DEADLINE_MS,
    },
    async (call) => {
      const version = await chosenVersion(parts, call, call.params)
      const variant = await readyVariant(parts.db, version, call.params.name)
      await sendContent(parts, call, variant, { inline: true, isOwn: true })
    },
  )
}

function addressRoute(parts: UploadParts): Route {
  return route(
    {
      id: 'files.versionAddress',
      method: 'GET',
      path: '/api/files/{id}/versions/{version}/address',
      summary:
        'Where whoever has the address reads the bytes of a version for five minutes: signed, and of the store where it takes them',
      policy: read,
      schema: { params: versionPath, response: { 200: addressShape } },
      problems: [
        ...[...UNCHANGEABLE, 'files/version-not-found', 'files/original-withheld'],
        ...['files/quarantined', 'files/infected', 'files/damaged', 'blob/missing'],
      ],
    },
    async (call) => {
      return await addressOf(parts, await chosenVersion(parts, call, call.params))
    },
  )
}

function restoreRoute(parts: UploadParts): Route {
  return route(
    {
      id: 'files.restoreVersion',
      method: 'POST',
      path: '/api/files/{id}/versions/{version}/restore',
      summary: 'Shows an older version again: it becomes the newest, under the next number',
      policy: write,
      schema: { params: versionPath, body: object({ newestVersion }), response: { 200: fileShape } },
      problems: [
        ...[...UNCHANGEABLE, 'files/version-not-found', 'files/version-shown', 'files/version-conflict'],
        ...UNREADABLE,
      ],
    },
    async (call) => {
      const { db, changed } = parts
      const version = await chosenVersion(parts, call, call.params)
      assertShowable(version)
      await assertStored(parts, version)
      const wanted = { id: call.params.id, version: version.version, newestVersion: call.body.newestVersion }
      return await toWire(db, await call.transaction((tx) => restoreVersion(tx, changed, wanted)))
    },
  )
}

function removeRoute(parts: UploadParts, removeBytes: RemoveBytes): Route {
  return route(
    {
      id: 'files.removeVersion',
      method: 'DELETE',
      path: '/api/files/{id}/versions/{version}',
      summary: 'Removes a version that is not shown, for good',
      policy: write,
      schema: { params: versionPath, response: { 204: null } },
      problems: [...UNCHANGEABLE, 'files/version-not-found', 'files/version-shown'],
    },
    async (call) => {
      const { version } = await chosenVersion(parts, call, call.params)
      await call.transaction((tx) => removeVersion(tx, removeBytes, { id: call.params.id, version }))
    },
  )
}
