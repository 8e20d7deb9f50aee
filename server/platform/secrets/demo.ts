import { inSeconds } from '../../kernel/clock.ts'
import { type Origin, systemOrigin } from '../../kernel/db/actor.ts'
import type { Db, Tx } from '../../kernel/db/database.ts'
import type { SecretParts } from './parts.ts'
import { createSecret, type NewSecret } from './secrets.ts'

const origin: Origin = systemOrigin('secrets.demo', 'demo')
/** Advisory lock: processes that start together seed once. */
const SEED_LOCK = 7_226_304_599
const DAY_SECONDS = 24 * 3600
const TAG = 'demo'

interface DemoSecret extends Pick<NewSecret, 'path' | 'format' | 'description'> {
  readonly value: string
  readonly expiresInDays: number | null
}

const secrets: readonly DemoSecret[] = [
  {
    ...{ path: 'payments/card-provider', format: 'text', value: 'fake-card-key-of-the-demo', expiresInDays: 20 },
    description: 'The key of a card provider that does not exist.',
  },
  {
    ...{ path: 'mail/relay', format: 'json', expiresInDays: null },
    value: JSON.stringify({ user: 'relay', password: 'fake-password-of-the-demo' }),
    description: 'Name and password of a mail relay that does not exist.',
  },
  {
    ...{ path: 'search/index', format: 'text', value: 'fake-token-of-the-demo', expiresInDays: 180 },
    description: 'The token of a search service that does not exist.',
  },
]

/** Secrets with values that are made up and open nothing, and say so. */
export async function seedDemo(parts: SecretParts): Promise<void> {
  if (await isSeeded(parts.db)) return
  await parts.db.transaction(origin, async (tx) => {
    await tx.raw('SELECT pg_advisory_xact_lock($1)', [SEED_LOCK])
    if (await isSeeded(tx)) return
    const ownerId = await parts.demoPerson(tx)
    for (const { path, format, value, description, expiresInDays } of secrets)
      await createSecret(parts, tx, ownerId, {
        ...{ organisationId: null, environment: parts.environment, path, format, value, ownerId },
        ...{ description: `Demo: ${description}`, tags: [TAG] },
        expiresAt: expiresInDays === null ? null : inSeconds(expiresInDays * DAY_SECONDS),
      })
  })
}

async function isSeeded(from: Db | Tx): Promise<boolean> {
  const [known] = await from.raw('SELECT FROM secrets.secret WHERE $1 = ANY(tags) LIMIT 1', [TAG])
  return known !== undefined
}
