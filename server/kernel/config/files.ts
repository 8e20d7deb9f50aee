import { join, resolve } from 'node:path'
import type { RawValues } from './read.ts'
import { parseBoolean } from './read.ts'
import { type Secret, secret } from './secret.ts'
import { VARIABLES } from './variables.ts'

/** A bucket, and who we are to it. */
export interface S3Settings {
  readonly bucket: string
  readonly region: string
  /** Null: AWS. */
  readonly endpoint: URL | null
  readonly accessKeyId: string
  readonly secretAccessKey: Secret
  /** The bucket in the path instead of the host name. */
  readonly forcePathStyle: boolean
}

export interface FileSettings {
  readonly dir: string
  readonly uploadMaxBytes: number
  /** Most bytes of one person's files and open uploads together. */
  readonly quotaBytes: number
  /** Null: files are not scanned. */
  readonly clamdUrl: URL | null
  /** Null: bytes are kept on the disk, in `dir`. */
  readonly s3: S3Settings | null
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html, without dots: a certificate covers no name with one. */
const BUCKET = /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]'])

/** Reads where file bytes are kept; faults go to `raw`. */
export function readFiles(raw: RawValues, dataDir: string): FileSettings {
  const integer = (name: 'UPLOAD_MAX_BYTES' | 'FILES_QUOTA_BYTES') => Number(raw.get(name) ?? VARIABLES[name].default)
  return {
    dir: resolve(raw.get('FILES_DIR') ?? join(dataDir, 'files')),
    uploadMaxBytes: integer('UPLOAD_MAX_BYTES'),
    quotaBytes: integer('FILES_QUOTA_BYTES'),
    clamdUrl: readClamd(raw),
    s3: readS3(raw),
  }
}

function readClamd(raw: RawValues): URL | null {
  const text = raw.get('CLAMD_URL')
  if (text === undefined) return null
  const url = new URL(text)
  if (url.hostname === '' || `${url.pathname}${url.search}${url.hash}${url.username}`.replace('/', '') !== '')
    raw.fault('CLAMD_URL', 'is tcp://host:port and nothing more')
  return url
}

function readS3(raw: RawValues): S3Settings | null {
  const together = ['S3_BUCKET', 'S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY'] as const
  if (together.every((name) => raw.get(name) === undefined)) {
    for (const name of ['S3_ENDPOINT', 'S3_REGION', 'S3_FORCE_PATH_STYLE'] as const)
      if (raw.get(name) !== undefined) raw.fault(name, `goes together with ${together.join(', ')}`)
    return null
  }
  for (const name of together)
    if (raw.get(name) === undefined) raw.fault(name, `goes together with ${together.join(', ')}`)
  const bucket = raw.get('S3_BUCKET') ?? ''
  if (bucket !== '' && !BUCKET.test(bucket))
    raw.fault('S3_BUCKET', 'is 3 to 63 lower-case letters, digits and hyphens, a letter or digit at both ends')
  return {
    bucket,
    region: raw.get('S3_REGION') ?? VARIABLES.S3_REGION.default,
    endpoint: readEndpoint(raw),
    accessKeyId: raw.get('S3_ACCESS_KEY_ID') ?? '',
    secretAccessKey: secret(raw.get('S3_SECRET_ACCESS_KEY') ?? ''),
    forcePathStyle: parseBoolean(raw.get('S3_FORCE_PATH_STYLE') ?? '') ?? false,
  }
}

function readEndpoint(raw: RawValues): URL | null {
  const text = raw.get('S3_ENDPOINT')
  if (text === undefined) return null
  const endpoint = new URL(text)
  if (endpoint.protocol !== 'https:' && !LOOPBACK.has(endpoint.hostname))
    raw.fault('S3_ENDPOINT', 'would send the bytes unencrypted')
  const { pathname, search, hash, username, password } = endpoint
  if (pathname !== '/' || `${search}${hash}${username}${password}` !== '')
    raw.fault('S3_ENDPOINT', 'has no path, query, fragment or credentials; the bucket is S3_BUCKET')
  return endpoint
}
