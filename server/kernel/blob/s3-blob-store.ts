import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import {
  AbortMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  type MultipartUpload,
  paginateListObjectsV2,
} from '@aws-sdk/client-s3'
import type { S3Settings } from '../config/files.ts'
import { assertBlobKey, isBlobKey } from './blob-key.ts'
import { blobProblems } from './blob-problems.ts'
import type { BlobStat, BlobStore, ByteRange, PartedBlobs } from './blob-store.ts'
import { assertRange } from './byte-range.ts'
import { probeBlobs } from './probe-blobs.ts'
import { createS3Client, type S3 } from './s3-client.ts'
import { s3Fault, toS3Problem } from './s3-errors.ts'
import { createS3Parts } from './s3-parts.ts'
import { signDirect } from './s3-presign.ts'
import { putObject } from './s3-write.ts'

/**
 * Bytes in one bucket of S3 or of a store that speaks its protocol (R2, Ceph and others). The bucket must exist; nothing is asked of
 * the store here. Of the store's faults callers see `blob/*` problems only, with what it said as their cause.
 */
export async function createS3BlobStore(settings: S3Settings): Promise<BlobStore> {
  const s3 = createS3Client(settings)
  const direct = signDirect(s3, await originOf(s3))
  const store: BlobStore = {
    put: (key, source, limits) => {
      const given = { source, ...limits }
      return asked(key, () => putObject(s3, key, given)).catch((error) => {
        if (source instanceof Readable) source.destroy()
        throw limits.signal?.aborted === true ? limits.signal.reason : error
      })
    },
    async read(key, range) {
      assertRange(range)
      return await asked(key, () => read(s3, key, range))
    },
    stat: (key) => asked(key, () => stat(s3, key)),
    remove: async (key) => {
      await asked(key, () => s3.client.send(new DeleteObjectCommand({ Bucket: s3.bucket, Key: key })))
    },
    localPath: (key) => asked(key, () => copyHere(s3, key)),
    keys: (prefix) => keys(s3, prefix),
    sweepUnfinished: (before) => told(() => sweepUnfinished(s3, before)),
    probe: () => probeBlobs(store),
    parts: toldParts(createS3Parts(s3)),
    direct: {
      origin: direct.origin,
      signPut: (key, write) => asked(key, () => direct.signPut(key, write)),
      signPart: (write, number, terms) => asked(write.key, () => direct.signPart(write, number, terms)),
      signGet: (key, wanted) => asked(key, () => direct.signGet(key, wanted)),
    },
  }
  return store
}

function toldParts(parts: PartedBlobs): PartedBlobs {
  return {
    begin: (key) => asked(key, () => parts.begin(key)),
    put: (write, number, source, terms) => asked(write.key, () => parts.put(write, number, source, terms)),
    list: (write) => asked(write.key, () => parts.list(write)),
    assemble: (write) => asked(write.key, () => parts.assemble(write)),
    abandon: (write) => asked(write.key, () => parts.abandon(write)),
  }
}

async function asked<Answer>(key: string, question: () => Promise<Answer>): Promise<Answer> {
  assertBlobKey(key)
  return await told(question)
}

async function told<Answer>(question: () => Promise<Answer>): Promise<Answer> {
  try {
    return await question()
  } catch (error) {
    throw toS3Problem(error)
  }
}

/** Read from an address: the SDK puts the bucket into the host or into the path. */
async function originOf(s3: S3): Promise<string> {
  const { url } = await signDirect(s3, '').signGet('origin', {
    contentType: 'text/plain',
    contentDisposition: 'attachment',
    expiresInSeconds: 60,
  })
  return new URL(url).origin
}

/** S3 answers a range that begins in the content with what there is of it: less than asked for counts as missing. */
async function read({ client, bucket }: S3, key: string, range: ByteRange | undefined): Promise<Readable> {
  const wanted = range === undefined ? {} : { Range: `bytes=${range.start}-${range.end}` }
  const { Body: body, ContentLength: length } = await client.send(
    new GetObjectCommand({ Bucket: bucket, Key: key, ...wanted }),
  )
  if (!(body instanceof Readable)) throw new TypeError('the answer has no body')
  if (range !== undefined && length !== range.end - range.start + 1) {
    body.destroy()
    throw blobProblems('missing', { detail: 'The content is shorter than it was.' })
  }
  return body
}

async function stat({ client, bucket }: S3, key: string): Promise<BlobStat | null> {
  try {
    const command = new HeadObjectCommand({ Bucket: bucket, Key: key, ChecksumMode: 'ENABLED' })
    const { ContentLength: bytes, LastModified: modifiedAt, ChecksumSHA256: checksum } = await client.send(command)
    if (bytes === undefined || modifiedAt === undefined) throw new TypeError('the answer tells no length or time')
    return { bytes, modifiedAt, sha256: wholeChecksum(checksum) }
  } catch (error) {
    if (s3Fault(error) === 'absent') return null
    throw error
  }
}

const SHA256_BYTES = 32

/** Of an object made of parts, S3 keeps a checksum over the checksums of its parts, `base64-count`: that is not the content's. */
function wholeChecksum(checksum: string | undefined): string | null {
  if (checksum === undefined || checksum.includes('-')) return null
  const bytes = Buffer.from(checksum, 'base64')
  return bytes.length === SHA256_BYTES ? bytes.toString('hex') : null
}

async function copyHere(s3: S3, key: string): Promise<{ path: string; release(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'plinth-blob-'))
  const release = () => rm(folder, { recursive: true, force: true })
  try {
    const path = join(folder, 'content')
    await pipeline(await read(s3, key, undefined), createWriteStream(path, { mode: 0o600 }))
    return { path, release }
  } catch (error) {
    await release()
    throw error
  }
}

async function* keys({ client, bucket }: S3, prefix: string): AsyncIterable<string> {
  const pages = paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: prefix })[Symbol.asyncIterator]()
  for (let page = await told(() => pages.next()); page.done !== true; page = await told(() => pages.next()))
    for (const { Key: key } of page.value.Contents ?? []) if (key !== undefined && isBlobKey(key)) yield key
}

async function sweepUnfinished({ client, bucket }: S3, before: Date): Promise<number> {
  let swept = 0
  let marker: { KeyMarker?: string | undefined; UploadIdMarker?: string | undefined } | null = {}
  while (marker !== null) {
    const page: UnfinishedPage = await client.send(new ListMultipartUploadsCommand({ Bucket: bucket, ...marker }))
    for (const { Key, UploadId, Initiated } of page.Uploads ?? []) {
      if (Key === undefined || !isBlobKey(Key) || Initiated === undefined || Initiated >= before) continue
      await client.send(new AbortMultipartUploadCommand({ Bucket: bucket, Key, UploadId }))
      swept += 1
    }
    const more = page.IsTruncated === true
    marker = more ? { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker } : null
  }
  return swept
}

interface UnfinishedPage {
  readonly Uploads?: MultipartUpload[] | undefined
  readonly IsTruncated?: boolean | undefined
  readonly NextKeyMarker?: string | undefined
  readonly NextUploadIdMarker?: string | undefined
}
