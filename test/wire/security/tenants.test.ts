import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { after, before, describe, test } from 'node:test'
import { newId } from '../../../server/kernel/id.ts'
import type { HttpAnswer } from '../../support/http-client.ts'
import { idempotencyKey, type MusicServer, startMusic } from '../../support/music.ts'
import type { TenantOperation } from '../../support/tenant-operation.ts'
import { tenantOperations } from '../../support/tenant-operations.ts'
import {
  type Column,
  idColumns,
  OWNERS,
  ownedTables,
  reachedByOwnerAlone,
  rowsOf,
  unnamedOwners,
} from '../../support/tenant-tables.ts'
import { makeTenant, type Tenant, withProofs } from '../../support/tenants.ts'

interface Operation {
  readonly id: string
  readonly method: string
  readonly path: string
}

const contract = JSON.parse(readFileSync(new URL('../../../contract/openapi.json', import.meta.url), 'utf8')) as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly operationId: string }>>>>
}
const withId: readonly Operation[] = Object.entries(contract.paths)
  .filter(([path]) => path.includes('{'))
  .flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { operationId }]) => ({
      id: operationId,
      method: method.toUpperCase(),
      path,
    })),
  )

/** Rows of minutes, which are looked for by what was handed out, or by method and person. */
const foundOtherwise = [
  'factors.passkey_challenge.user_id',
  'factors.send_count.user_id',
  'factors.sent_code.user_id',
  'federation.flow.user_id',
  'provider.item.client_id',
]

