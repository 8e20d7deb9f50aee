import { once } from 'node:events'
import { createServer } from 'node:net'

/** A loopback port that nobody listens on, for programs that cannot take 0 and say which they got. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  if (typeof address !== 'object' || address === null) throw new Error('no port')
  return address.port
}
