import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type ContentServer, paragraphs, startContent } from '../../../test/support/content.ts'
import type { HttpClient } from '../../../test/support/http-client.ts'
import { expectProblem, expectStatus } from '../../../test/support/music.ts'
import { cook, recipe } from './recipe.test-support.ts'

let server: ContentServer
let editor: HttpClient
let anyone: HttpClient
const ids = new Map<string, string>()

before(async () => {
  server = await startContent([cook, recipe])
  editor = server.editor.http
  anyone = server.people.anonymous()
  await publish('cook', { fields: { name: 'Wanjiru' } })
  const course = 'main'
  const body = paragraphs('Fry the onions, then add the tomatoes.')
  const wanjiru = ids.get('Wanjiru')
  await publish('recipe', { fields: { title: 'Sukuma', body, course, vegan: true, tags: ['greens', 'quick'] } })
  await publish('recipe', { fields: { title: 'Nyama choma', body, course, minutes: 120, cook: wanjiru } })
  await publish('recipe', {
    fields: {
      title: 'Maandazi',
      body: paragraphs('Knead the dough.'),
      course: 'dessert',
      tags: ['quick'],
      note: 'Ask Ada',
    },
    seo: { description: 'Fried bread', canonicalUrl: 'https://example.org/maandazi' },
  })
  await publish('recipe', {
    fields: { title: 'Gebratenes Brot', body: paragraphs('Die Zwiebeln braten.') },
    ...{ locale: 'de', translationOf: ids.get('Maandazi'), slug: 'brot' },
  })
})
after(() => server.stop())

async function publish(type: string, entry: object): Promise<void> {
  const made = expectStatus(await editor.post(`/api/content/${type}`, entry), 201)
  ids.set(made.title, made.id)
  expectStatus(await editor.post(`/api/content/${type}/${made.id}/publish`, { version: 1 }), 200)
}

const listed = async (query: string) => expectStatus(await anyone.get(`/api/recipes?${query}`), 200).items
const titles = async (query: string) => (await listed(query)).map(({ title }: { title: string }) => title)

describe('the list', () => {
  const cases: readonly [string, string[]][] = [
    ['', ['Maandazi', 'Nyama choma', 'Sukuma']],
    ['locale=de', ['Gebratenes Brot']],
    ['locale=sw', []],
    ['course=main', ['Nyama choma', 'Sukuma']],
    ['vegan=true', ['Sukuma']],
    ['minutes=120', ['Nyama choma']],
    ['cook=wanjiru', ['Nyama choma']],
    ['cook=nobody', []],
    ['tags=quick', ['Maandazi', 'Sukuma']],
    ['tags=quick&course=main', ['Sukuma']],
    ['q=onion', ['Nyama choma', 'Sukuma']],
    ['q=onions+-choma', ['Sukuma']],
    ['q=%22the+dough%22', ['Maandazi']],
    ['q=nyama', ['Nyama choma']],
    ['q=kneading&tags=quick', ['Maandazi']],
    ['q=zwiebel&locale=de', ['Gebratenes Brot']],
    ['q=ada', []],
    ["q=')%3B+%26+!+:*", []],
  ]
  for (const [query, found] of cases)
    test(`finds ${found.length} for ${query === '' ? 'nothing asked' : query}`, async () =>
      assert.deepEqual(await titles(query), found))

  test('goes on where the page before ended, each entry once', async () => {
    for (const limit of [1, 2]) {
      const walked: string[] = []
      let more = ''
      for (let page = 0; page < 5; page += 1) {
        const answer = expectStatus(await anyone.get(`/api/recipes?limit=${limit}${more}`), 200)
        walked.push(...answer.items.map(({ title }: { title: string }) => title))
        if (answer.nextCursor === null) break
        more = `&cursor=${answer.nextCursor}`
      }
      assert.deepEqual(walked, await titles(''))
    }
  })

  test('refuses what is no filter of it', async () => {
    const refused: readonly [string, string][] = [
      ['course=breakfast', '?course not-a-choice'],
      ['vegan=perhaps', '?vegan type'],
      ['note=Ask+Ada', '?note unknown-property'],
      ['locale=fr', '?locale not-a-choice'],
      ['cursor=abc', '?cursor cursor'],
    ]
    for (const [query, fault] of refused)
      assert.deepEqual(expectProblem(await anyone.get(`/api/recipes?${query}`), 'http/invalid'), [fault])
  })

  test('shows the fields of lists alone, with the names of what they refer to', async () => {
    const [, choma] = await listed('')
    assert.deepEqual(choma.fields, {
      ...{ minutes: 120, course: 'main' },
      cook: { id: ids.get('Wanjiru'), slug: 'wanjiru', title: 'Wanjiru' },
    })
    assert.equal(choma.excerpt, 'Fry the onions, then add the tomatoes.')
  })
})

