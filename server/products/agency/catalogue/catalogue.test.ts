import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { paragraphs } from '../../../../test/support/content.ts'
import { type Effects, watchEffects } from '../../../../test/support/effects.ts'
import type { HttpAnswer, HttpClient } from '../../../../test/support/http-client.ts'
import { expectProblem, expectStatus } from '../../../../test/support/music.ts'
import { startServer, type TestServer } from '../../../../test/support/server.ts'
import { type Catalogue, createCatalogue } from './catalogue.ts'
import { demoFaqs, demoJobs, demoPages, demoPosts, demoTestimonials } from './demo-texts.ts'

let server: TestServer
let catalogue: Catalogue
let editor: HttpClient
let anyone: HttpClient
before(async () => {
  server = await startServer({
    // The part without the rest of its product, so that its door is at hand.
    environment: { PRODUCTS: 'music' },
    declare(content, parts) {
      catalogue = createCatalogue({ ...parts, content })
    },
  })
  editor = (await server.people.signedIn('administrator')).http
  anyone = server.people.anonymous()
})
after(() => server.stop())

const PATH = '/api/content/service'
const kes = (minor: string) => ({ minor, currency: 'KES' })
const session = { key: 'session', title: 'Session', depositBp: 2500, durationMin: 60, bookingKind: 'appointment' }
const service = (title: string, packages: readonly object[]) => ({
  fields: { title, summary: 'What it is.', body: paragraphs('What it is, at length.'), packages },
})

async function write(title: string, packages: readonly object[]): Promise<string> {
  return expectStatus(await editor.post(PATH, service(title, packages)), 201).id
}

const publish = (id: string, version: number): Promise<HttpAnswer> => editor.post(`${PATH}/${id}/publish`, { version })

const rows = (id: string) =>
  server.app.db.raw<{ version: number; package_key: string; price_minor: bigint }>(
    'SELECT version, package_key, price_minor FROM agency.price_version WHERE service_id = $1 ORDER BY version, package_key',
    [id],
  )

describe('prices', () => {
  test('are fixed by each publication, and stay as they were agreed to', async () => {
    const id = await write('Portraits', [{ ...session, price: kes('900000') }])
    assert.equal(await catalogue.currentPackage(server.app.db, 'portraits', 'session'), null)
    expectStatus(await publish(id, 1), 200)
    const agreed = await catalogue.currentPackage(server.app.db, 'portraits', 'session')
    assert.deepEqual(agreed, {
      ...{ id: agreed?.id, serviceId: id, packageKey: 'session', serviceTitle: 'Portraits', packageTitle: 'Session' },
      ...{ price: { minor: 900_000n, currency: 'KES' }, depositBp: 2500, durationMin: 60 },
      ...{ bookingKind: 'appointment', policyId: null },
    })
    const dearer = { ...service('Portraits', [{ ...session, price: kes('1200000') }]), version: 1 }
    expectStatus(await editor.patch(`${PATH}/${id}`, dearer), 200)
    const unchanged = await catalogue.currentPackage(server.app.db, 'portraits', 'session')
    assert.equal(unchanged?.id, agreed?.id, 'what is only saved has no price yet')
    expectStatus(await publish(id, 2), 200)
    const now = await catalogue.currentPackage(server.app.db, 'portraits', 'session')
    assert.equal(now?.price.minor, 1_200_000n)
    assert.ok(agreed !== null)
    assert.deepEqual(await catalogue.priceVersion(server.app.db, agreed.id), agreed)

    expectStatus(await publish(id, 1), 200)
    assert.equal((await catalogue.currentPackage(server.app.db, 'portraits', 'session'))?.id, agreed.id)
    assert.deepEqual(
      (await rows(id)).map(({ version, price_minor }) => [version, price_minor]),
      [
        [1, 900_000n],
        [2, 1_200_000n],
      ],
    )
    for (const change of [
      'UPDATE agency.price_version SET price_minor = 1',
      'DELETE FROM agency.price_version',
      'TRUNCATE agency.price_version',
    ])
      await assert.rejects(server.app.db.raw(change), /immutable/)

    expectStatus(await editor.post(`${PATH}/${id}/unpublish`), 200)
    assert.equal(await catalogue.currentPackage(server.app.db, 'portraits', 'session'), null)
  })

  const refused: readonly { name: string; packages: readonly object[]; code: string }[] = [
    {
      name: 'two packages of one key',
      packages: [
        { ...session, price: kes('1') },
        { ...session, price: kes('2') },
      ],
      code: 'agency/package-twice',
    },
    {
      name: 'an appointment without a length',
      packages: [{ ...session, durationMin: undefined, price: kes('1') }],
      code: 'agency/package-incomplete',
    },
    {
      name: 'a currency that is none',
      packages: [{ ...session, price: { minor: '1', currency: 'AAA' } }],
      code: 'money/unknown-currency',
    },
  ]
  for (const { name, packages, code } of refused)
    test(`stand against ${name}: the service is not published`, async () => {
      const id = await write(`Refused ${name}`, packages)
      const seen = await watchEffects(server)
      expectProblem(await publish(id, 1), code)
      assert.deepEqual(await seen(), { audit: [], events: [], mails: [] } satisfies Effects)
      assert.deepEqual(await rows(id), [])
      assert.equal((await editor.get(`${PATH}/${id}`)).body.liveVersion, null)
    })

  test('are no numbers below nothing, and deposits no more than all', async () => {
    const wrong = [{ ...session, price: kes('-1'), depositBp: 10_001 }]
    assert.deepEqual(expectProblem(await editor.post(PATH, service('Wrong', wrong)), 'http/invalid'), [
      '/fields/packages/0/price/minor pattern',
      '/fields/packages/0/depositBp too-large',
    ])
  })
})

