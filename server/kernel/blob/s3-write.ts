import { createHash, type Hash } from 'node:crypto'
import { addAbortSignal, Readable } from 'node:stream'
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  HeadObjectCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { newId } from '../id.ts'
import { blobProblems } from './blob-problems.ts'
import { type BlobWritten, PART_BYTES, type WriteTerms } from './blob-store.ts'
import { PART_ANSWER_MS, type S3 } from './s3-client.ts'
import { s3Fault } from './s3-errors.ts'

interface Source extends WriteTerms {
  readonly source: Readable | Uint8Array
}

/** One write: its object carries the id, so that a write whose answer was lost is told from another's. */
interface Writing extends S3 {
  readonly key: string
  readonly id: string
  readonly signal: AbortSignal | undefined
  readonly check: (written: BlobWritten) => void
}

/**
 * Writes an object once. What fits a part goes as one PUT, more as parts; either way the store gets whole buffers whose SHA-256 is
 * in the signed head of the request, so it refuses bytes that changed on the way, and at most two parts are in memory.
 */
export async function putObject(s3: S3, key: string, given: Source): Promise<BlobWritten> {
  const source = given.source instanceof Readable ? given.source : Readable.from([given.source])
  if (given.signal !== undefined) addAbortSignal(given.signal, source)
  const writing: Writing = { ...s3, key, id: newId(), signal: given.signal, check: given.check ?? (() => undefined) }
  try {
    if ((await writerOf(writing)) !== null) throw blobProblems('exists')
    return await write(writing, partsOf(source, given.maxBytes))
  } finally {
    source.destroy()
  }
}

async function write(writing: Writing, parts: AsyncGenerator<Buffer>): Promise<BlobWritten> {
  const hash = createHash('sha256')
  const first = await parts.next()
  const head = first.done === true ? Buffer.alloc(0) : first.value
  hash.update(head)
  const second = await parts.next()
  if (second.done === true) {
    const written = { bytes: head.length, sha256: hash.digest('hex') }
    writing.check(written)
    await unlessWritten(writing, putWhole(writing, head))
    return written
  }
  const rest = async function* () {
    yield head
    for (let next: IteratorResult<Buffer> = second; next.done !== true; next = await parts.next()) {
      hash.update(next.value)
      yield next.value
    }
  }
  return await putInParts(writing, rest(), hash)
}

/** The source in buffers of PART_BYTES, the last one shorter; ends in blob/too-large as soon as there is more than allowed. */
async function* partsOf(source: Readable, maxBytes: number): AsyncGenerator<Buffer> {
  let chunks: Uint8Array[] = []
  let held = 0
  let bytes = 0
  for await (const chunk of source as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength
    if (bytes > maxBytes) throw blobProblems('too-large', { params: { maxBytes } })
    chunks.push(chunk)
    held += chunk.byteLength
    if (held < PART_BYTES) continue
    const joined = Buffer.concat(chunks)
    let at = 0
    for (; joined.length - at >= PART_BYTES; at += PART_BYTES) yield joined.subarray(at, at + PART_BYTES)
    chunks = [Buffer.from(joined.subarray(at))]
    held = joined.length - at
  }
  if (held > 0) yield Buffer.concat(chunks)
}

function putWhole({ client, bucket, key, id, signal }: Writing, body: Buffer): Promise<unknown> {
  const command = new PutObjectCommand({
    Bucket: bucket,
    Key: key,
    Body: body,
    ContentLength: body.length,
    ChecksumSHA256: createHash('sha256').update(body).digest('base64'),
    IfNoneMatch: '*',
    Metadata: { writer: id },
  })
  return client.send(command, { requestTimeout: PART_ANSWER_MS, ...abortedBy(signal) })
}

/** `hash` takes in the parts as they are read. */
async function putInParts(writing: Writing, parts: AsyncIterable<Buffer>, hash: Hash): Promise<BlobWritten> {
  const { client, bucket, key, id, signal } = writing
  const place = { Bucket: bucket, Key: key }
  const created = await client.send(
    new CreateMultipartUploadCommand({ ...place, Metadata: { writer: id } }),
    abortedBy(signal),
  )
  const upload = { ...place, UploadId: created.UploadId }
  try {
    const done: { PartNumber: number; ETag: string | undefined }[] = []
    let bytes = 0
    for await (const part of parts) {
      const number = done.length + 1
      const command = new UploadPartCommand({ ...upload, PartNumber: number, Body: part, ContentLength: part.length })
      const { ETag } = await client.send(command, { requestTimeout: PART_ANSWER_MS, ...abortedBy(signal) })
      done.push({ PartNumber: number, ETag })
      bytes += part.length
    }
    const written = { bytes, sha256: hash.digest('hex') }
    writing.check(written)
    const complete = new CompleteMultipartUploadCommand({
      ...upload,
      MultipartUpload: { Parts: done },
      IfNoneMatch: '*',
    })
    await unlessWritten(writing, client.send(complete, { requestTimeout: PART_ANSWER_MS, ...abortedBy(signal) }))
    return written
  } catch (error) {
    await abortUpload(writing, upload)
    throw error
  }
}

/** The first fault is the one to tell; parts that stay are found by `sweepUnfinished`. */
async function abortUpload({ client }: S3, upload: { Bucket: string; Key: string; UploadId: string | undefined }) {
  try {
    await client.send(new AbortMultipartUploadCommand(upload))
  } catch (error) {
    if (s3Fault(error) === null) throw error
  }
}

/** A write that failed may have been done all the same: its answer was lost, and the retry met what it had made itself. */
async function unlessWritten(writing: Writing, work: Promise<unknown>): Promise<void> {
  try {
    await work
  } catch (error) {
    if (s3Fault(error) === null || (await writerOf(writing)) !== writing.id) throw error
  }
}

/** The id of the write that made the object, empty for one that was made otherwise; null when there is no object. */
async function writerOf({ client, bucket, key, signal }: Writing): Promise<string | null> {
  try {
    const found = await client.send(new HeadObjectCommand({ Bucket: bucket, Key: key }), abortedBy(signal))
    return found.Metadata?.writer ?? ''
  } catch (error) {
    if (s3Fault(error) === 'absent') return null
    throw error
  }
}

function abortedBy(signal: AbortSignal | undefined): { abortSignal?: AbortSignal } {
  return signal === undefined ? {} : { abortSignal: signal }
}
