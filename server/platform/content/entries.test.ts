import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type ContentServer, paragraphs, startContent } from '../../../test/support/content.ts'
import { noEffects } from '../../../test/support/effects.ts'
import { expectProblem, expectStatus, idempotencyKey } from '../../../test/support/music.ts'
import type { Person } from '../../../test/support/people.ts'
import { newId } from '../../kernel/id.ts'
import { cook, recipe } from './recipe.test-support.ts'

const PATH = '/api/content/recipe'

let server: ContentServer
let author: Person
let editor: Person
before(async () => {
  server = await startContent([cook, recipe])
  author = server.author
  editor = server.editor
})
after(() => server.stop())

const fields = (title: string, more: object = {}) => ({ title, body: paragraphs(`How ${title} is made.`), ...more })

async function write(person: Person, title: string, more: object = {}): Promise<{ id: string; slug: string }> {
  return expectStatus(await person.http.post(PATH, { fields: fields(title), ...more }), 201)
}

describe('writing an entry', () => {
  test('makes a draft of its author, with an address of its title', async () => {
    const seen = await server.watch()
    const made = await write(author, 'Ugali & Sukuma Wiki')
    const read = expectStatus(await author.http.get(`${PATH}/${made.id}`), 200)
    assert.deepEqual(
      [read.slug, read.state, read.version, read.liveVersion, read.ownerId, read.locale],
      ['ugali-sukuma-wiki', 'draft', 1, null, author.id, 'en'],
    )
    assert.deepEqual(read.fields, fields('Ugali & Sukuma Wiki'))
    assert.deepEqual(await seen(), { ...noEffects, audit: ['content.entry.created'] })
    expectProblem(await server.people.anonymous().get(`/api/recipes/${made.slug}`), 'content/entry-not-found')
  })

  test('is done once for an Idempotency-Key', async () => {
    const key = idempotencyKey()
    const send = () => author.http.post(PATH, { fields: fields('Once') }, key)
    const [first, second] = [expectStatus(await send(), 201), expectStatus(await send(), 201)]
    assert.equal(first.id, second.id)
  })

  const refused: readonly { name: string; body: object; expect: string; faults?: string[] }[] = [
    { name: 'nothing', body: {}, expect: 'http/invalid', faults: ['/fields required'] },
    {
      name: 'an unknown field',
      body: { fields: fields('A', { colour: 'red' }) },
      expect: 'http/invalid',
      faults: ['/fields/colour unknown-property'],
    },
    {
      name: 'a choice that is none',
      body: { fields: fields('A', { course: 'breakfast' }) },
      expect: 'http/invalid',
      faults: ['/fields/course not-a-choice'],
    },
    {
      name: 'a script in the text',
      body: { fields: { title: 'A', body: { type: 'doc', content: [{ type: 'script' }] } } },
      expect: 'http/invalid',
      faults: ['/fields/body/content/0/type unknown-node'],
    },
    {
      name: 'a picture that is nowhere',
      body: { fields: fields('A', { picture: newId() }) },
      expect: 'http/invalid',
      faults: ['/fields/picture file'],
    },
    {
      name: 'a picture in the text that is nowhere',
      body: {
        fields: {
          title: 'A',
          body: { type: 'doc', content: [{ type: 'image', attrs: { fileId: newId(), alt: '' } }] },
        },
      },
      expect: 'http/invalid',
      faults: ['/fields/body file'],
    },
    {
      name: 'a reference to nothing',
      body: { fields: fields('A', { cook: newId() }) },
      expect: 'http/invalid',
      faults: ['/fields/cook reference'],
    },
    {
      name: 'an address that is none',
      body: { fields: fields('A'), slug: 'Not One' },
      expect: 'http/invalid',
      faults: ['/slug pattern'],
    },
    {
      name: 'a reserved address',
      body: { fields: fields('A'), slug: 'preview' },
      expect: 'content/slug-reserved',
      faults: ['/slug reserved'],
    },
    {
      name: 'an address that is taken',
      body: { fields: fields('A'), slug: 'once' },
      expect: 'content/slug-taken',
      faults: ['/slug taken'],
    },
    {
      name: 'a language that is not written here',
      body: { fields: fields('A'), locale: 'fr' },
      expect: 'http/invalid',
      faults: ['/locale not-a-choice'],
    },
    {
      name: 'a translation of nothing',
      body: { fields: fields('A'), translationOf: newId() },
      expect: 'content/entry-not-found',
    },
  ]
  for (const { name, body, expect, faults = [] } of refused)
    test(`refuses ${name}, and leaves nothing behind`, async () => {
      const seen = await server.watch()
      assert.deepEqual(expectProblem(await author.http.post(PATH, body), expect), faults)
      assert.deepEqual(await seen(), noEffects)
    })

  test('counts equal titles up, and gives reserved words a number', async () => {
    const slugs = []
    for (const title of ['Same', 'Same', 'Same!', 'Tag', '\u2603', '\u{1f35e}'])
      slugs.push((await write(author, title)).slug)
    assert.deepEqual(slugs, ['same', 'same-2', 'same-3', 'tag-2', 'snowman2', 'bread'])
  })

  test('gives two who write the same title at once different addresses', async () => {
    const made = await Promise.all(Array.from({ length: 8 }, () => write(author, 'Rush')))
    assert.equal(new Set(made.map(({ slug }) => slug)).size, 8)
  })
})

