import { LRUCache } from 'lru-cache'
import type { Db } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import type { Person } from './people.ts'

/** A session that begins, and its person as held by the same transaction against changes. */
export interface BegunSession {
  readonly id: Id<'session'>
  readonly aal: 1 | 2
  readonly amr: readonly string[]
  readonly authenticatedAt: Date
  readonly createdAt: Date
  readonly expiresAt: Date
  readonly salt: Buffer
  readonly person: Pick<Person, 'id' | 'epoch' | 'email' | 'name' | 'locale' | 'email_verified_at' | 'created_at'>
}

/** A session with its person, as the database has them. */
export type SessionRow = {
  user_id: Id<'user'>
  aal: 1 | 2
  amr: readonly string[]
  authenticated_at: Date
  expires_at: Date
  session_created_at: Date
  refresh_salt: Buffer
  epoch: number
  email: string
  name: string
  locale: string | null
  email_verified_at: Date | null
  user_created_at: Date
  impersonator_id: Id<'user'> | null
  open: boolean
}

const BEGUN_MAX = 200
const BEGUN_TTL_MS = 10_000

const READ = `
  SELECT s.user_id, s.aal, s.amr, s.authenticated_at, s.expires_at, s.created_at AS session_created_at, s.refresh_salt,
         u.epoch, u.email, u.name, u.locale, u.email_verified_at, u.created_at AS user_created_at,
         s.impersonator_id, s.revoked_at IS NULL AND u.disabled_at IS NULL AND i.disabled_at IS NULL AS open
    FROM identity.session s JOIN identity."user" u ON u.id = s.user_id LEFT JOIN identity."user" i ON i.id = s.impersonator_id
   WHERE s.id = $1`

export interface SessionRows {
  begun(session: BegunSession): void
  read(id: Id<'session'>): Promise<SessionRow | undefined>
  forget(id: Id<'session'>): void
  forgetAll(): void
}

/** Rows of sessions: of one that has just begun the first reading costs no statement, unless something was to be forgotten meanwhile. */
export function createSessionRows(db: Db): SessionRows {
  const begun = new LRUCache<Id<'session'>, SessionRow>({ max: BEGUN_MAX, ttl: BEGUN_TTL_MS })
  return {
    begun: (session) => void begun.set(session.id, rowOf(session)),
    async read(id) {
      const known = begun.get(id)
      begun.delete(id)
      return known ?? (await db.raw<SessionRow>(READ, [id]))[0]
    },
    forget: (id) => void begun.delete(id),
    forgetAll: () => begun.clear(),
  }
}

function rowOf({ person, ...session }: BegunSession): SessionRow {
  return {
    user_id: person.id,
    aal: session.aal,
    amr: session.amr,
    authenticated_at: session.authenticatedAt,
    expires_at: session.expiresAt,
    session_created_at: session.createdAt,
    refresh_salt: session.salt,
    epoch: person.epoch,
    email: person.email,
    name: person.name,
    locale: person.locale,
    email_verified_at: person.email_verified_at,
    user_created_at: person.created_at,
    impersonator_id: null,
    open: true,
  }
}
