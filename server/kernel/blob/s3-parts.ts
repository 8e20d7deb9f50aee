import type { Readable } from 'node:stream'
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  HeadObjectCommand,
  ListPartsCommand,
  type ListPartsCommandOutput,
  type Part,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { blobProblems } from './blob-problems.ts'
import type { PartedBlobs, PartedWrite } from './blob-store.ts'
import { PART_ANSWER_MS, type S3 } from './s3-client.ts'
import { s3Fault } from './s3-errors.ts'

/** Multipart uploads of the bucket; of its faults callers of this file see what the SDK throws. */
export function createS3Parts(s3: S3): PartedBlobs {
  return {
    async begin(key) {
      const { UploadId: id } = await s3.client.send(new CreateMultipartUploadCommand({ Bucket: s3.bucket, Key: key }))
      if (id === undefined) throw new TypeError('the store began a write and did not name it')
      return { key, id }
    },
    async put(write, number, source, { bytes, signal }) {
      const body = await exactly(source, bytes)
      const command = new UploadPartCommand({
        ...placeOf(s3, write),
        PartNumber: number,
        Body: body,
        ContentLength: bytes,
      })
      const aborted = signal === undefined ? {} : { abortSignal: signal }
      await s3.client.send(command, { requestTimeout: PART_ANSWER_MS, ...aborted })
    },
    list: async (write) =>
      (await partsOf(s3, write)).map(({ PartNumber: number = 0, Size: bytes = 0 }) => ({ number, bytes })),
    assemble: (write) => assemble(s3, write),
    async abandon(write) {
      try {
        await s3.client.send(new AbortMultipartUploadCommand(placeOf(s3, write)))
      } catch (error) {
        if (s3Fault(error) !== 'absent') throw error
      }
    },
  }
}

function placeOf({ bucket }: S3, { key, id }: PartedWrite) {
  return { Bucket: bucket, Key: key, UploadId: id }
}

async function exactly(source: Readable, length: number): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let held = 0
  for await (const chunk of source as AsyncIterable<Uint8Array>) {
    held += chunk.byteLength
    if (held > length) break
    chunks.push(chunk)
  }
  if (held !== length) throw blobProblems('length-differs')
  return Buffer.concat(chunks)
}

/** NOTE: not by the SDK's paginator, which follows a marker that stores name on the last page too, for ever. */
async function partsOf(s3: S3, write: PartedWrite): Promise<Part[]> {
  const parts: Part[] = []
  for (let marker: string | undefined, more = true; more; ) {
    const command = new ListPartsCommand({ ...placeOf(s3, write), PartNumberMarker: marker })
    const page: ListPartsCommandOutput = await s3.client.send(command)
    parts.push(...(page.Parts ?? []))
    marker = page.NextPartNumberMarker
    more = page.IsTruncated === true
  }
  return parts
}

/**
 * A completion that failed may have been done all the same, by us or by another at the same moment: the object tells. Nobody else
 * writes under the key of a write in parts.
 */
async function assemble(s3: S3, write: PartedWrite): Promise<{ sha256: null }> {
  try {
    const Parts = (await partsOf(s3, write)).map(({ PartNumber, ETag }) => ({ PartNumber, ETag }))
    const complete = new CompleteMultipartUploadCommand({
      ...placeOf(s3, write),
      MultipartUpload: { Parts },
      IfNoneMatch: '*',
    })
    await s3.client.send(complete, { requestTimeout: PART_ANSWER_MS })
  } catch (error) {
    if (s3Fault(error) === null || !(await isThere(s3, write.key))) throw error
  }
  return { sha256: null }
}

async function isThere({ client, bucket }: S3, key: string): Promise<boolean> {
  try {
    await client.send(new HeadObjectCommand({ Bucket: bucket, Key: key }))
    return true
  } catch (error) {
    if (s3Fault(error) === 'absent') return false
    throw error
  }
}