describe('who may write', () => {
  test('a stranger may not, an author only their own, an editor all', async () => {
    const { id } = await write(author, 'Mine')
    const stranger = await server.people.signedIn()
    const { colleague } = server
    const tries: readonly [string, Person, string | null][] = [
      ['a stranger', stranger, 'http/denied'],
      ['a colleague', colleague, 'content/entry-not-found'],
      ['its author', author, null],
      ['an editor', editor, null],
    ]
    for (const [name, person, code] of tries) {
      const read = await person.http.get(`${PATH}/${id}`)
      const saved = await person.http.patch(`${PATH}/${id}`, { version: read.body.version ?? 1, fields: fields(name) })
      const listed = await person.http.get(PATH)
      if (code === null) {
        assert.deepEqual([read.status, saved.status], [200, 200], name)
        assert.ok(listed.body.items.some((one: { id: string }) => one.id === id))
      } else {
        expectProblem(read, code)
        expectProblem(saved, code)
        assert.ok(!JSON.stringify(listed.body).includes(id))
      }
    }
    expectProblem(await server.people.anonymous().get(PATH), 'http/unauthenticated')
    for (const verb of ['publish', 'schedule', 'unpublish'])
      expectProblem(
        await author.http.send(`${PATH}/${id}/${verb}`, { method: verb === 'schedule' ? 'PUT' : 'POST' }),
        'http/denied',
      )
    expectProblem(await editor.http.post(`/api/content/nothing/${id}/publish`, { version: 1 }), 'http/denied')
    expectProblem(await editor.http.post(`/api/content/cook/${id}/publish`, { version: 1 }), 'content/entry-not-found')
  })

  test('what there is to write is told with its schema, and what the caller may do with it', async () => {
    const { items } = expectStatus(await author.http.get('/api/content/types'), 200)
    const [, told] = items
    assert.deepEqual(
      [told.name, told.staffPath, told.title, told.listFields, told.locales, told.may],
      [
        'recipe',
        PATH,
        'title',
        ['minutes', 'course', 'cook', 'tags'],
        ['en', 'de', 'sw'],
        { write: true, editAll: false, publish: false },
      ],
    )
    assert.equal(told.fields.properties.body['x-content'], 'rich-text')
    assert.equal(told.fields.properties.cook['x-of'], 'cook')
    const stranger = await server.people.signedIn()
    assert.deepEqual((await stranger.http.get('/api/content/types')).body, { items: [] })
  })
})

