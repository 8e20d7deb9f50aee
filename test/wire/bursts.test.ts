import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { platform } from 'node:os'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { testDatabase } from '../support/database.ts'
import { startWireServer } from '../support/wire-server.ts'

const CONNECTIONS = 1000
const LONGEST_LINE = '/proc/sys/net/core/somaxconn'
const MOST = platform() === 'linux' ? Number(readFileSync(LONGEST_LINE, 'utf8')) : 0
/** Whoever finds no place in the line comes again after a second. */
const STILL_FOR_MS = 700

test('connections that come in one moment are all taken', {
  skip: MOST < CONNECTIONS && `this machine keeps ${MOST} in line`,
}, async (t) => {
  const database = await testDatabase()
  const { url, http, stop } = await startWireServer({ db: database.db, routes: [] })
  let taken = 0
  http.app.server.on('connection', () => {
    taken += 1
  })
  const { hostname, port } = new URL(url)
  // The server shares this process: it takes none of them before all have come.
  const clients = Array.from({ length: CONNECTIONS }, () => connect(Number(port), hostname))
  t.after(async () => {
    for (const client of clients) client.destroy()
    await stop()
    await database.close()
  })
  for (let stillMs = 0; taken < CONNECTIONS && stillMs < STILL_FOR_MS; stillMs += 10) {
    const before = taken
    await sleep(10)
    if (taken > before) stillMs = 0
  }
  assert.equal(taken, CONNECTIONS)
})
