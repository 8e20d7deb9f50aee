import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { inspect } from 'node:util'
import { readConfig } from './config.ts'
import { ConfigError } from './read.ts'

const folder = mkdtempSync(join(tmpdir(), 'plinth-config-files-'))
after(() => rmSync(folder, { recursive: true }))

const read = (environment: Record<string, string>) =>
  readConfig({ DATA_DIR: folder, ...environment }, { products: [], terminal: false }).files

function faultsOf(environment: Record<string, string>): string {
  try {
    read(environment)
  } catch (error) {
    assert.ok(error instanceof ConfigError)
    return error.faults.map(({ variable }) => variable).join(' ')
  }
  return ''
}

const BUCKET = { S3_BUCKET: 'plinth-files', S3_ACCESS_KEY_ID: 'AKIA', S3_SECRET_ACCESS_KEY: 'canary-of-s3' }

test('bytes are kept on the disk unless there is a bucket, whose secret is not printed', () => {
  assert.equal(read({}).s3, null)
  const { s3 } = read(BUCKET)
  assert.deepEqual([s3?.region, s3?.endpoint, s3?.forcePathStyle], ['us-east-1', null, false])
  assert.equal(s3?.secretAccessKey.reveal(), 'canary-of-s3')
  assert.doesNotMatch(inspect(s3, { depth: 9 }) + JSON.stringify(s3), /canary/)
  const other = { S3_ENDPOINT: 'http://127.0.0.1:9000', S3_REGION: 'auto', S3_FORCE_PATH_STYLE: 'true' }
  const own = read({ ...BUCKET, ...other }).s3
  assert.deepEqual([own?.region, own?.endpoint?.href, own?.forcePathStyle], ['auto', 'http://127.0.0.1:9000/', true])
})

test('faults are told, each by its variable', () => {
  for (const [change, faults] of [
    [{ S3_BUCKET: '' }, 'S3_BUCKET'],
    [{ S3_SECRET_ACCESS_KEY: '', S3_ACCESS_KEY_ID: '' }, 'S3_ACCESS_KEY_ID S3_SECRET_ACCESS_KEY'],
    [{ S3_BUCKET: 'Upper' }, 'S3_BUCKET'],
    [{ S3_BUCKET: 'with.dots' }, 'S3_BUCKET'],
    [{ S3_ENDPOINT: 'http://store.example' }, 'S3_ENDPOINT'],
    [{ S3_ENDPOINT: 'https://store.example/bucket' }, 'S3_ENDPOINT'],
    [{ FILES_QUOTA_BYTES: '0' }, 'FILES_QUOTA_BYTES'],
    [{ CLAMD_URL: 'http://127.0.0.1:3310' }, 'CLAMD_URL'],
    [{ CLAMD_URL: 'tcp://127.0.0.1:3310/path' }, 'CLAMD_URL'],
  ] as const)
    assert.equal(faultsOf({ ...BUCKET, ...change }), faults, JSON.stringify(change))
  assert.equal(faultsOf({ S3_ENDPOINT: 'https://store.example' }), 'S3_ENDPOINT')
})
