import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import { buildClient } from './client.ts'
import { paginate } from './paginate.ts'
import { operations, type PlinthClient } from './testing/example.gen.ts'
import type { Handler, WireServer } from './testing/wire-server.ts'
import { startWireServer } from './testing/wire-server.ts'

const opened: WireServer[] = []
afterEach(async () => {
  await Promise.all(opened.splice(0).map((server) => server.close()))
})

async function connected(list: Handler) {
  const server = await startWireServer({ 'GET /api/tracks': list })
  opened.push(server)
  const client = buildClient<PlinthClient>(operations, { baseUrl: server.baseUrl, credentials: 'bearer' })
  return { client, server }
}

/** Five tracks in pages of two; the cursor is the number of the next one. */
const inPagesOfTwo: Handler = ({ query }) => {
  const from = Number(query.get('cursor') ?? 0)
  const items = [0, 1, 2, 3, 4].slice(from, from + 2).map((at) => ({ id: `t${at}`, title: 'Dawn', peaks: [0, 1] }))
  return { status: 200, body: { items, nextCursor: from + 2 < 5 ? String(from + 2) : null } }
}

test('goes through every page with the query of the first', async () => {
  const { client, server } = await connected(inPagesOfTwo)
  const ids: string[] = []
  for await (const { id } of paginate(client.music.listTracks, { query: { limit: 2, search: 'dawn' } })) ids.push(id)
  assert.deepEqual(ids, ['t0', 't1', 't2', 't3', 't4'])
  assert.deepEqual(
    server.seen.map(({ query }) => query.toString()),
    ['limit=2&search=dawn', 'limit=2&search=dawn&cursor=2', 'limit=2&search=dawn&cursor=4'],
  )
})

test('begins at a cursor it is given', async () => {
  const { client } = await connected(inPagesOfTwo)
  const ids: string[] = []
  for await (const { id } of paginate(client.music.listTracks, { query: { cursor: '4' } })) ids.push(id)
  assert.deepEqual(ids, ['t4'])
})

test('asks for no page that is not read', async () => {
  const { client, server } = await connected(inPagesOfTwo)
  for await (const { id } of paginate(client.music.listTracks, {})) if (id === 't1') break
  assert.equal(server.seen.length, 1)
})

test('ends on a page without items', async () => {
  const { client } = await connected(() => ({ status: 200, body: { items: [], nextCursor: null } }))
  for await (const track of paginate(client.music.listTracks, {})) assert.fail(`there is no track ${track.id}`)
})

test('refuses a list that gives the same cursor again', async () => {
  const { client, server } = await connected(() => ({ status: 200, body: { items: [], nextCursor: 'same' } }))
  await assert.rejects(paginate(client.music.listTracks, {}).next(), /does not move past same/)
  assert.equal(server.seen.length, 2)
})
