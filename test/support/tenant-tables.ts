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

const ownPage = (save: string, body: object, read = save): OwnPage => ({ save, body, read })
const EDITORIAL = 'the owner is who looks after it and not its tenant: strangers are denied by its id'

/**
 * Tables with an owner that no stranger can ask for by the id of a row: a page that takes no id, tried by the test of tenants, or a sentence
 * that says where it is tested whose they are.
 */
export const reachedByOwnerAlone: Readonly<Record<string, OwnPage | string>> = {
  'access.user_denial':
    'asked by the person’s id, which a stranger is denied: access.denyPermission, access.getUserAccess',
  'access.user_role': 'asked by the person’s id, which a stranger is denied: access.grantRole, access.getUserAccess',
  'agency.appointment': 'opened by a token or by its client: server/products/agency/bookings/changes.test.ts',
  'agency.client': 'asked by staff alone (agency.getClient); what a client has is asked by its own ids',
  'agency.employee': 'of staff, asked by whoever may: agency.changeEmployee',
  'agency.schedule': 'of a host, asked by whoever may: agency.getSchedule, agency.saveSchedule',
  'content.entry': EDITORIAL,
  'experiments.experiment': EDITORIAL,
  'flags.flag': EDITORIAL,
  'factors.attempt': 'a counter of the caller: server/platform/factors/totp.test.ts',
  'factors.backup_code': 'codes of the caller: server/platform/factors/backup-codes.test.ts',
  'factors.passkey_challenge': 'of one ceremony of one person: server/platform/factors/passkeys.test.ts',
  'factors.send_count': 'a counter of the caller: server/platform/factors/sms.test.ts',
  'factors.sent_code': 'of one flow of one person: server/platform/factors/sent-codes.test.ts',
  'federation.flow': 'of one browser: server/platform/federation/attacks.test.ts',
  'identity.email_hold': 'found by the address: server/platform/identity/email-change.test.ts',
  'invoices.customer': 'asked by whoever keeps the books (invoices.customer); invoices are asked by their own ids',
  'music.album': 'published with its artist',
  'music.artist_member': 'a person and an artist: what they may is asked by submission, file and track',
  'organisations.member':
    'a person in an organisation, asked by both ids: organisations.changeMember, organisations.removeMember',
  'payments.payment': 'asked by its payer: payments.view and payments.confirm hide an id that is not theirs',
  'provider.consent': 'the id is an application’s, the consent the caller’s: server/platform/provider/provider.test.ts',
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
  'trading.digest_sent': 'a mark that a letter went: server/products/trading/journal/looking-back.test.ts',
  'trading.import_rate_waiting':
    'rows of an import that wait for a rate of their owner: server/products/trading/rates/rates.test.ts',
  'trading.import_waiting':
    'files of an account that wait for their turn: server/products/trading/imports/waiting.test.ts',
  'trading.lot': 'shown with its trade: trading.getTrade hides an id that is not theirs',
  'trading.lot_closure': 'shown with its trade: trading.getTrade hides an id that is not theirs',
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
