import type { Redis } from 'ioredis'
import { type Static, Type } from 'typebox'
import { type Secret, secret } from '../../../kernel/config/secret.ts'
import { object } from '../../../kernel/http/schema.ts'
import { PermanentFailure } from '../../../kernel/jobs/job.ts'
import type { StoreParts } from '../parts.ts'
import { membersOf } from '../reference.ts'
import type { RotationPlan } from '../tables.ts'
import { addressOf, inWordsOf } from '../targets/address.ts'
import { type AclUser, aclUser, digestOf, saveAcl, withRedis } from '../targets/redis.ts'
import { administrator, administratorOf, administratorPath, checkAdministrator } from './administrator.ts'
import { credentialOf, signInUrl, withCredential } from './credential.ts'
import type { Rotator, Turn } from './rotator.ts'

const options = object({
  administrator,
  user: Type.String({
    ...{ title: 'User', description: 'A user of the ACL, which is there', maxLength: 100 },
    pattern: '^[A-Za-z0-9][A-Za-z0-9._:-]*$',
  }),
})

/**
 * One user with several passwords: the new one is added beside the former, tested by signing in, and the former is taken away after the
 * overlap. The ACL is sent digests alone.
 */
export function redisRotator(parts: StoreParts): Rotator {
  return {
    name: 'redis-user',
    title: 'A user of Redis with two passwords',
    description:
      'The value is a URL, redis://user:password@host, JSON with username and password, or the password alone. The new password is added beside the former one, which is removed when the overlap is over.',
    options,
    ...{ isOfInstallation: true, alternates: false },
    uses: (plan) => [administratorPath(plan)],
    check: checkAdministrator,
    make(former, password, plan) {
      if (credentialOf(former) !== null) return withCredential(former, { username: userOf(plan), password })
      if (membersOf(former.reveal()) === null) return password
      throw new PermanentFailure('the current value is JSON without members username and password')
    },
    install: (turn) =>
      withUser(parts, turn, async (client, { flags, passwords }) => {
        const user = userOf(turn.plan)
        if (flags.includes('nopass')) throw new Error(`the user ${user} needs no password, and would from now on`)
        const digest = digestOf(passwordOf(turn.next))
        if (passwords.includes(digest)) return
        await client.call('ACL', 'SETUSER', user, `#${digest}`)
        await saveAcl(client)
      }),
    test: (turn) => signIn(parts, turn),
    undo: (turn) => remove(parts, turn),
    retire: (turn) => remove(parts, turn),
  }
}

function userOf({ options: chosen }: RotationPlan): string {
  return (chosen as Static<typeof options>).user
}

function passwordOf(value: Secret): Secret {
  return credentialOf(value)?.password ?? value
}

async function withUser(
  parts: StoreParts,
  turn: Turn,
  work: (client: Redis, user: AclUser) => Promise<void>,
): Promise<void> {
  const connection = await administratorOf(parts, turn)
  await inWordsOf('Redis', async () => {
    addressOf('redis', connection)
    await withRedis(connection, async (client) => {
      const user = await aclUser(client, userOf(turn.plan))
      if (user === null) throw new Error(`there is no user ${userOf(turn.plan)}`)
      await work(client, user)
    })
  })
}

async function signIn(parts: StoreParts, turn: Turn): Promise<void> {
  const account = { username: userOf(turn.plan), password: passwordOf(turn.next) }
  const url = new URL(signInUrl(turn.next, await administratorOf(parts, turn), account).reveal())
  // The client would go on as nobody where the server asks for no password; AUTH itself tells.
  url.username = ''
  url.password = ''
  url.pathname = ''
  await inWordsOf('Redis', () =>
    withRedis(secret(url.href), async (client) => {
      await client.call('AUTH', account.username, account.password.reveal())
    }),
  )
}

/** The password of `next` is good no more, unless it is also the current one. */
async function remove(parts: StoreParts, turn: Turn): Promise<void> {
  const digest = digestOf(passwordOf(turn.next))
  if (digest === digestOf(passwordOf(turn.current))) return
  await withUser(parts, turn, async (client, { passwords }) => {
    if (!passwords.includes(digest)) return
    await client.call('ACL', 'SETUSER', userOf(turn.plan), `!${digest}`)
    await saveAcl(client)
  })
}