describe('changing an entry', () => {
  test('saves a new version, and keeps the old ones as they were', async () => {
    const { id } = await write(author, 'First')
    const seen = await server.watch()
    const saved = expectStatus(
      await author.http.patch(`${PATH}/${id}`, { version: 1, fields: fields('Second', { minutes: 20 }) }),
      200,
    )
    assert.deepEqual([saved.version, saved.title, saved.slug], [2, 'Second', 'first'])
    assert.deepEqual(await seen(), { ...noEffects, audit: ['content.entry.updated'] })
    const [record] = await server.app.db.raw<{ details: { changes: Record<string, unknown> } }>(
      "SELECT details FROM audit.record WHERE subject_id = $1 AND action = 'content.entry.updated'",
      [id],
    )
    assert.ok(record !== undefined)
    const { body: _, ...small } = record.details.changes
    assert.deepEqual(small, { title: ['First', 'Second'], minutes: [null, 20] })
    assert.deepEqual((await author.http.get(`${PATH}/${id}/versions/1`)).body.fields, fields('First'))
    for (const change of ["UPDATE content.version SET title = 'x'", 'DELETE FROM content.version'])
      await assert.rejects(server.app.db.raw(`${change} WHERE entry_id = $1`, [id]), /immutable/)
  })

  test('by two at once succeeds for one, and tells the other the current version', async () => {
    const { id } = await write(author, 'Contested')
    const answers = await Promise.all(
      ['One', 'Two', 'Three', 'Four'].map((title) =>
        editor.http.patch(`${PATH}/${id}`, { version: 1, fields: fields(title) }),
      ),
    )
    assert.deepEqual(answers.map(({ status }) => status).toSorted(), [200, 409, 409, 409])
    for (const answer of answers.filter(({ status }) => status === 409)) {
      expectProblem(answer, 'content/changed-since')
      assert.equal(answer.body.params.version, 2)
    }
    const winner = answers.find(({ status }) => status === 200)?.body.title
    assert.equal((await author.http.get(`${PATH}/${id}`)).body.title, winner)
  })

  test('tells what two versions say otherwise, and restores an older one as a new one', async () => {
    const { id } = await write(author, 'Stew', { seo: { title: 'A stew' } })
    const change = { version: 1, fields: fields('Stew', { minutes: 90 }), seo: { title: 'The stew', noIndex: true } }
    expectStatus(await author.http.patch(`${PATH}/${id}`, change), 200)
    const { changes } = expectStatus(await author.http.get(`${PATH}/${id}/diff?from=1&to=2`), 200)
    assert.deepEqual(changes, [
      { field: 'minutes', from: null, to: 90 },
      { field: 'seo.title', from: 'A stew', to: 'The stew' },
      { field: 'seo.noIndex', from: null, to: true },
    ])
    const seen = await server.watch()
    expectProblem(
      await author.http.post(`${PATH}/${id}/restore-version`, { number: 1, version: 1 }),
      'content/changed-since',
    )
    expectProblem(
      await author.http.post(`${PATH}/${id}/restore-version`, { number: 9, version: 2 }),
      'content/version-not-found',
    )
    expectStatus(await author.http.post(`${PATH}/${id}/restore-version`, { number: 1, version: 2 }), 200)
    assert.deepEqual(await seen(), { ...noEffects, audit: ['content.entry.version-restored'] })
    assert.deepEqual((await author.http.get(`${PATH}/${id}/diff?from=1&to=3`)).body.changes, [])
    const { items } = expectStatus(await author.http.get(`${PATH}/${id}/versions?limit=2`), 200)
    assert.deepEqual(
      items.map((one: Record<string, unknown>) => [one.number, one.restoredFrom, one.authorId]),
      [
        [3, 1, author.id],
        [2, null, author.id],
      ],
    )
  })

  test('waits for whoever has it open, until they are done, gone, or taken over from knowingly', async () => {
    const { id } = await write(author, 'Open')
    const lock = (person: Person, body: object = {}) => person.http.put(`${PATH}/${id}/lock`, body)
    expectStatus(await lock(author), 200)
    const refused = await lock(editor)
    expectProblem(refused, 'content/edited-by-other')
    assert.deepEqual(refused.body.params.holder, { id: author.id, name: 'A content-author' })
    const change = { version: 1, fields: fields('By the editor') }
    expectProblem(await editor.http.patch(`${PATH}/${id}`, change), 'content/edited-by-other')
    expectProblem(await lock(editor, { takeOverFrom: server.colleague.id }), 'content/edited-by-other')
    const seen = await server.watch()
    expectStatus(await lock(editor, { takeOverFrom: author.id }), 200)
    assert.deepEqual(await seen(), { ...noEffects, audit: ['content.entry.editing-taken-over'] })
    expectProblem(await author.http.patch(`${PATH}/${id}`, change), 'content/edited-by-other')
    expectStatus(await author.http.delete(`${PATH}/${id}/lock`), 204)
    expectProblem(await lock(author), 'content/edited-by-other')
    expectStatus(await editor.http.patch(`${PATH}/${id}`, change), 200)
    await server.app.db.raw("UPDATE content.lock SET expires_at = now() - interval '1 second' WHERE entry_id = $1", [
      id,
    ])
    expectStatus(await lock(author), 200)
    const winners = await Promise.all([
      lock(editor, { takeOverFrom: author.id }),
      lock(server.editor, { takeOverFrom: author.id }),
    ])
    assert.deepEqual(
      winners.map(({ status }) => status),
      [200, 200],
    )
  })
})

