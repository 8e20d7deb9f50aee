/** What the files of a new unit are made from: `podcasts` in `products`. */
export interface UnitSpec {
  readonly layer: 'platform' | 'products'
  readonly name: string
}

export const pascal = (name: string): string => `${name.charAt(0).toUpperCase()}${name.slice(1)}`

/** The new unit's files by path below its folder: small, whole, and meant to be renamed from `entry` to a noun of its field. */
export function unitFiles(spec: UnitSpec): Record<string, string> {
  return {
    'README.md': readme(spec),
    'index.ts': door(spec),
    'tables.ts': tables(spec),
    'events.ts': events(spec),
    'problems.ts': problems(spec),
    [`migrations/0001_${spec.name}.sql`]: migration(spec),
    'entries.ts': useCases(spec),
    'entries.routes.ts': routes(spec),
    'entries.test.ts': cases(spec),
  }
}

const readme = ({ name }: UnitSpec): string => `# ${name}

Entries that people keep, each their own.

- **entry**: a title, of one person.

Invariants: a person has a title once; nobody sees or removes the entries of others.

Events: \`${name}.entry.added\`.
`

const door = ({ name }: UnitSpec): string => `import type { Db } from '../../kernel/db/database.ts'
import type { Unit } from '../../kernel/unit.ts'
import { entryRoutes } from './entries.routes.ts'
import { entryAdded } from './events.ts'
import { ${name}Problem } from './problems.ts'

export interface ${pascal(name)}Deps {
  readonly db: Db
}

/** Entries that people keep, each their own. */
export function create${pascal(name)}({ db }: ${pascal(name)}Deps): Unit {
  return {
    name: '${name}',
    migrations: new URL('./migrations/', import.meta.url),
    routes: entryRoutes(db),
    problems: [${name}Problem],
    permissions: {},
    events: [entryAdded],
  }
}
`

const tables = ({ name }: UnitSpec): string => `import type { Id } from '../../kernel/id.ts'

/** Rows of schema \`${name}\`; queried by this unit only. */
export interface ${pascal(name)}Tables {
  '${name}.entry': EntryRow
}

export interface EntryRow {
  id: Id<'entry'>
  owner_id: Id<'user'>
  title: string
  created_at: Date
}
`

const events = ({ name }: UnitSpec): string => `import { eventType } from '../../kernel/db/events.ts'
import { idOf, object } from '../../kernel/http/schema.ts'

export const entryAdded = eventType(
  '${name}.entry.added',
  'A person keeps a new entry.',
  object({ entryId: idOf('entry'), ownerId: idOf('user') }),
)
`

const problems = ({ name }: UnitSpec): string => `import { problems } from '../../kernel/problem.ts'

export const ${name}Problem = problems('${name}', {
  'entry-not-found': { status: 404, title: 'There is no such entry' },
  'title-taken': { status: 409, title: 'You have an entry of this title already' },
})
`

const migration = ({ name }: UnitSpec): string => `CREATE TABLE ${name}.entry (
  id uuid PRIMARY KEY,
  owner_id uuid NOT NULL,
  title text NOT NULL CHECK (length(title) BETWEEN 1 AND 120),
  created_at timestamptz(3) NOT NULL,
  CONSTRAINT entry_title_once UNIQUE (owner_id, title)
);

CREATE INDEX entry_by_owner ON ${name}.entry (owner_id, created_at DESC, id DESC);
`