describe('two strangers', () => {
  let server: MusicServer
  let mine: Tenant
  let theirs: Tenant
  let columns: readonly Column[]
  before(async () => {
    server = await startMusic()
    mine = await makeTenant(server, 'First Stranger')
    theirs = await withProofs(server, await makeTenant(server, 'Second Stranger'))
    columns = await idColumns(server.query)
  })
  after(() => server.stop())

  /** Whom and what all else of the other belongs to. */
  const roots = () => [theirs.ids.user, theirs.ids.organisation, theirs.ids.artist].map(String)

  const ask = (operation: Operation, { body, query }: TenantOperation, idOf: (parameter: string) => string) => {
    const named = operation.path.replace(/\{(\w+)\}/g, (_, parameter: string) => encodeURIComponent(idOf(parameter)))
    const path = query === undefined ? named : `${named}?${query}`
    const headers = { ...idempotencyKey(), ...(body === undefined ? {} : { 'content-type': 'application/json' }) }
    const init = { method: operation.method, headers }
    return mine.person.http.send(path, body === undefined ? init : { ...init, body: JSON.stringify(body) })
  }
  const told = ({ status, body }: HttpAnswer) => [status, body.code]

  test('every operation with an id in its path is in the table, and nothing else is', () => {
    assert.deepEqual(Object.keys(tenantOperations).sort(), withId.map(({ id }) => id).sort())
  })

  for (const operation of withId) {
    const entry = tenantOperations[operation.id]
    if (entry === undefined || typeof entry.answer === 'object' || entry.answer === 'public') continue
    const kindOf = (parameter: string) => entry.params[parameter] ?? ''
    const their = (parameter: string) => {
      const kind = kindOf(parameter)
      return kind.startsWith('=') ? kind.slice(1) : (theirs.ids[kind] ?? `no ${kind}`)
    }

    test(`${operation.method} ${operation.path} with the other's id answers ${entry.answer}`, async () => {
      const answer = await ask(operation, entry, their)
      if (entry.answer === 'denied') return assert.deepEqual(told(answer), [403, 'http/denied'])
      assert.equal(answer.status, 404, `${answer.status} ${JSON.stringify(answer.body)}`)
      const unknown = await ask(operation, entry, (parameter) =>
        kindOf(parameter).startsWith('=') ? their(parameter) : newId(),
      )
      assert.deepEqual(told(answer), told(unknown), 'as for an id that was never given')
      const { own } = entry
      if (own === undefined || Object.keys(entry.params).length === 1) return
      const mixed = await ask(operation, entry, (parameter) => mine.ids[own[parameter] ?? ''] ?? their(parameter))
      assert.equal(mixed.status, 404, `in one's own: ${mixed.status} ${JSON.stringify(mixed.body)}`)
    })
  }

  test('what the other has is as it was', async () => {
    const { http } = theirs.person
    const { organisation, playlist, submission, file, apiKey, session, track } = theirs.ids
    for (const path of [
      `/api/organisations/${organisation}`,
      `/api/playlists/${playlist}`,
      `/api/tracks/submissions/${submission}`,
      `/api/files/${file}`,
      `/api/tracks/${track}`,
    ])
      assert.equal((await http.get(path)).status, 200, path)
    const listed = async (path: string) => JSON.stringify((await http.get(path)).body)
    assert.ok((await listed('/api/api-keys')).includes(apiKey ?? '?'))
    assert.ok((await listed('/api/auth/sessions')).includes(session ?? '?'))
    const members = (await http.get(`/api/organisations/${organisation}/members`)).body.items
    assert.deepEqual(
      members.map((one: { userId: string; role: string }) => [one.userId, one.role]),
      [[theirs.person.id, 'owner']],
    )
  })

  test('no page of one that takes no id shows a row of the other’s, of any table with an owner', async () => {
    const published = new Set([theirs.ids.artist, theirs.ids.track, theirs.ids.user])
    const rows = await rowsOf(server.query, columns, roots())
    const secret = new Map(
      [...rows]
        .flatMap(([table, ids]) => [...ids].map((id) => [id, table] as const))
        .filter(([id]) => !published.has(id)),
    )
    assert.ok(secret.size > 40, `${secret.size} rows of the other's`)
    const lists = Object.entries(contract.paths).filter(([path, { get }]) => get !== undefined && !path.includes('{'))
    for (const [path] of lists) {
      const text = (await mine.person.http.get(path)).bytes.toString()
      for (const [id, table] of secret) assert.ok(!text.includes(id), `${path} shows the other's row of ${table}`)
    }
  })

  test('every table with an owner is one that a stranger asks for, part of one, or hangs on its owner’s own id', async () => {
    const owned = ownedTables(columns)
    const rows = await rowsOf(server.query, columns, roots())
    const asked = Object.values(tenantOperations)
      .filter(({ answer }) => answer === 'hidden' || answer === 'denied')
      .flatMap(({ params }) => Object.values(params))
      .map((kind) => theirs.ids[kind])
    const covered = new Set([...owned].filter((table) => asked.some((id) => rows.get(table)?.has(id ?? '') === true)))
    const byHand = [...owned].filter((table) => !covered.has(table) && !isPart(columns, owned, table))
    assert.deepEqual(byHand.sort(), Object.keys(reachedByOwnerAlone).sort())
    const cited = Object.values(reachedByOwnerAlone).flatMap(
      (way) => /\S+\.test\.ts/.exec(typeof way === 'string' ? way : '') ?? [],
    )
    for (const path of cited) assert.ok(existsSync(new URL(`../../../${path}`, import.meta.url)), path)
  })

  for (const [table, way] of Object.entries(reachedByOwnerAlone)) {
    if (typeof way === 'string') continue
    if ('operations' in way) {
      test(`a row of ${table} is refused to a stranger by ${way.operations.join(', ')}`, () => {
        for (const operation of way.operations)
          assert.match(String(tenantOperations[operation]?.answer), /^(hidden|denied)$/, `${operation} is not tried`)
      })
      continue
    }
    test(`a row of ${table} is its owner's alone: ${way.read} shows nobody else's`, async () => {
      const [mineBefore, theirsBefore] = [await mine.person.http.get(way.read), await theirs.person.http.get(way.read)]
      assert.equal(mineBefore.status, 200)
      if ('insert' in way) await server.query(way.insert, [theirs.person.id])
      else assert.equal((await theirs.person.http.put(way.save, way.body)).status, 200)
      assert.notDeepEqual((await theirs.person.http.get(way.read)).body, theirsBefore.body, 'it was saved')
      assert.deepEqual((await mine.person.http.get(way.read)).body, mineBefore.body)
    })
  }

  test('no column holds an owner without being called one', async () => {
    assert.deepEqual(await unnamedOwners(server.query, columns, roots()), [])
  })

  test('every table with an owner is found by its owner: an index begins with it, or a foreign key holds it', async () => {
    const rows = await server.query<{ column: string }>(
      `SELECT format('%s.%s.%s', n.nspname, c.relname, a.attname) AS column
         FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pgboss')
          AND a.attname = ANY($1) AND NOT a.attisdropped
          AND NOT EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.oid AND i.indkey[0] = a.attnum)
          AND NOT EXISTS (SELECT FROM pg_constraint f WHERE f.conrelid = c.oid AND f.contype = 'f' AND f.conkey = ARRAY[a.attnum])
        ORDER BY 1`,
      [OWNERS],
    )
    assert.deepEqual(
      rows.map(({ column }) => column),
      foundOtherwise,
    )
  })
})

/** Whether a row of the table belongs to a row of another, whose owner is its owner too. */
function isPart(columns: readonly Column[], owned: ReadonlySet<string>, table: string): boolean {
  return columns.some(
    (one) => one.table === table && one.refers !== null && one.refers !== table && owned.has(one.refers),
  )
}
