import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type ContentServer, declaring, paragraphs, startContent } from '../../../test/support/content.ts'
import { noEffects } from '../../../test/support/effects.ts'
import type { HttpClient } from '../../../test/support/http-client.ts'
import { expectProblem, expectStatus } from '../../../test/support/music.ts'
import { startServer } from '../../../test/support/server.ts'
import { inSeconds } from '../../kernel/clock.ts'
import { contentType } from './content-type.ts'
import { cook, recipe } from './recipe.test-support.ts'

const PATH = '/api/content/recipe'

/** A type that its unit may still refuse when it is to be published. */
const refusing = contentType({
  ...{ name: 'menu', plural: 'menus', label: 'Menu', path: '/api/menus', title: 'title' },
  fields: recipe.fields,
  onPublish: async (tx, { title, entryId }) => {
    if (title.startsWith('Bad')) throw new TypeError('not to be published')
    await tx.audit({ action: 'content.menu.noted', subject: { kind: 'entry', id: entryId } })
  },
})
const types = [cook, recipe, refusing]

let server: ContentServer
let editor: HttpClient
let anyone: HttpClient
before(async () => {
  server = await startContent(types)
  editor = server.editor.http
  anyone = server.people.anonymous()
})
after(() => server.stop())

interface Made {
  readonly id: string
  readonly slug: string
}

const fields = (title: string) => ({ title, body: paragraphs(`${title} is good.`) })

async function write(title: string, more: object = {}, path = PATH): Promise<Made> {
  return expectStatus(await editor.post(path, { fields: fields(title), ...more }), 201)
}

async function publish({ id }: Made, version = 1, path = PATH): Promise<void> {
  expectStatus(await editor.post(`${path}/${id}/publish`, { version }), 200)
}

const shownTitle = async (slug: string): Promise<string | number> => {
  const { status, body } = await anyone.get(`/api/recipes/${slug}`)
  return status === 200 ? body.title : status
}

/** The clock of a schedule is moved into the past; that of the people's sessions stays. */
const letItBeDue = (column: 'publish_at' | 'unpublish_at', { id }: Made) =>
  server.app.db.raw(`UPDATE content.entry SET ${column} = now() - interval '1 second' WHERE id = $1`, [id])

describe('publishing', () => {
  test('shows a version to everybody, also in lists that were read before', async () => {
    const made = await write('Pilau')
    const before = expectStatus(await anyone.get('/api/recipes'), 200).items.length
    assert.equal(await shownTitle(made.slug), 404)
    const seen = await server.watch()
    await publish(made)
    assert.deepEqual(await seen(), {
      ...{ mails: [], audit: ['content.entry.published'], events: ['content.entry.published'] },
    })
    assert.equal(await shownTitle(made.slug), 'Pilau')
    assert.equal(expectStatus(await anyone.get('/api/recipes'), 200).items.length, before + 1)
  })

  test('leaves what is live as it is until another version is published', async () => {
    const made = await write('Chapati')
    await publish(made)
    expectStatus(await editor.patch(`${PATH}/${made.id}`, { version: 1, fields: fields('Chapati, better') }), 200)
    assert.equal(await shownTitle(made.slug), 'Chapati')
    await publish(made, 2)
    assert.equal(await shownTitle(made.slug), 'Chapati, better')
    await publish(made, 1)
    assert.equal(await shownTitle(made.slug), 'Chapati')
    expectProblem(await editor.post(`${PATH}/${made.id}/publish`, { version: 3 }), 'content/version-not-found')
  })

  test('keeps the day of the first publication, and tells when the live version came', async () => {
    const made = await write('Mandazi')
    await publish(made)
    const first = expectStatus(await anyone.get(`/api/recipes/${made.slug}`), 200)
    expectStatus(await editor.patch(`${PATH}/${made.id}`, { version: 1, fields: fields('Mandazi') }), 200)
    await publish(made, 2)
    const second = expectStatus(await anyone.get(`/api/recipes/${made.slug}`), 200)
    assert.equal(second.publishedAt, first.publishedAt)
    assert.ok(second.updatedAt > first.updatedAt)
  })

  test('is taken back', async () => {
    const made = await write('Githeri')
    await publish(made)
    assert.equal(await shownTitle(made.slug), 'Githeri')
    const seen = await server.watch()
    assert.equal(expectStatus(await editor.post(`${PATH}/${made.id}/unpublish`), 200).state, 'archived')
    assert.deepEqual(await seen(), {
      ...{ mails: [], audit: ['content.entry.unpublished'], events: ['content.entry.unpublished'] },
    })
    assert.equal(await shownTitle(made.slug), 404)
    expectProblem(await editor.post(`${PATH}/${made.id}/unpublish`), 'content/wrong-state')
    await publish(made)
    expectStatus(await editor.delete(`${PATH}/${made.id}`), 200)
    assert.equal(await shownTitle(made.slug), 404)
  })

  test('is refused in one piece when the hook of the type throws', async () => {
    const good = await write('Good', {}, '/api/content/menu')
    const bad = await write('Bad', {}, '/api/content/menu')
    const seen = await server.watch()
    await publish(good, 1, '/api/content/menu')
    assert.equal((await editor.post(`/api/content/menu/${bad.id}/publish`, { version: 1 })).status, 500)
    assert.deepEqual(await seen(), {
      ...{ mails: [], audit: ['content.menu.noted', 'content.entry.published'], events: ['content.entry.published'] },
    })
    expectProblem(await anyone.get(`/api/menus/${bad.slug}`), 'content/entry-not-found')
  })

  test('by an author needs the permission, so that neither a live address nor a live entry is theirs to take', async () => {
    const { http } = server.author
    const made = expectStatus(await http.post(PATH, { fields: fields('Authored') }), 201)
    expectStatus(await http.post(`${PATH}/${made.id}/submit`), 200)
    expectProblem(await http.post(`${PATH}/${made.id}/submit`), 'content/wrong-state')
    await publish(made)
    expectProblem(await http.patch(`${PATH}/${made.id}`, { version: 1, slug: 'moved' }), 'http/denied')
    expectProblem(await http.delete(`${PATH}/${made.id}`), 'http/denied')
    expectStatus(await http.patch(`${PATH}/${made.id}`, { version: 1, fields: fields('Authored again') }), 200)
    assert.equal(await shownTitle(made.slug), 'Authored')
  })
})

