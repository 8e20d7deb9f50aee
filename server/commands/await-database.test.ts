import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { test } from 'node:test'
import pino from 'pino'
import type { Logger } from '../kernel/telemetry/log.ts'
import { awaitDatabase } from './await-database.ts'

/** An ErrorResponse of PostgreSQL's protocol 3.0: severity, code, message. */
function refusal(code: string): Buffer {
  const fields = Buffer.from(`SFATAL\0C${code}\0Mrefused\0\0`)
  const head = Buffer.alloc(5)
  head.write('E')
  head.writeInt32BE(fields.length + 4, 1)
  return Buffer.concat([head, fields])
}

test('what waiting does not mend ends the start at once, and nothing is begun behind it', async (t) => {
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy())
    socket.once('data', () => socket.end(refusal('28P01')))
  }).listen(0, '127.0.0.1')
  t.after(() => server.close())
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const timersBefore = process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length
  let hasGoneAway = false
  await assert.rejects(
    awaitDatabase({
      ...{ url: `postgres://nobody:wrong@127.0.0.1:${port}/none`, waitSeconds: 60 },
      log: pino({ level: 'silent' }) as Logger,
      whileAway: async () => {
        hasGoneAway = true
      },
    }),
    { code: '28P01' },
  )
  assert.equal(hasGoneAway, false)
  assert.equal(process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length, timersBefore)
})