describe('the demo', () => {
  test('is written once, by however many processes and starts', async () => {
    const before = (await anyone.get('/api/services')).body.items.length
    assert.equal(before, 0)
    await Promise.all([catalogue.seedDemo?.(), catalogue.seedDemo?.()])
    await catalogue.seedDemo?.()
    const sizes: Record<string, number> = {
      ...{ services: 4, projects: 3, categories: 3, products: 1 },
      ...{ blogs: demoPosts.length, testimonials: demoTestimonials.length, faqs: demoFaqs.length },
      ...{ careers: demoJobs.length, pages: demoPages.length },
    }
    for (const [path, size] of Object.entries(sizes))
      assert.equal(expectStatus(await anyone.get(`/api/${path}`), 200).items.length, size, path)
    assert.deepEqual(
      await server.app.db.raw('SELECT id FROM identity."user" WHERE email NOT LIKE \'administrator%\''),
      [],
    )
  })

  test('is read as a site would: by category, language and words, from the newest', async () => {
    const titles = async (path: string) =>
      expectStatus(await anyone.get(path), 200).items.map(({ title }: { title: string }) => title)
    assert.deepEqual(await titles('/api/blogs?category=print-and-packaging'), ['Notes from a night at the printer'])
    assert.deepEqual(await titles('/api/blogs?locale=sw'), ['Uzito wa ukurasa Kisumu'])
    assert.deepEqual(await titles('/api/blogs?q=shillings+phones'), ['What a page weighs in Kisumu'])
    assert.deepEqual(await titles('/api/projects?services=packaging'), ['Kiambu Gold'])
    assert.deepEqual(await titles('/api/testimonials?featured=true'), ['Grace Njeri'])
    const { publishedAt, translations, fields } = expectStatus(
      await anyone.get('/api/blogs/what-a-page-weighs-in-kisumu'),
      200,
    )
    assert.deepEqual(
      [translations, fields.category.title],
      [[{ locale: 'sw', slug: 'uzito-wa-ukurasa-kisumu' }], 'Digital product'],
    )
    assert.ok(Date.parse(publishedAt) < Date.now() - 3 * 24 * 3_600_000)
    const priced = await catalogue.currentPackage(server.app.db, 'brand-identity', 'consultation')
    assert.equal(priced?.price.minor, 750_000n)
  })

  test('says of each kind what search engines understand', async () => {
    const kinds: Record<string, string> = {
      ...{ services: 'Service', projects: 'CreativeWork', blogs: 'BlogPosting', testimonials: 'Review' },
      ...{ faqs: 'FAQPage', careers: 'JobPosting', products: 'Product' },
    }
    for (const [path, kind] of Object.entries(kinds)) {
      const [first] = (await anyone.get(`/api/${path}`)).body.items
      const { jsonLd } = expectStatus(await anyone.get(`/api/${path}/${first.slug}`), 200)
      assert.deepEqual([jsonLd['@context'], jsonLd['@type']], ['https://schema.org', kind])
    }
  })
})

test('what a client wrote to be asked back is shown to nobody outside', async () => {
  const path = '/api/content/testimonial'
  const fields = { author: 'Ann', quote: 'Very good work indeed.', rating: 5, email: 'ann@example.org' }
  const { id, slug } = expectStatus(await editor.post(path, { fields }), 201)
  expectStatus(await editor.post(`${path}/${id}/publish`, { version: 1 }), 200)
  assert.equal((await editor.get(`${path}/${id}`)).body.fields.email, 'ann@example.org')
  for (const shown of [`/api/testimonials/${slug}`, '/api/testimonials', '/api/testimonials?q=ann@example.org'])
    assert.ok(!JSON.stringify((await anyone.get(shown)).body).includes('ann@example.org'), shown)
})