describe('a schedule', () => {
  const schedule = (made: Made, body: object, path = PATH) => editor.put(`${path}/${made.id}/schedule`, body)

  test('publishes once, by however many workers on two nodes', async () => {
    const there = await startServer({
      environment: { PRODUCTS: 'music', DATABASE_URL: server.databaseUrl, DATA_DIR: server.config.dataDir },
      declare: declaring(types),
    })
    try {
      const made = await Promise.all(Array.from({ length: 6 }, (_, at) => write(`Due ${at}`)))
      for (const one of made) {
        expectStatus(await schedule(one, { version: 1, publishAt: inSeconds(3600) }), 200)
        assert.equal(await shownTitle(one.slug), 404)
        await letItBeDue('publish_at', one)
      }
      const seen = await server.watch()
      await server.runJob('content.publish-due', 8)
      const { audit, events } = await seen()
      assert.deepEqual(
        [audit, events],
        [Array(6).fill('content.entry.published'), Array(6).fill('content.entry.published')],
      )
      for (const [at, one] of made.entries()) assert.equal(await shownTitle(one.slug), `Due ${at}`)
    } finally {
      await there.stop()
    }
  })

  test('changes a live entry: the live version stays until then, whatever is saved meanwhile', async () => {
    const made = await write('Biryani')
    await publish(made)
    expectStatus(await editor.patch(`${PATH}/${made.id}`, { version: 1, fields: fields('Biryani for Eid') }), 200)
    const scheduled = expectStatus(await schedule(made, { version: 2, publishAt: inSeconds(3600) }), 200)
    assert.deepEqual([scheduled.state, scheduled.liveVersion, scheduled.scheduledVersion], ['published', 1, 2])
    expectStatus(await editor.patch(`${PATH}/${made.id}`, { version: 2, fields: fields('Not yet') }), 200)
    await server.runJob('content.publish-due')
    assert.equal(await shownTitle(made.slug), 'Biryani')
    await letItBeDue('publish_at', made)
    await server.runJob('content.publish-due')
    assert.equal(await shownTitle(made.slug), 'Biryani for Eid')
    const left = expectStatus(await editor.get(`${PATH}/${made.id}`), 200)
    assert.deepEqual([left.liveVersion, left.scheduledVersion, left.version, left.title], [2, null, 3, 'Not yet'])
  })

  test('takes a live entry back at its end', async () => {
    const made = await write('Offer of the week')
    await publish(made)
    expectStatus(await schedule(made, { unpublishAt: inSeconds(3600) }), 200)
    await letItBeDue('unpublish_at', made)
    const seen = await server.watch()
    await server.runJob('content.publish-due', 4)
    assert.deepEqual(await seen(), {
      ...{ mails: [], audit: ['content.entry.unpublished'], events: ['content.entry.unpublished'] },
    })
    assert.equal(await shownTitle(made.slug), 404)
  })

  test('is changed and cancelled, and says only what can be', async () => {
    const made = await write('Perhaps')
    const seen = await server.watch()
    expectProblem(await schedule(made, { version: 1, publishAt: inSeconds(-1) }), 'content/not-in-future')
    expectProblem(await schedule(made, { version: 1 }), 'content/not-in-future')
    expectProblem(
      await schedule(made, { version: 1, publishAt: inSeconds(60), unpublishAt: inSeconds(59) }),
      'content/not-in-future',
    )
    expectProblem(await schedule(made, { unpublishAt: inSeconds(60) }), 'content/wrong-state')
    expectProblem(await schedule(made, { version: 2, publishAt: inSeconds(60) }), 'content/version-not-found')
    assert.deepEqual(await seen(), noEffects)
    assert.equal(expectStatus(await schedule(made, { version: 1, publishAt: inSeconds(60) }), 200).state, 'scheduled')
    assert.equal(expectStatus(await schedule(made, {}), 200).state, 'draft')
    await server.runJob('content.publish-due')
    assert.equal(await shownTitle(made.slug), 404)
  })

  test('of one that cannot be published stands in nobody’s way', async () => {
    const menu = '/api/content/menu'
    const [bad, good] = [await write('Bad one', {}, menu), await write('Better', {}, menu)]
    for (const one of [bad, good]) {
      expectStatus(await schedule(one, { version: 1, publishAt: inSeconds(3600) }, menu), 200)
      await letItBeDue('publish_at', one)
    }
    await server.app.db.transaction({ actor: { kind: 'anonymous' }, requestId: 'test' }, (tx) =>
      tx.enqueue({ queue: 'content.publish-due', data: {}, options: {} }),
    )
    await server.until(async () => (await anyone.get(`/api/menus/${good.slug}`)).status === 200)
    expectProblem(await anyone.get(`/api/menus/${bad.slug}`), 'content/entry-not-found')
    expectStatus(await schedule(bad, {}, menu), 200)
  })
})

