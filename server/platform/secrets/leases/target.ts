import type { Secret } from '../../../kernel/config/secret.ts'
import type { LeaseKind } from '../tables.ts'
import { urlOf } from '../targets/address.ts'
import type { Target } from './account.ts'
import { postgresTarget } from './postgres.ts'
import { redisTarget } from './redis.ts'

/** The target that a connection, a URL, leads to. Throws an Error, without the URL, for what is none of the kind. */
export function targetOf(kind: LeaseKind, connection: Secret): Target {
  urlOf(kind, connection)
  return kind === 'postgresql' ? postgresTarget(connection) : redisTarget(connection)
}
