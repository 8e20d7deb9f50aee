import type { MusicServer } from './music.ts'

/** Columns that say whose a row is, in whatever unit. */
export const OWNERS = [
  ...['user_id', 'owner_id', 'applicant_id', 'organisation_id', 'artist_id', 'client_id', 'customer_id', 'payer_id'],
  ...['account_id', 'holder_id', 'mentor_id'],
]

/** Columns that name a person because of what they did, not because the row is theirs; `_by` at the end says so too. */
const DOERS = ['actor_id', 'author_id', 'subject_id', 'assignee_id', 'reviewer_id']

export interface Column {
  /** With its schema. */
  readonly table: string
  readonly column: string
  /** The table that a foreign key of this column alone leads to. */
  readonly refers: string | null
  /** It is the primary key by itself. */
  readonly isKey: boolean
}

type Query = MusicServer['query']

const COLUMNS = `
  SELECT format('%s.%s', n.nspname, c.relname) AS table, a.attname AS column,
         (SELECT format('%s.%s', tn.nspname, t.relname)
            FROM pg_constraint f JOIN pg_class t ON t.oid = f.confrelid JOIN pg_namespace tn ON tn.oid = t.relnamespace
           WHERE f.conrelid = c.oid AND f.contype = 'f' AND f.conkey = ARRAY[a.attnum] LIMIT 1) AS refers,
         EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'p' AND k.conkey = ARRAY[a.attnum]) AS "isKey"
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
   WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition
     AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pgboss')
     AND a.attnum > 0 AND NOT a.attisdropped AND a.atttypid = 'uuid'::regtype
   ORDER BY 1, a.attnum`

/** Every column of every table that holds an id, as the catalogue has them. */
export function idColumns(query: Query): Promise<Column[]> {
  return query<Column & Record<string, unknown>>(COLUMNS)
}

/** Tables whose rows are somebody's: by a column that says so, or by a foreign key to such a row. */
export function ownedTables(columns: readonly Column[]): Set<string> {
  const owned = new Set(columns.filter(({ column }) => OWNERS.includes(column)).map(({ table }) => table))
  for (let before = -1; before < owned.size; ) {
    before = owned.size
    for (const { table, refers } of columns) if (refers !== null && owned.has(refers)) owned.add(table)
  }
  return owned
}

/** Ids of all rows that belong to whom `roots` name, by table: found by their owners, and by the foreign keys to what was found. */
export async function rowsOf(query: Query, columns: readonly Column[], roots: readonly string[]) {
  const found = new Map<string, Set<string>>()
  const whose = new Set(roots)
  for (let before = -1; before < whose.size; ) {
    before = whose.size
    for (const { table, column, refers } of columns) {
      const isOwner = OWNERS.includes(column)
      const holders = isOwner ? whose : found.get(refers ?? '')
      const key = columns.find((one) => one.table === table && one.isKey)
      if (holders === undefined || key === undefined) continue
      const rows = await query<{ id: string }>(
        `SELECT ${quoted(key.column)}::text AS id FROM ${quoted(table)} WHERE ${quoted(column)}::text = ANY($1)`,
        [[...holders]],
      )
      const ids = found.get(table) ?? new Set()
      found.set(table, ids)
      for (const { id } of rows) {
        ids.add(id)
        whose.add(id)
      }
    }
  }
  return found
}

/** Columns in which the ids of `roots` stand though no name says that they are owners, or who did something. */
export async function unnamedOwners(query: Query, columns: readonly Column[], roots: readonly string[]) {
  const unnamed: string[] = []
  for (const { table, column, isKey } of columns) {
    if (isKey || OWNERS.includes(column) || DOERS.includes(column) || column.endsWith('_by')) continue
    const rows = await query(`SELECT FROM ${quoted(table)} WHERE ${quoted(column)}::text = ANY($1) LIMIT 1`, [roots])
    if (rows.length > 0) unnamed.push(`${table}.${column}`)
  }
  return unnamed
}

const quoted = (name: string): string =>
  name
    .split('.')
    .map((part) => `"${part}"`)
    .join('.')

/** A page that everybody has their own of: what the other saves there, and where it would be seen. */
export interface OwnPage {
  readonly save: string
  readonly body: object
  readonly read: string
}

/** A row that nobody enters by hand: how the other gets one, with their id as `$1`, and the page that shows it to them. */
export interface OwnRow {
  readonly insert: string
  readonly read: string
}

/** Operations by which a stranger asks for the other's row, by its owner's or another id: each is tried by the test of tenants, and refused. */
export interface AskedBy {
  readonly operations: readonly string[]
}

const askedBy = (...operations: readonly string[]): AskedBy => ({ operations })
const ownPage = (save: string, body: object, read = save): OwnPage => ({ save, body, read })
/**
 * Tables with an owner that no stranger can ask for by the id of a row: a page that takes no id, operations
 * that ask for something else's id (all tried by the test of tenants), or, where HTTP shows nothing of them, a sentence that says where it is tested.
 */
