import { S3Client } from '@aws-sdk/client-s3'
import type { S3Settings } from '../config/files.ts'

/** A client and the bucket it is for. */
export interface S3 {
  readonly client: S3Client
  readonly bucket: string
}

/** Until the head of the answer, the bytes sent with the request included. */
const ANSWER_MS = 4_000
/** The same for a request with a part in its body: 1 Mbit/s still passes. */
export const PART_ANSWER_MS = 60_000

const CONNECT_MS = 2_000
/** The SDK's own retries, of faults that may pass; two keep a frozen store within the 10 s of a request. */
const ATTEMPTS = 2

/**
 * Checksums only where we ask for them: by default the SDK adds CRC32 to every request, which stores other than AWS refuse or
 * ignore, and moves it into the query of signed addresses, where it binds nothing.
 */
export function createS3Client(settings: S3Settings): S3 {
  const { bucket, region, endpoint, forcePathStyle, accessKeyId, secretAccessKey } = settings
  const client = new S3Client({
    region,
    forcePathStyle,
    ...(endpoint === null ? {} : { endpoint: endpoint.href }),
    credentials: { accessKeyId, secretAccessKey: secretAccessKey.reveal() },
    maxAttempts: ATTEMPTS,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: { connectionTimeout: CONNECT_MS, requestTimeout: ANSWER_MS, throwOnRequestTimeout: true },
  })
  return { client, bucket }
}
