import { createDatabase } from '../db/database.ts'
import { LockLost, withLock } from './lock.ts'

/** A process that takes the lock, tells its token, and writes whenever it is told to, until it is told to end. */
const [url = '', name = '', ttlSeconds = ''] = process.argv.slice(2)

const unexpected = (): never => {
  throw new TypeError('these transactions only write rows')
}
const db = createDatabase(
  { url, name: 'holder', poolMax: 3, statementTimeoutMs: 10_000, prepared: true, onPoolError: () => undefined },
  { audit: unexpected, publish: unexpected, enqueue: unexpected },
)
const origin = { actor: { kind: 'system', name: 'test' }, requestId: 'test-request' } as const

await withLock(db, { name, ttlSeconds: Number(ttlSeconds), waitSeconds: 0 }, async (fence) => {
  const { promise: ended, resolve: end } = Promise.withResolvers<void>()
  const write = async (): Promise<string> => {
    try {
      await db.transaction(origin, async (tx) => {
        await fence.check(tx)
        await tx.raw('UPDATE public.ledger SET written_by = $1', [`child ${fence.token}`])
      })
      return 'written'
    } catch (error) {
      return error instanceof LockLost ? 'refused' : String(error)
    }
  }
  process.on('message', async (command) => {
    if (command === 'end') end()
    else process.send?.({ outcome: await write(), lost: fence.signal.aborted })
  })
  process.send?.({ token: String(fence.token) })
  await ended
})
await db.close()
process.disconnect?.()
