import assert from 'node:assert/strict'
import { test } from 'node:test'
import { KILLS_MS_MAX, killAndCompare, ROUNDS } from '../support/ledger-kill.ts'
import { requirement } from '../support/requirements.ts'
import { startExternalPostgres } from '../support/server-process-postgres.ts'

const postgresql = requirement('postgresql')

test('SIGKILL under write load beside an external PostgreSQL, which crashes too in one of three, loses, doubles and halves nothing', {
  skip: postgresql.skip,
  timeout: KILLS_MS_MAX,
}, async (t) => {
  assert.ok(ROUNDS > 0)
  const external = await startExternalPostgres(postgresql.path ?? '')
  try {
    await killAndCompare(t, external)
  } finally {
    await external.stop()
  }
})
