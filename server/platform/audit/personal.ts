import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import { closeBox, openBox } from '../../kernel/crypto/box.ts'
import type { Origin } from '../../kernel/db/actor.ts'
import type { AuditFact, Tx } from '../../kernel/db/database.ts'

const KEY_BYTES = 32
const CACHED_MAX = 10_000
/** Owner of what came from somebody who is no person to us. */
const VISITOR = 'visitor'

/** Where a request came from. */
export interface Personal {
  readonly ip: string | null
  readonly userAgent: string | null
}

/** Whose data the origin of a fact is: who acted, or whom an anonymous request was about. */
export function personOf({ actor }: Origin, { subject }: Pick<AuditFact, 'subject'>): string {
  if (actor.kind === 'user') return actor.impersonatorId ?? actor.userId
  return subject.kind === 'user' ? subject.id : VISITOR
}

/** Keys that the personal part of records is sealed under, one a person. */
export interface PersonalKeys {
  /** The person's key, made when there is none; null once it was destroyed. */
  of(tx: Tx, person: string): Promise<KeyObject | null>
}

// The row of an existing key is returned too: `DO NOTHING` would answer nothing for one that another transaction has just written.
const TAKE = `
  INSERT INTO audit.personal_key AS held (person, key) VALUES ($1, $2)
  ON CONFLICT (person) DO UPDATE SET person = excluded.person RETURNING key`

/** Keys in memory once their transaction has committed. A destroyed key may linger here: what it seals is unreadable all the same. */
export function createPersonalKeys(): PersonalKeys {
  const known = new LRUCache<string, KeyObject>({ max: CACHED_MAX })
  return {
    async of(tx, person) {
      const cached = known.get(person)
      if (cached !== undefined) return cached
      const [held] = await tx.raw<{ key: Buffer | null }>('SELECT key FROM audit.personal_key WHERE person = $1', [
        person,
      ])
      const [row] = held === undefined ? await tx.raw<{ key: Buffer | null }>(TAKE, [person, newKey()]) : [held]
      const key = row === undefined || row.key === null ? null : createSecretKey(row.key)
      if (key !== null) tx.afterCommit(() => void known.set(person, key))
      return key
    },
  }
}

function newKey(): Buffer {
  return randomBytes(KEY_BYTES)
}

/** Bound to the record. */
export function sealPersonal(key: KeyObject, recordId: string, { ip, userAgent }: Personal): Buffer {
  return closeBox(key, Buffer.from(recordId), Buffer.from(JSON.stringify([ip, userAgent]), 'utf8'))
}

const NOTHING: Personal = { ip: null, userAgent: null }

/** Where the record's request came from; nothing when the person was erased. Throws when it was sealed under another key or changed. */
export function openPersonal(
  key: Buffer | null,
  row: { readonly id: string; readonly personal: Buffer | null; ip: string | null; user_agent: string | null },
): Personal {
  if (row.personal === null) return { ip: row.ip, userAgent: row.user_agent }
  if (key === null) return NOTHING
  const text = openBox(createSecretKey(key), Buffer.from(row.id), row.personal).toString('utf8')
  const [ip, userAgent] = JSON.parse(text) as [string | null, string | null]
  return { ip, userAgent }
}
