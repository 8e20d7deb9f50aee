import { Readable } from 'node:stream'
import type { ByteRange } from '../../kernel/blob/blob-store.ts'
import type { Call } from '../../kernel/http/route.ts'
import { comparedRange } from './blocks.ts'
import { filesProblem } from './problems.ts'
import { matchesEtag, parseRange, rangeStillValid } from './ranges.ts'
import { assertReadable } from './scanning.ts'
import type { FileRow } from './tables.ts'
import { assertStored, assertWhole, comparedStream, type Shelf, wholeContent } from './whole.ts'

export interface ContentOptions {
  /** Shown inside a page (audio, images of our own making) instead of being offered as a download. */
  readonly inline?: boolean
  /** Shown instead of the name the file was uploaded under. */
  readonly filename?: string
  /** Shown instead of the type and name that the row has by now: those of an address when it was signed. */
  readonly told?: { readonly contentType: string; readonly disposition: string }
  /** How long anyone may keep the bytes; private files are never kept by shared caches. */
  readonly maxAgeSeconds?: number
  /** The address never answers other bytes: a public file may be kept for a year, by anybody. */
  readonly immutable?: boolean
  /** Given to this caller alone, whoever else sees the file. */
  readonly isOwn?: boolean
  /** As `immutable`, but for those who keep it for several people: they ask again after so long. */
  readonly sharedSeconds?: number
}

const YEAR_SECONDS = 365 * 24 * 3600

function cachingOf(file: FileRow, { immutable, sharedSeconds, maxAgeSeconds = 0, isOwn }: ContentOptions) {
  const visibility = isOwn === true ? 'private' : file.visibility
  const shared = sharedSeconds === undefined ? '' : `, s-maxage=${sharedSeconds}`
  if (visibility === 'public' && immutable === true)
    return { 'cache-control': `public, max-age=${YEAR_SECONDS}${shared}, immutable` }
  return { 'cache-control': `${visibility}, max-age=${maxAgeSeconds}, must-revalidate`, vary: 'Cookie, Authorization' }
}

/** Nothing a stored file holds may run: no script, no plugin, no frame. */
const CONTENT_POLICY = "default-src 'none'; sandbox"

/** As long as file systems take the name of a file. */
const NAME_CHARACTERS_MAX = 255
/** Controls, lone surrogates, line separators, bidirectional embeddings and overrides, and what separates folders. */
const NOT_IN_NAME = /[\p{Cc}\p{Cs}\u2028-\u202e\u2066-\u2069/\\]/gu

/**
 * Content-Disposition by RFC 8187: an ASCII fallback and the real name in UTF-8. Whatever the name is, it is told as one line of bounded
 * length that is no path (RFC 6266, 4.3) and ends nowhere but at its own end.
 */
export function disposition(kind: 'inline' | 'attachment', filename: string): string {
  const shown = Array.from(filename.replaceAll(NOT_IN_NAME, '_')).slice(0, NAME_CHARACTERS_MAX).join('')
  const fallback = shown.replaceAll(/[^\x20-\x7e]|["%]/g, '_')
  const encoded = encodeURIComponent(shown).replaceAll(
    /['()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `${kind}; filename="${fallback}"; filename*=UTF-8''${encoded}`
}

function dispositionOf(file: FileRow, { inline, filename }: ContentOptions): string {
  return disposition(inline === true ? 'inline' : 'attachment', filename ?? file.filename)
}

/** Throws files/original-withheld for what somebody sent as a public picture: it may be more than a picture, and say where it was taken. */
export function assertHandedOut(file: FileRow): void {
  if (file.visibility === 'public' && file.image !== null) throw filesProblem('original-withheld')
}

/**
 * Sends a file by RFC 9110: strong ETag (its SHA-256), one range, If-Range, If-None-Match, HEAD, 416. What is sent is compared
 * with what was stored, and an answer is never complete with other bytes. Throws blob/missing and files/damaged.
 */
export async function sendContent(
  shelf: Shelf,
  call: Pick<Call, 'request' | 'reply' | 'log'>,
  file: FileRow,
  options: ContentOptions = {},
): Promise<void> {
  assertReadable(file)
  assertWhole(file)
  assertHandedOut(file)
  const { request, reply } = call
  const etag = `"${file.sha256.toString('base64url')}"`
  const bytes = Number(file.bytes)
  reply.headers({
    etag,
    'accept-ranges': 'bytes',
    'last-modified': file.created_at.toUTCString(),
    ...cachingOf(file, options),
    'content-disposition': options.told?.disposition ?? dispositionOf(file, options),
    'content-security-policy': CONTENT_POLICY,
  })
  if (matchesEtag(request.headers['if-none-match'], etag)) return void reply.code(304).send()
  const asked = rangeStillValid(request.headers['if-range'] as string | undefined, etag)
    ? parseRange(request.headers.range, bytes)
    : ({ kind: 'whole' } as const)
  if (asked.kind === 'unsatisfiable')
    throw filesProblem('range-not-satisfiable', { headers: { 'content-range': `bytes */${bytes}` } })
  const range = asked.kind === 'part' ? asked.range : { start: 0, end: bytes - 1 }
  const content = await contentOf(shelf, call, file, range)
  const type = options.told?.contentType ?? file.content_type
  reply.header('content-type', type).header('content-length', String(range.end - range.start + 1))
  if (asked.kind === 'part') reply.code(206).header('content-range', `bytes ${range.start}-${range.end}/${bytes}`)
  else reply.code(200)
  await reply.send(content)
}

/** Read and compared before the answer begins: no more memory than a stream takes. Longer content is compared while it is on its way. */
const AT_ONCE_BYTES = 256 * 1024

/** Looks for the bytes whatever is asked, so that HEAD says what GET would. */
async function contentOf(
  shelf: Shelf,
  { request, log }: Pick<Call, 'request' | 'log'>,
  file: FileRow,
  range: ByteRange,
): Promise<string | Buffer | Readable> {
  const failed = (error: unknown): void => log.error({ fileId: file.id, error }, 'a stored file could not be read')
  try {
    await assertStored(shelf, file)
    const bytes = Number(file.bytes)
    if (bytes === 0) return ''
    // A stream without bytes: for any other payload of a HEAD answer Fastify would replace the content length.
    if (request.method === 'HEAD') return Readable.from([])
    const isWhole = range.start === 0 && range.end === bytes - 1
    if (isWhole && bytes <= AT_ONCE_BYTES) return await wholeContent(shelf, file)
    if (!isWhole) return await comparedRange(shelf, file, range, failed)
    return comparedStream(shelf.db, file, await shelf.blobs.read(file.blob_key), failed)
  } catch (error) {
    failed(error)
    throw error
  }
}
