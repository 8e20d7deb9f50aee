import type { Db } from '../db/database.ts'
import type { HealthCheck } from '../telemetry/health.ts'
import type { SealedColumn } from './vault.ts'

/** What still needs an encryption key: how many keys of scopes, values of before there were envelopes, and messages under way. */
export interface NeededKey {
  readonly kid: string
  readonly keys: number
  readonly values: number
  readonly messages: number
}

/** Sealed for minutes or days by an encryption key itself. */
const UNDER_WAY = ['kernel.mail.sealed_message', 'kernel.sms.sealed_message', 'kernel.mail_webhook.sealed_body']

const KEYS =
  'SELECT root_kid AS kid, count(*) AS count FROM kernel.vault_key WHERE wrapped IS NOT NULL GROUP BY root_kid'

type Counted = { kid: string; count: bigint }

/** By the name of the key, those that something in the database needs. */
export async function neededKeys(db: Db, columns: readonly SealedColumn[]): Promise<NeededKey[]> {
  const found = new Map<string, NeededKey>()
  const add = (what: 'keys' | 'values' | 'messages', rows: readonly Counted[]): void => {
    for (const { kid, count } of rows) {
      const known = found.get(kid) ?? { kid, keys: 0, values: 0, messages: 0 }
      found.set(kid, { ...known, [what]: known[what] + Number(count) })
    }
  }
  add('keys', await db.raw<Counted>(KEYS))
  for (const { table, column } of columns) add('values', await db.raw<Counted>(sealedDirectly(table, column)))
  for (const path of UNDER_WAY) {
    const [schema, table, column] = path.split('.')
    add('messages', await db.raw<Counted>(sealedDirectly(`${schema}.${table}`, column ?? '')))
  }
  return [...found.values()].sort((one, other) => (one.kid < other.kid ? -1 : 1))
}

/** What `seal` wrote, by the name of its key: version (1), length of the name (1), the name. */
function sealedDirectly(table: string, column: string): string {
  return `
    SELECT convert_from(substring(${column} FROM 3 FOR get_byte(${column}, 1)), 'UTF8') AS kid, count(*) AS count
      FROM ${table} WHERE length(${column}) > 2 AND get_byte(${column}, 0) = 1 GROUP BY 1`
}

/** Names of keys that wrap keys of scopes and are not at hand: what they sealed cannot be opened. */
export async function missingKeys(db: Db, kids: readonly string[]): Promise<string[]> {
  return (await db.raw<Counted>(KEYS)).map(({ kid }) => kid).filter((kid) => !kids.includes(kid))
}

/** Says which keys ENCRYPTION_KEYS lacks. */
export function encryptionKeysCheck(db: Db, kids: readonly string[]): HealthCheck {
  return {
    name: 'encryption-keys',
    ready: false,
    async run() {
      const missing = await missingKeys(db, kids)
      if (missing.length === 0) return { status: 'pass', observed: `${kids.length} at hand, ${kids[0]} seals` }
      return {
        ...{ status: 'fail', observed: `ENCRYPTION_KEYS lacks ${missing.join(', ')}` },
        fix: 'Bring it back behind the active one, run `plinth secrets rotate`, then take it away.',
      }
    },
  }
}
