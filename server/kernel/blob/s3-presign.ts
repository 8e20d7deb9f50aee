import { GetObjectCommand, PutObjectCommand, UploadPartCommand } from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import type { DirectBlobs } from './blob-store.ts'
import type { S3 } from './s3-client.ts'

/**
 * Headers a signed PUT is bound to. The presigner moves `x-amz-*` into the query, where the store does not compare them with
 * anything, and leaves the type out, unless they are named as both unhoistable and signable.
 */
const BOUND = new Set(['host', 'content-type', 'content-length', 'if-none-match', 'x-amz-checksum-sha256'])

/** Addresses for clients, signed here without asking the store. */
export function signDirect({ client, bucket }: S3, origin: string): DirectBlobs {
  return {
    origin,
    async signPut(key, { bytes, sha256, contentType, expiresInSeconds }) {
      const checksum = Buffer.from(sha256, 'hex').toString('base64')
      const command = new PutObjectCommand({
        Bucket: bucket,
        Key: key,
        ContentLength: bytes,
        ContentType: contentType,
        ChecksumSHA256: checksum,
        IfNoneMatch: '*',
      })
      const url = await getSignedUrl(client, command, {
        expiresIn: expiresInSeconds,
        unhoistableHeaders: new Set(BOUND),
        signableHeaders: new Set(BOUND),
      })
      // NOTE: every client sets the length itself, and browsers let nobody else do so.
      return { url, headers: { 'content-type': contentType, 'if-none-match': '*', 'x-amz-checksum-sha256': checksum } }
    },
    async signPart({ key, id }, number, { bytes, expiresInSeconds }) {
      const command = new UploadPartCommand({
        Bucket: bucket,
        Key: key,
        UploadId: id,
        PartNumber: number,
        ContentLength: bytes,
      })
      const url = await getSignedUrl(client, command, {
        expiresIn: expiresInSeconds,
        signableHeaders: new Set(['host', 'content-length']),
      })
      return { url, headers: {} }
    },
    async signGet(key, { contentType, contentDisposition, expiresInSeconds }) {
      const command = new GetObjectCommand({
        Bucket: bucket,
        Key: key,
        ResponseContentType: contentType,
        ResponseContentDisposition: contentDisposition,
      })
      return { url: await getSignedUrl(client, command, { expiresIn: expiresInSeconds }), headers: {} }
    },
  }
}