describe('a page', () => {
  test('shows what is public, its translations and what search engines are told', async () => {
    const shown = expectStatus(await anyone.get('/api/recipes/maandazi'), 200)
    assert.deepEqual(
      [shown.fields.body, shown.fields.note, shown.translations, shown.readingMinutes],
      ['<p>Knead the dough.</p>', undefined, [{ locale: 'de', slug: 'brot' }], 1],
    )
    assert.deepEqual(shown.seo, {
      ...{ title: 'Maandazi', description: 'Fried bread', imageUrl: null, noIndex: false },
      canonicalUrl: 'https://example.org/maandazi',
    })
    assert.equal(shown.jsonLd['@context'], 'https://schema.org')
    const german = expectStatus(await anyone.get('/api/recipes/brot?locale=de'), 200)
    assert.deepEqual(german.translations, [{ locale: 'en', slug: 'maandazi' }])
    assert.equal(german.jsonLd.url, 'http://localhost:3000/de/recipes/brot')
    expectProblem(await anyone.get('/api/recipes/brot'), 'content/entry-not-found')
  })

  test('names the pages that say the same in all its languages, in the answer and by Link headers', async () => {
    const sw = { title: 'Maandazi ya nyumbani', body: paragraphs('Kanda unga.') }
    const translationOf = ids.get('Maandazi')
    await publish('recipe', { fields: sw, locale: 'sw', translationOf, slug: 'maandazi-ya-nyumbani' })
    const site = 'http://localhost:3000'
    const alternates = [
      { locale: 'en', slug: 'maandazi', url: `${site}/recipes/maandazi` },
      { locale: 'de', slug: 'brot', url: `${site}/de/recipes/brot` },
      { locale: 'sw', slug: 'maandazi-ya-nyumbani', url: `${site}/sw/recipes/maandazi-ya-nyumbani` },
    ]
    const links = [...alternates.map(({ locale, url }) => [locale, url]), ['x-default', alternates[0]?.url]]
    const header = links.map(([lang, url]) => `<${url}>; rel="alternate"; hreflang="${lang}"`).join(', ')
    for (const path of ['maandazi', 'brot?locale=de', 'maandazi-ya-nyumbani?locale=sw']) {
      const answer = await anyone.get(`/api/recipes/${path}`)
      assert.deepEqual([answer.body.alternates, answer.headers.get('link')], [alternates, header], path)
    }
    const alone = await anyone.get('/api/recipes/sukuma')
    assert.deepEqual([alone.body.alternates, alone.headers.get('link')], [[], null])
    const id = ids.get('Maandazi ya nyumbani')
    expectStatus(await editor.post(`/api/content/recipe/${id}/unpublish`), 200)
    assert.deepEqual((await anyone.get('/api/recipes/maandazi')).body.alternates, alternates.slice(0, 2))
  })

  test('names no page that search engines leave out, and none on such a one', async () => {
    await publish('recipe', { fields: { title: 'Ugali', body: paragraphs('Stir.') } })
    const hidden = { fields: { title: 'Maisbrei', body: paragraphs('x') }, seo: { noIndex: true } }
    await publish('recipe', { ...hidden, locale: 'de', translationOf: ids.get('Ugali') })
    for (const path of ['ugali', 'maisbrei?locale=de']) {
      const answer = await anyone.get(`/api/recipes/${path}`)
      assert.deepEqual([answer.body.alternates, answer.headers.get('link')], [[], null], path)
    }
    assert.equal((await anyone.get('/api/recipes/ugali')).body.translations.length, 1)
    expectStatus(await editor.delete(`/api/content/recipe/${ids.get('Ugali')}`), 200)
  })

  test('names no entry that is not shown, from the moment it is not', async () => {
    const before = expectStatus(await anyone.get('/api/recipes/nyama-choma'), 200)
    assert.equal(before.fields.cook.title, 'Wanjiru')
    const path = `/api/content/cook/${ids.get('Wanjiru')}`
    expectStatus(await editor.post(`${path}/unpublish`), 200)
    assert.equal(expectStatus(await anyone.get('/api/recipes/nyama-choma'), 200).fields.cook, null)
    assert.deepEqual(await titles('cook=wanjiru'), [])
    expectStatus(await editor.post(`${path}/publish`, { version: 1 }), 200)
    assert.deepEqual(await titles('cook=wanjiru'), ['Nyama choma'])
  })

  test('takes one translation into a language', async () => {
    const again = {
      fields: { title: 'Noch eins', body: paragraphs('x') },
      locale: 'de',
      translationOf: ids.get('Maandazi'),
    }
    expectProblem(await editor.post('/api/content/recipe', again), 'content/translation-exists')
  })
})

test('lists are read along indexes', async () => {
  await server.app.db.raw(
    `WITH made AS (
       INSERT INTO content.entry (id, type, locale, translation_group, state, title, head_version, created_at, updated_at)
       SELECT gen_random_uuid(), 'bulk', 'en', gen_random_uuid(), 'draft', 'Bulk', 1, now(), now() FROM generate_series(1, 3000)
       RETURNING id),
     said AS (
       INSERT INTO content.version (entry_id, number, title, fields, autosave, created_at)
       SELECT id, 1, 'Bulk', '{}', false, now() FROM made)
     INSERT INTO content.published (entry_id, type, locale, slug, version, title, excerpt, reading_minutes, card, page, facets, search,
         published_at, live_since)
       SELECT id, 'bulk', 'en', id::text, 1, 'Bulk', '', 1, '{}', '{}', ARRAY['tags=t' || random(1, 500)], to_tsvector('bulk'), now(), now()
         FROM made`,
  )
  await server.app.db.raw('ANALYZE content.published')
  const plan = async (where: string) =>
    JSON.stringify(
      await server.app.db.raw(
        `EXPLAIN SELECT entry_id FROM content.published WHERE type = 'bulk' AND locale = 'en' AND ${where}
          ORDER BY published_at DESC, entry_id DESC LIMIT 21`,
      ),
    )
  assert.match(
    await plan(`(published_at, entry_id) < (now(), '${'f'.repeat(8)}-0000-7000-8000-000000000000')`),
    /published_newest/,
  )
  assert.match(await plan("facets @> ARRAY['tags=t7']"), /published_facets/)
})
