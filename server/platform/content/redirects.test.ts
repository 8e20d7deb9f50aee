import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import fc from 'fast-check'
import { type ContentServer, paragraphs, startContent } from '../../../test/support/content.ts'
import type { HttpClient } from '../../../test/support/http-client.ts'
import { expectProblem, expectStatus } from '../../../test/support/music.ts'
import { cook, recipe } from './recipe.test-support.ts'

const PATH = '/api/content/recipe'

let server: ContentServer
let editor: HttpClient
let anyone: HttpClient
before(async () => {
  server = await startContent([cook, recipe])
  editor = server.editor.http
  anyone = server.people.anonymous()
})
after(() => server.stop())

async function publish(title: string, more: object = {}): Promise<{ id: string; slug: string }> {
  const made = expectStatus(await editor.post(PATH, { fields: { title, body: paragraphs(title) }, ...more }), 201)
  expectStatus(await editor.post(`${PATH}/${made.id}/publish`, { version: 1 }), 200)
  return made
}

let version = new Map<string, number>()

async function rename(id: string, slug: string): Promise<number> {
  const known = version.get(id) ?? 1
  const { status } = await editor.patch(`${PATH}/${id}`, { version: known, slug })
  if (status === 200) version.set(id, known + 1)
  return status
}

/** Where an address leads: the title shown there, after one redirect at most. */
async function lead(slug: string): Promise<{ title: string | null; hops: number }> {
  const first = await anyone.get(`/api/recipes/${slug}`)
  if (first.status === 200) return { title: first.body.title, hops: 0 }
  if (first.status === 404) return { title: null, hops: 0 }
  assert.equal(first.status, 301)
  const second = await anyone.get(first.headers.get('location') ?? '')
  assert.equal(second.status, 200, 'a redirect leads to an entry, never to another redirect')
  return { title: second.body.title, hops: 1 }
}

describe('an address that was changed', () => {
  test('leads to the new one, in one step however often it was changed', async () => {
    const { id } = await publish('Traveller')
    for (const slug of ['second', 'third', 'traveller', 'fourth']) assert.equal(await rename(id, slug), 200)
    for (const slug of ['traveller', 'second', 'third'])
      assert.deepEqual(await lead(slug), { title: 'Traveller', hops: 1 })
    const moved = await anyone.get('/api/recipes/second')
    assert.deepEqual([moved.status, moved.headers.get('location')], [301, '/api/recipes/fourth'])
    assert.deepEqual(expectStatus(await editor.get(`${PATH}/${id}/slugs`), 200).items, [
      { slug: 'fourth', isCurrent: true },
      ...['second', 'third', 'traveller'].map((slug) => ({ slug, isCurrent: false })),
    ])
  })

  test('keeps the language', async () => {
    const { id } = await publish('Reisender', { locale: 'de', slug: 'reisender' })
    assert.equal(await rename(id, 'wanderer'), 200)
    const moved = await anyone.get('/api/recipes/reisender?locale=de')
    assert.equal(moved.headers.get('location'), '/api/recipes/wanderer?locale=de')
    expectProblem(await anyone.get('/api/recipes/reisender'), 'content/entry-not-found')
  })

  test('is free at once when nobody had seen it, and led to nowhere while its entry is not shown', async () => {
    const draft = expectStatus(await editor.post(PATH, { fields: { title: 'Unseen', body: paragraphs('x') } }), 201)
    assert.equal(await rename(draft.id, 'seen'), 200)
    assert.deepEqual(await lead('unseen'), { title: null, hops: 0 })
    const shown = await publish('Shown')
    assert.equal(await rename(shown.id, 'shown-elsewhere'), 200)
    expectStatus(await editor.post(`${PATH}/${shown.id}/unpublish`), 200)
    assert.deepEqual(await lead('shown'), { title: null, hops: 0 })
  })

  test('is taken by no title, but knowingly; what led to it then leads there no more', async () => {
    const first = await publish('Popular')
    assert.equal(await rename(first.id, 'formerly-popular'), 200)
    assert.equal((await publish('Popular')).slug, 'popular-2')
    const second = await publish('New popular', { slug: 'popular' })
    assert.deepEqual(await lead('popular'), { title: 'New popular', hops: 0 })
    assert.equal(await rename(second.id, 'formerly-popular'), 409)
    assert.equal(await rename(first.id, 'popular'), 409)
  })

  test('is made and freed by hand', async () => {
    const { id } = await publish('Campaign')
    const other = await publish('Another')
    const redirect = (slug: string) => editor.put(`${PATH}/${id}/slugs/${slug}`)
    expectStatus(await redirect('offer'), 204)
    expectStatus(await redirect('offer'), 204)
    assert.deepEqual(await lead('offer'), { title: 'Campaign', hops: 1 })
    expectProblem(await redirect('campaign'), 'content/slug-taken')
    expectProblem(await redirect(other.slug), 'content/slug-taken')
    expectStatus(await editor.delete(`${PATH}/${id}/slugs/offer`), 204)
    assert.deepEqual(await lead('offer'), { title: null, hops: 0 })
    expectProblem(await editor.delete(`${PATH}/${id}/slugs/offer`), 'content/redirect-not-found')
    expectProblem(await editor.delete(`${PATH}/${id}/slugs/campaign`), 'content/redirect-not-found')
  })
})

test('whatever is renamed to what, every address leads in one step to whoever had it last', async () => {
  const slugs = ['pa', 'pb', 'pc', 'pd', 'pe']
  const moves = fc.array(fc.tuple(fc.nat({ max: 2 }), fc.constantFrom(...slugs)), { minLength: 3, maxLength: 12 })
  await fc.assert(
    fc.asyncProperty(moves, async (sequence) => {
      version = new Map()
      const entries = await Promise.all(['One', 'Two', 'Three'].map((title) => publish(title)))
      const current = entries.map(({ slug }) => slug)
      const holder = new Map(current.map((slug, at) => [slug, at]))
      for (const [who, slug] of sequence) {
        const isTaken = current.includes(slug) && current[who] !== slug
        const status = await rename(entries[who]?.id ?? '', slug)
        assert.equal(status, isTaken ? 409 : 200)
        if (isTaken) continue
        current[who] = slug
        holder.set(slug, who)
      }
      for (const [slug, who] of holder) {
        const hops = current[who] === slug ? 0 : 1
        assert.deepEqual(await lead(slug), { title: ['One', 'Two', 'Three'][who], hops }, slug)
      }
      for (const { id } of entries) {
        expectStatus(await editor.delete(`${PATH}/${id}`), 200)
        await server.app.db.raw("UPDATE content.entry SET trashed_at = now() - interval '31 days' WHERE id = $1", [id])
      }
      await server.runJob('content.tidy')
    }),
    { numRuns: 12 },
  )
})