describe('the trash', () => {
  test('takes an entry, gives it back, and is emptied after 30 days', async () => {
    const { id, slug } = await write(author, 'Leftovers')
    const seen = await server.watch()
    assert.ok(expectStatus(await author.http.delete(`${PATH}/${id}`), 200).trashedAt)
    expectProblem(await author.http.patch(`${PATH}/${id}`, { version: 1, slug: 'other' }), 'content/wrong-state')
    expectProblem(await editor.http.post(`${PATH}/${id}/publish`, { version: 1 }), 'content/wrong-state')
    assert.ok(!JSON.stringify((await author.http.get(PATH)).body).includes(id))
    assert.ok(JSON.stringify((await author.http.get(`${PATH}?trashed=true`)).body).includes(id))
    assert.equal(expectStatus(await author.http.post(`${PATH}/${id}/restore`), 200).state, 'draft')
    expectProblem(await author.http.post(`${PATH}/${id}/restore`), 'content/wrong-state')
    expectStatus(await author.http.delete(`${PATH}/${id}`), 200)
    const audit = ['trashed', 'restored', 'trashed'].map((what) => `content.entry.${what}`)
    assert.deepEqual(await seen(), { ...noEffects, audit })

    const purging = await server.watch()
    await server.app.db.raw("UPDATE content.entry SET trashed_at = now() - interval '31 days' WHERE id = $1", [id])
    await server.runJob('content.tidy')
    assert.deepEqual(await purging(), { ...noEffects, audit: ['content.entry.purged'] })
    expectProblem(await author.http.get(`${PATH}/${id}`), 'content/entry-not-found')
    assert.equal((await write(author, 'Leftovers')).slug, slug)
  })

  test('autosaves go after a day, unless they are what the entry says', async () => {
    const { id } = await write(author, 'Typing')
    for (const version of [1, 2, 3])
      expectStatus(
        await author.http.patch(`${PATH}/${id}`, {
          version,
          fields: fields(`Typing ${version}`),
          autosave: version < 3,
        }),
        200,
      )
    expectStatus(
      await author.http.patch(`${PATH}/${id}`, { version: 4, fields: fields('Typing on'), autosave: true }),
      200,
    )
    const { db } = server.app
    await db.raw('ALTER TABLE content.version DISABLE TRIGGER version_immutable')
    await db.raw("UPDATE content.version SET created_at = now() - interval '2 days' WHERE entry_id = $1", [id])
    await db.raw('ALTER TABLE content.version ENABLE TRIGGER version_immutable')
    await server.runJob('content.tidy')
    const { items } = expectStatus(await author.http.get(`${PATH}/${id}/versions`), 200)
    assert.deepEqual(
      items.map((one: { number: number }) => one.number),
      [5, 4, 1],
    )
  })
})

test('who wrote is told to them, and forgotten when they go', async () => {
  const person = await server.people.signedIn('content-author')
  const { id } = await write(person, 'Farewell')
  expectStatus(await person.http.put(`${PATH}/${id}/lock`, {}), 200)
  const { content } = server.app.units
  const told = (await content.exportPerson?.(person.id)) as { entries: unknown[]; versions: unknown[] }
  assert.deepEqual([told.entries.length, told.versions.length], [1, 1])
  await server.app.db.transaction({ actor: { kind: 'anonymous' }, requestId: 'test' }, async (tx) =>
    content.erasePerson?.(tx, person.id),
  )
  assert.equal(await content.exportPerson?.(person.id), null)
  const left = expectStatus(await editor.http.get(`${PATH}/${id}`), 200)
  assert.deepEqual([left.title, left.ownerId], ['Farewell', null])
  expectStatus(await editor.http.put(`${PATH}/${id}/lock`, {}), 200)
})
