import { createHash } from 'node:crypto'
import { Redis } from 'ioredis'
import type { Secret } from '../../../kernel/config/secret.ts'

const CONNECT_MS = 3000
const COMMAND_MS = 5000

/** One connection for the time of `work`, where every wait has its end. */
export async function withRedis<Result>(connection: Secret, work: (client: Redis) => Promise<Result>): Promise<Result> {
  const client = new Redis(connection.reveal(), {
    lazyConnect: true,
    // It would ask with INFO, which accounts of little right may not.
    enableReadyCheck: false,
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

/** A password as an ACL keeps it. */
export function digestOf(password: Secret): string {
  return createHash('sha256').update(password.reveal()).digest('hex')
}

export interface AclUser {
  readonly flags: readonly string[]
  /** Digests. */
  readonly passwords: readonly string[]
}

/** Null: Redis knows no such user. */
export async function aclUser(client: Redis, user: string): Promise<AclUser | null> {
  const told = (await client.call('ACL', 'GETUSER', user)) as unknown[] | null
  if (told === null) return null
  const after = (name: string) => told[told.indexOf(name) + 1] as readonly string[]
  return { flags: after('flags'), passwords: after('passwords') }
}

/** Writes users to the ACL file, where one is configured; elsewhere they are as long-lived as the server. */
export async function saveAcl(client: Redis): Promise<void> {
  await client.call('ACL', 'SAVE').catch((error: Error) => {
    if (!/not configured to use an ACL file/.test(error.message)) throw error
  })
}