const useCases = ({ name }: UnitSpec): string => `import { now } from '../../kernel/clock.ts'
import { cursorPage, instantAndId } from '../../kernel/db/cursor.ts'
import type { Db, Tx } from '../../kernel/db/database.ts'
import { asId, type Id, newId } from '../../kernel/id.ts'
import { entryAdded } from './events.ts'
import { ${name}Problem } from './problems.ts'
import type { EntryRow, ${pascal(name)}Tables } from './tables.ts'

/** Throws ${name}/title-taken. */
export async function addEntry(tx: Tx, ownerId: Id<'user'>, title: string): Promise<EntryRow> {
  const row = await tx
    .query<${pascal(name)}Tables>()
    .insertInto('${name}.entry')
    .values({ id: newId<'entry'>(), owner_id: ownerId, title, created_at: now() })
    .onConflict((conflict) => conflict.constraint('entry_title_once').doNothing())
    .returningAll()
    .executeTakeFirst()
  if (row === undefined) throw ${name}Problem('title-taken')
  await tx.audit({ action: '${name}.entry.added', subject: { kind: 'entry', id: row.id } })
  await tx.publish(entryAdded, { entryId: row.id, ownerId })
  return row
}

/** Throws ${name}/entry-not-found, also for the entries of others. */
export async function removeEntry(tx: Tx, ownerId: Id<'user'>, id: Id<'entry'>): Promise<void> {
  const removed = await tx
    .query<${pascal(name)}Tables>()
    .deleteFrom('${name}.entry')
    .where('id', '=', id)
    .where('owner_id', '=', ownerId)
    .returning('id')
    .executeTakeFirst()
  if (removed === undefined) throw ${name}Problem('entry-not-found')
  await tx.audit({ action: '${name}.entry.removed', subject: { kind: 'entry', id } })
}

/** Newest first. */
export async function listEntries(db: Db, ownerId: Id<'user'>, query: { limit?: number; cursor?: string }) {
  const page = cursorPage(query, instantAndId)
  const [at, id] = page.after ?? []
  const rows = await db
    .query<${pascal(name)}Tables>()
    .selectFrom('${name}.entry')
    .selectAll()
    .where('owner_id', '=', ownerId)
    .$if(at !== undefined && id !== undefined, (builder) =>
      builder.where((where) =>
        where(where.refTuple('created_at', 'id'), '<', where.tuple(new Date(at ?? 0), asId<'entry'>(id ?? ''))),
      ),
    )
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(page.limit + 1)
    .execute()
  return page.of(rows, (row) => [row.created_at.toISOString(), row.id], viewEntry)
}

export function viewEntry(row: EntryRow) {
  return { id: row.id, title: row.title, createdAt: row.created_at }
}
`

const routes = ({ name }: UnitSpec): string => `import type { Db } from '../../kernel/db/database.ts'
import { type Call, type Route, route } from '../../kernel/http/route.ts'
import { idOf, instant, line, object, page, pageQuery } from '../../kernel/http/schema.ts'
import type { Id } from '../../kernel/id.ts'
import { addEntry, listEntries, removeEntry, viewEntry } from './entries.ts'

const entryShape = object({ id: idOf('entry'), title: line(120), createdAt: instant })

/** What people do with their entries. */
export function entryRoutes(db: Db): Route[] {
  return [
    route(
      {
        id: '${name}.listEntries',
        method: 'GET',
        path: '/api/${name}/entries',
        summary: "The caller's entries, newest first",
        policy: { access: 'signed-in', rate: 'read' },
        schema: { query: object(pageQuery), response: { 200: page(entryShape) } },
      },
      (call) => listEntries(db, callerId(call), call.query),
    ),
    route(
      {
        id: '${name}.addEntry',
        method: 'POST',
        path: '/api/${name}/entries',
        summary: 'Adds an entry',
        policy: { access: 'signed-in', rate: 'write', idempotency: 'optional' },
        schema: { body: object({ title: line(120) }), response: { 201: entryShape } },
        problems: ['${name}/title-taken'],
      },
      (call) => call.transaction(async (tx) => viewEntry(await addEntry(tx, callerId(call), call.body.title))),
    ),
    route(
      {
        id: '${name}.removeEntry',
        method: 'DELETE',
        path: '/api/${name}/entries/{id}',
        summary: 'Removes an entry',
        policy: { access: 'signed-in', rate: 'write' },
        schema: { params: object({ id: idOf('entry') }), response: { 204: null } },
        problems: ['${name}/entry-not-found'],
      },
      (call) => call.transaction((tx) => removeEntry(tx, callerId(call), call.params.id)),
    ),
  ]
}

function callerId({ principal }: Pick<Call, 'principal'>): Id<'user'> {
  if (principal === undefined) throw new TypeError('the policy of this route demands a session')
  return principal.actor.userId
}
`