describe('a preview link', () => {
  test('shows its version, whatever is written later, to whoever has it, for as long as it is good', async () => {
    const made = await write('Secret')
    const link = expectStatus(await server.author.http.post(`${PATH}/${made.id}/previews`, { version: 1 }), 404)
    assert.equal(link.code, 'content/entry-not-found')
    const { path, token } = expectStatus(await editor.post(`${PATH}/${made.id}/previews`, { version: 1 }), 201)
    expectStatus(await editor.patch(`${PATH}/${made.id}`, { version: 1, fields: fields('Later'), slug: 'later' }), 200)
    const shown = await anyone.get(`/api/recipes/later?preview=${token}`)
    assert.deepEqual(
      [shown.status, shown.body.title, shown.body.fields.body],
      [200, 'Secret', '<p>Secret is good.</p>'],
    )
    assert.deepEqual(
      [shown.headers.get('cache-control'), shown.headers.get('x-robots-tag')],
      ['private, no-store', 'noindex'],
    )
    await publish(made, 2)
    assert.equal(expectStatus(await anyone.get(`/api/recipes/later?preview=${token}`), 200).title, 'Secret')
    assert.equal(await shownTitle('later'), 'Later')
    assert.equal(expectStatus(await anyone.get(path), 200).slug, 'later')
    for (const wrong of [path.replace(token, 'x'.repeat(43)), `/api/cooks/later?preview=${token}`])
      expectProblem(await anyone.get(wrong), 'content/preview-not-found')
    const dump = JSON.stringify(await server.app.db.raw('SELECT * FROM content.preview'))
    assert.ok(!dump.includes(token))
    await server.app.db.raw("UPDATE content.preview SET expires_at = now() - interval '1 second'")
    expectProblem(await anyone.get(`/api/recipes/later?preview=${token}`), 'content/preview-not-found')
    await server.runJob('content.tidy')
    assert.deepEqual(await server.app.db.raw('SELECT id FROM content.preview'), [])
  })
})
