import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { startServer } from '../support/server.ts'

const SCRIPT = fileURLToPath(new URL('./first-flow.sh', import.meta.url))

test('an artist applies, is approved, uploads, is reviewed and streamed, by curl alone', async () => {
  const server = await startServer({ environment: { NODE_ENV: 'development', DEMO: 'false' } })
  try {
    const { stdout } = await promisify(execFile)('bash', [SCRIPT, server.url, await server.setupToken()], {
      timeout: 120_000,
    })
    assert.match(stdout, /The whole flow passed/)
  } finally {
    await server.stop()
  }
})