const cases = ({ layer, name }: UnitSpec): string => `import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { HttpClient } from '../../../test/support/http-client.ts'
import { startServer, type TestServer } from '../../../test/support/server.ts'
import { newId } from '../../kernel/id.ts'

let server: TestServer
let clients: { owner: HttpClient; other: HttpClient; anonymous: HttpClient; auditor: HttpClient }
let entryId = ''

before(async () => {
  server = await startServer(${layer === 'products' ? `{ environment: { PRODUCTS: '${name}' } }` : ''})
  const { people } = server
  clients = {
    owner: (await people.signedIn()).http,
    other: (await people.signedIn()).http,
    auditor: (await people.signedIn('administrator')).http,
    anonymous: people.anonymous(),
  }
  entryId = (await clients.owner.post('/api/${name}/entries', { title: 'The first' })).body.id
})
after(() => server.stop())

/** Audit records of this unit, oldest first. */
async function facts(): Promise<string[]> {
  const { body } = await clients.auditor.get('/api/audit?limit=100')
  const actions = (body.items as { action: string }[]).map(({ action }) => action)
  return actions.filter((action) => action.startsWith('${name}.')).reverse()
}

interface Case {
  readonly name: string
  readonly as: keyof typeof clients
  readonly call: (http: HttpClient) => ReturnType<HttpClient['get']>
  readonly expect: readonly [status: number, code?: string]
  readonly facts?: readonly string[]
}

const add = (title: string) => (http: HttpClient) => http.post('/api/${name}/entries', { title })
const remove = (id: () => string) => (http: HttpClient) => http.delete(\`/api/${name}/entries/\${id()}\`)

const table: readonly Case[] = [
  { name: 'adds an entry', as: 'owner', call: add('Another'), expect: [201], facts: ['${name}.entry.added'] },
  { name: 'refuses a title twice', as: 'owner', call: add('Another'), expect: [409, '${name}/title-taken'] },
  { name: 'lets another have that title', as: 'other', call: add('Another'), expect: [201], facts: ['${name}.entry.added'] },
  { name: 'refuses an empty title', as: 'owner', call: add(''), expect: [400, 'http/invalid'] },
  { name: 'refuses who is not signed in', as: 'anonymous', call: add('No'), expect: [401, 'http/unauthenticated'] },
  { name: 'hides entries from others', as: 'other', call: remove(() => entryId), expect: [404, '${name}/entry-not-found'] },
  { name: 'knows no entry that never was', as: 'owner', call: remove(newId), expect: [404, '${name}/entry-not-found'] },
  { name: 'removes an entry', as: 'owner', call: remove(() => entryId), expect: [204], facts: ['${name}.entry.removed'] },
]

describe('entries', () => {
  for (const { name, as, call, expect, facts: expected = [] } of table) {
    test(name, async () => {
      const before = await facts()
      const answer = await call(clients[as])
      const [status, code] = expect
      assert.deepEqual([answer.status, answer.body.code], [status, code])
      assert.deepEqual((await facts()).slice(before.length), expected)
    })
  }
${listing(name)}})
`

const listing = (name: string): string => `
  test('lists page by page, newest first', async () => {
    await clients.owner.post('/api/${name}/entries', { title: 'The last' })
    const first = await clients.owner.get('/api/${name}/entries?limit=1')
    const second = await clients.owner.get(\`/api/${name}/entries?limit=1&cursor=\${first.body.nextCursor}\`)
    const titles = [...first.body.items, ...second.body.items].map(({ title }: { title: string }) => title)
    assert.deepEqual([titles, second.body.nextCursor], [['The last', 'Another'], null])
  })
`
