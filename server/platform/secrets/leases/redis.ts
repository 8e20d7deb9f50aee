import type { Redis } from 'ioredis'
import type { Secret } from '../../../kernel/config/secret.ts'
import { aclUser, digestOf, withRedis } from '../targets/redis.ts'
import type { Account, Target } from './account.ts'

/** ACL users of Redis. It knows no end of them: the sweeper does. */
export function redisTarget(connection: Secret): Target {
  return {
    make: (account) => withRedis(connection, (client) => make(client, account)),
    extend: (user) =>
      withRedis(connection, async (client) => {
        if ((await aclUser(client, user)) === null) throw new Error('Redis does not know the user any more')
      }),
    remove: (user) => withRedis(connection, (client) => remove(client, user)),
  }
}

async function make(client: Redis, { name, password, rules }: Account): Promise<void> {
  const wanted = rules.redis
  if (wanted === undefined) throw new Error('the template says nothing of Redis')
  const spans = [...wanted.keys.map((key) => `~${key}`), ...wanted.channels.map((channel) => `&${channel}`)]
  await client.call(
    'ACL',
    'SETUSER',
    name,
    'reset',
    'resetchannels',
    `#${digestOf(password)}`,
    ...spans,
    ...wanted.commands,
    'on',
  )
}

async function remove(client: Redis, user: string): Promise<void> {
  if ((await aclUser(client, user)) === null) return
  await client.call('ACL', 'SETUSER', user, 'off')
  await client.call('CLIENT', 'KILL', 'USER', user)
  await client.call('ACL', 'DELUSER', user)
}
