import { createHash } from 'node:crypto'
import { Redis } from 'ioredis'
import type { Secret } from '../../../kernel/config/secret.ts'
import type { Account, Target } from './account.ts'

const CONNECT_MS = 3000
const COMMAND_MS = 5000

/** ACL users of Redis. It knows no end of them: the sweeper does. */
export function redisTarget(connection: Secret): Target {
  return {
    make: (account) => connected(connection, (client) => make(client, account)),
    extend: (user) =>
      connected(connection, async (client) => {
        if (!(await exists(client, user))) throw new Error('Redis does not know the user any more')
      }),
    remove: (user) => connected(connection, (client) => remove(client, user)),
  }
}

async function connected<Result>(connection: Secret, work: (client: Redis) => Promise<Result>): Promise<Result> {
  const client = new Redis(connection.reveal(), {
    lazyConnect: true,
    connectTimeout: CONNECT_MS,
    commandTimeout: COMMAND_MS,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  })
  let lost: Error | undefined
  client.on('error', (error: Error) => {
    lost = error
  })
  try {
    await client.connect().catch((error: unknown) => {
      throw lost ?? error
    })
    return await work(client)
  } finally {
    client.disconnect()
  }
}

async function exists(client: Redis, user: string): Promise<boolean> {
  return (await client.call('ACL', 'GETUSER', user)) !== null
}

async function make(client: Redis, { name, password, rules }: Account): Promise<void> {
  const wanted = rules.redis
  if (wanted === undefined) throw new Error('the template says nothing of Redis')
  const digest = createHash('sha256').update(password.reveal()).digest('hex')
  const spans = [...wanted.keys.map((key) => `~${key}`), ...wanted.channels.map((channel) => `&${channel}`)]
  await client.call('ACL', 'SETUSER', name, 'reset', 'resetchannels', `#${digest}`, ...spans, ...wanted.commands, 'on')
}

async function remove(client: Redis, user: string): Promise<void> {
  if (!(await exists(client, user))) return
  await client.call('ACL', 'SETUSER', user, 'off')
  await client.call('CLIENT', 'KILL', 'USER', user)
  await client.call('ACL', 'DELUSER', user)
}
