import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import fc from 'fast-check'
import { type ContentServer, paragraphs, startContent } from '../../../test/support/content.ts'
import type { HttpClient } from '../../../test/support/http-client.ts'
import { expectStatus } from '../../../test/support/music.ts'
import { cook, recipe } from './recipe.test-support.ts'
import { escapeXml } from './xml.ts'

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
  const fields = { title, body: paragraphs('Boil & serve <hot>.') }
  const made = expectStatus(await editor.post(PATH, { fields, ...more }), 201)
  expectStatus(await editor.post(`${PATH}/${made.id}/publish`, { version: 1 }), 200)
  return made
}

const text = async (path: string): Promise<string> => expectStatus(await anyone.get(path), 200)

/** Texts of every element of a name, as a reader of XML sees them. */
const told = (xml: string, name: string): string[] =>
  [...xml.matchAll(new RegExp(`<${name}(?: [^>]*)?>([^<]*)</${name}>`, 'g'))].map(([, inner = '']) =>
    inner
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&quot;', '"')
      .replaceAll('&apos;', "'")
      .replaceAll('&amp;', '&'),
  )

describe('feeds and the sitemap', () => {
  test('tell of an entry by an id that stays when its address and text change', async () => {
    const title = 'Fish & "chips" <b>'
    const { id, slug } = await publish(title)
    const [rss, atom] = [await text('/rss.xml'), await text('/atom.xml')]
    assert.deepEqual(told(rss, 'title').slice(1), [title])
    assert.deepEqual(told(rss, 'guid'), [`urn:uuid:${id}`])
    assert.deepEqual(told(rss, 'description').slice(1), ['Boil & serve <hot>.'])
    assert.deepEqual(told(atom, 'id').slice(1), [`urn:uuid:${id}`])
    const address = `http://localhost:3000/recipes/${slug}`
    assert.deepEqual([told(rss, 'link')[1], told(await text('/sitemap.xml'), 'loc')], [address, [address]])
    assert.match(atom, new RegExp(`<link href="${address}"/>`))

    const before = told(await text('/sitemap.xml'), 'lastmod')
    expectStatus(
      await editor.patch(`${PATH}/${id}`, {
        version: 1,
        slug: 'moved',
        fields: { title: 'New', body: paragraphs('x') },
      }),
      200,
    )
    assert.deepEqual(told(await text('/sitemap.xml'), 'lastmod'), before, 'what is only saved changes nothing')
    expectStatus(await editor.post(`${PATH}/${id}/publish`, { version: 2 }), 200)
    assert.deepEqual(told(await text('/rss.xml'), 'guid'), [`urn:uuid:${id}`])
    assert.deepEqual(told(await text('/rss.xml'), 'title').slice(1), ['New'])
    assert.deepEqual(told(await text('/sitemap.xml'), 'loc'), ['http://localhost:3000/recipes/moved'])
    const live = expectStatus(await anyone.get('/api/recipes/moved'), 200)
    assert.deepEqual(told(await text('/sitemap.xml'), 'lastmod'), [live.updatedAt])
    assert.deepEqual(told(await text('/rss.xml'), 'pubDate'), [new Date(live.publishedAt).toUTCString()])
    expectStatus(await editor.post(`${PATH}/${id}/unpublish`), 200)
    assert.deepEqual(told(await text('/rss.xml'), 'guid'), [])
  })

  test('know languages, and what is not to be found', async () => {
    const german = await publish('Eintopf', { locale: 'de' })
    const hidden = await publish('Hidden', { seo: { noIndex: true } })
    assert.deepEqual(told(await text('/rss.xml?locale=de'), 'guid'), [`urn:uuid:${german.id}`])
    assert.deepEqual(told(await text('/rss.xml'), 'guid'), [`urn:uuid:${hidden.id}`])
    assert.deepEqual(told(await text('/sitemap.xml'), 'loc'), ['http://localhost:3000/de/recipes/eintopf'])
  })

  test('lead from each page to the same one in the other languages, by the addresses they have now', async () => {
    const english = await publish('Bread & salt', { slug: 'bread' })
    const german = await publish('Brot', { locale: 'de', translationOf: english.id })
    const hidden = { locale: 'sw', translationOf: english.id, seo: { noIndex: true } }
    await publish('Mkate', hidden)
    const of = async (address: string): Promise<string> => {
      const urls = (await text('/sitemap.xml')).match(/<url>.*<\/url>/g) ?? []
      return urls.find((url) => url.includes(`<loc>${address}</loc>`)) ?? ''
    }
    const linked = (url: string) =>
      [...url.matchAll(/<xhtml:link rel="alternate" hreflang="([^"]+)" href="([^"]+)"\/>/g)].map(([, lang, to]) => [
        lang,
        to,
      ])
    const [en, de] = ['http://localhost:3000/recipes/bread', 'http://localhost:3000/de/recipes/brot']
    const both = [
      ['en', en],
      ['de', de],
      ['x-default', en],
    ]
    assert.deepEqual([linked(await of(en)), linked(await of(de))], [both, both])
    assert.match(await text('/sitemap.xml'), /<urlset [^>]*xmlns:xhtml="http:\/\/www\.w3\.org\/1999\/xhtml"/)
    expectStatus(await editor.patch(`${PATH}/${german.id}`, { version: 1, slug: 'graubrot' }), 200)
    assert.deepEqual(linked(await of(en))[1], ['de', 'http://localhost:3000/de/recipes/graubrot'])
    expectStatus(await editor.post(`${PATH}/${english.id}/unpublish`), 200)
    const grey = await of('http://localhost:3000/de/recipes/graubrot')
    assert.deepEqual([grey === '', linked(grey)], [false, []])
    expectStatus(await editor.post(`${PATH}/${german.id}/unpublish`), 200)
  })

  test('are sent once to whoever has them', async () => {
    const types: Record<string, string> = {
      '/rss.xml': 'application/rss+xml',
      '/atom.xml': 'application/atom+xml',
      '/sitemap.xml': 'application/xml',
      '/robots.txt': 'text/plain',
    }
    for (const [path, type] of Object.entries(types)) {
      const first = await anyone.get(path)
      assert.equal(first.headers.get('content-type'), `${type}; charset=utf-8`)
      const etag = first.headers.get('etag') ?? ''
      for (const tag of [etag, `"other", W/${etag}`, '*']) {
        const again = await anyone.get(path, { 'if-none-match': tag })
        assert.deepEqual([again.status, again.body, again.headers.get('etag')], [304, '', etag])
      }
      assert.equal((await anyone.get(path, { 'if-none-match': '"other"' })).status, 200)
    }
    const before = (await anyone.get('/rss.xml')).headers.get('etag')
    await publish('One more')
    assert.notEqual((await anyone.get('/rss.xml')).headers.get('etag'), before)
  })

  test('tell robots where the sitemap is', async () => {
    assert.equal(await text('/robots.txt'), 'User-agent: *\nDisallow:\nSitemap: http://localhost:3000/sitemap.xml\n')
  })
})

test('whatever text is escaped, XML can hold it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (raw) => {
      const escaped = escapeXml(raw)
      assert.doesNotMatch(escaped, /[<>"'\p{Cs}\ufffe\uffff]/u)
      assert.doesNotMatch(escaped, /&(?!(?:amp|lt|gt|quot|apos);)/)
    }),
  )
  assert.equal(escapeXml('a\u0000\ud800b\u000bc'), 'abc')
})
