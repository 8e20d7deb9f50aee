import assert from 'node:assert/strict'
import { test } from 'node:test'
import { KILLS_MS_MAX, killAndCompare, ROUNDS } from '../support/ledger-kill.ts'

test('SIGKILL under write load, of the embedded PostgreSQL too in one of three, loses, doubles and halves nothing', {
  timeout: KILLS_MS_MAX,
}, async (t) => {
  assert.ok(ROUNDS > 0)
  await killAndCompare(t)
})