export const reachedByOwnerAlone: Readonly<Record<string, OwnPage | OwnRow | AskedBy | string>> = {
  'access.user_denial': askedBy('access.getUserAccess', 'access.denyPermission', 'access.liftDenial'),
  'access.user_role': askedBy('access.getUserAccess', 'access.grantRole', 'access.revokeRole'),
  'agency.appointment': 'opened by a token or by its client: server/products/agency/bookings/changes.test.ts',
  'agency.client': askedBy('agency.getClient'),
  'agency.employee': askedBy('agency.changeEmployee', 'agency.endEmployment'),
  'agency.schedule': askedBy('agency.getSchedule', 'agency.saveSchedule'),
  'content.entry': askedBy('content.versions', 'content.diff', 'content.publish', 'content.trash'),
  'experiments.experiment': askedBy(
    'experiments.get',
    'experiments.results',
    'experiments.change',
    'experiments.delete',
  ),
  'flags.flag': askedBy('flags.get', 'flags.history', 'flags.change', 'flags.archive'),
  'factors.attempt': 'a counter of the caller: server/platform/factors/totp.test.ts',
  'factors.backup_code': {
    insert: "INSERT INTO factors.backup_code SELECT $1, sha256('theirs'), now(), NULL",
    read: '/api/auth/mfa',
  },
  'factors.passkey_challenge': 'of one ceremony of one person: server/platform/factors/passkeys.test.ts',
  'factors.send_count': 'a counter of the caller: server/platform/factors/sms.test.ts',
  'factors.sent_code': 'of one flow of one person: server/platform/factors/sent-codes.test.ts',
  'federation.flow': 'of one browser: server/platform/federation/attacks.test.ts',
  'identity.email_hold': 'found by the address: server/platform/identity/email-change.test.ts',
  'invoices.customer': askedBy('invoices.customer'),
  'music.album': 'published with its artist',
  'music.artist_member': {
    insert: `INSERT INTO music.artist_member
      SELECT id, $1, 'viewer', now() FROM music.artist
       WHERE NOT EXISTS (SELECT FROM music.artist_member WHERE artist_id = id AND user_id = $1)`,
    read: '/api/artists?mine=true',
  },
  'organisations.member': askedBy('organisations.changeMember', 'organisations.removeMember'),
  'payments.payment': askedBy('payments.view', 'payments.confirm', 'payments.get'),
  'provider.consent': {
    insert: `WITH application AS (
        INSERT INTO provider.client VALUES (gen_random_uuid(), 'Theirs', '{https://app.example.com/}', NULL, false, now()) RETURNING id)
      INSERT INTO provider.consent SELECT $1, id, '{openid}', now() FROM application`,
    read: '/api/oidc/consents',
  },
  'provider.item': 'found by what was handed out: server/platform/provider/provider.test.ts',
  'trading.currency_rate': ownPage('/api/trading/currency-rates', {
    rates: [{ base: 'USD', quote: 'EUR', day: '2026-03-02', rate: '0.9' }],
  }),
  'trading.daily_reflection': ownPage(
    '/api/trading/reflections/2024-01-02',
    { version: null, lesson: 'Of the other' },
    '/api/trading/reflections',
  ),
  'trading.dashboard_layout': ownPage('/api/trading/dashboard-layout', { panels: [{ name: 'streaks', hidden: true }] }),
  'trading.daily_digest_sent': 'a mark that a letter went: server/products/trading/journal/looking-back.test.ts',
  'trading.digest_sent': 'a mark that a letter went: server/products/trading/journal/looking-back.test.ts',
  'trading.import_rate_waiting':
    'rows of an import that wait for a rate of their owner: server/products/trading/rates/rates.test.ts',
  'trading.import_waiting': {
    insert: `WITH added AS (
        INSERT INTO trading.import_row (batch_id, number, raw, outcome, execution_ids, cash_movement_ids)
        SELECT id, 999, 'THEIRS', 'needs_mapping', '{}', '{}' FROM trading.import_batch WHERE owner_id = $1 LIMIT 1 RETURNING batch_id)
      INSERT INTO trading.import_waiting (batch_id, number, owner_id, account_id, symbol, asset_class, currency, records)
      SELECT batch.id, 999, batch.owner_id, batch.account_id, 'THEIRS', 'future', 'USD', '[]'
        FROM added JOIN trading.import_batch batch ON batch.id = added.batch_id`,
    read: '/api/trading/imports/mapping-queue',
  },
  'trading.lot': askedBy('trading.getTrade'),
  'trading.lot_closure': askedBy('trading.getTrade'),
  'trading.plan_limit_told': 'a mark that a letter went: server/products/trading/sharing/plans/plans.test.ts',
  'trading.plan_order':
    'asked by whoever pays: server/products/trading/sharing/plans/subscription.test.ts hides an id that is not theirs',
  'trading.push_address': ownPage('/api/trading/push-address', { url: 'https://push.example/up?id=theirs' }),
  'trading.quiet_hours': ownPage('/api/trading/quiet-hours', {
    hours: { from: '22:00', to: '06:00', timeZone: 'UTC' },
  }),
  'trading.subscription': 'of the caller, without an id: server/products/trading/sharing/plans/subscription.test.ts',
  'trading.support_consent': ownPage('/api/trading/support-consent', { hours: 2 }),
}
