import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { after, before, describe, test } from 'node:test'
import sharp from 'sharp'
import { type ContentServer, paragraphs, startContent } from '../../../test/support/content.ts'
import { noEffects } from '../../../test/support/effects.ts'
import type { HttpClient } from '../../../test/support/http-client.ts'
import { expectProblem, expectStatus, upload } from '../../../test/support/music.ts'
import type { Person } from '../../../test/support/people.ts'
import { createDiskBlobStore } from '../../kernel/blob/disk-blob-store.ts'
import { systemOrigin } from '../../kernel/db/actor.ts'
import { asId, type Id } from '../../kernel/id.ts'
import { cook, recipe } from './recipe.test-support.ts'

const MEDIA = '/api/content/media'
const RECIPES = '/api/content/recipe'
const PDF = Buffer.from('%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n')

let server: ContentServer
let anyone: HttpClient
let red = 0

before(async () => {
  server = await startContent([cook, recipe])
  anyone = server.people.anonymous()
})
after(() => server.stop())

/** A picture like no other. */
async function png(): Promise<Buffer> {
  red += 1
  const create = { width: 40, height: 30, channels: 3, background: { r: red, g: 90, b: 90 } } as const
  return await sharp({ create }).png().toBuffer()
}

/** Uploads a file, and answers its id once its picture was made anew, or refused. */
async function uploaded(filename: string, by: Person = server.editor, bytes?: Buffer): Promise<Id<'file'>> {
  const isDocument = filename.endsWith('.pdf')
  const sent = { filename, bytes: bytes ?? (isDocument ? PDF : await png()) }
  const { fileId, refusal } = await upload(by, isDocument ? 'content.document' : 'content.image', sent)
  assert.equal(refusal, null)
  await server.jobsIdle()
  return asId(fileId ?? '')
}

async function write(by: Person, title: string, fields: object = {}, more: object = {}): Promise<string> {
  const body = { fields: { title, body: paragraphs('Boil.'), ...fields }, ...more }
  return expectStatus(await by.http.post(RECIPES, body), 201).id
}

async function save(id: string, version: number, fields: object = {}): Promise<void> {
  const body = { version, fields: { title: 'Saved', body: paragraphs('Boil.'), ...fields } }
  expectStatus(await server.editor.http.patch(`${RECIPES}/${id}`, body), 200)
}

const publish = async (id: string, version: number) =>
  expectStatus(await server.editor.http.post(`${RECIPES}/${id}/publish`, { version }), 200)
const detail = async (id: string, by: Person = server.editor) => expectStatus(await by.http.get(`${MEDIA}/${id}`), 200)
const remove = (id: string, by: Person = server.editor) => by.http.delete(`${MEDIA}/${id}`)
const listed = async (query = '') => expectStatus(await server.editor.http.get(`${MEDIA}?${query}`), 200)
const names = async (query: string): Promise<string[]> =>
  (await listed(query)).items.map(({ filename }: { filename: string }) => filename)

describe('the list', () => {
  test('shows what anybody uploaded for content, newest first, by kind and part of the name, page by page', async () => {
    const wall = await uploaded('wall 100%.png')
    await uploaded('menu.pdf', server.author)
    await uploaded('Walled_garden.png')
    const walls = ['Walled_garden.png', 'wall 100%.png']
    assert.deepEqual(await names('q=WALL'), walls)
    assert.deepEqual(await names('q=0%25'), ['wall 100%.png'])
    assert.deepEqual(await names('q=d_g'), ['Walled_garden.png'])
    assert.deepEqual(await names('q=l_1'), [])
    assert.deepEqual(await names('kind=document'), ['menu.pdf'])
    assert.deepEqual(await names('kind=image'), walls)
    const walked: string[] = []
    let more = ''
    while (walked.length < 4) {
      const { items, nextCursor } = await listed(`limit=1${more}`)
      walked.push(items[0].filename)
      if (nextCursor === null) break
      more = `&cursor=${nextCursor}`
    }
    assert.deepEqual(walked, ['Walled_garden.png', 'menu.pdf', 'wall 100%.png'])
    const [last] = (await listed('q=100')).items
    const { uploadedAt, bytes, ...told } = last
    assert.deepEqual([typeof uploadedAt, bytes > 0], ['string', true])
    const at = (width: string) => `/api/files/${wall}/variants/${width}/content?v=1`
    assert.deepEqual(told, {
      ...{ id: wall, kind: 'image', filename: 'wall 100%.png', contentType: 'image/png', alt: null },
      ...{ version: 1, newestVersion: 1, visibility: 'public', removedAt: null },
      ...{ state: 'ready', uploadedBy: server.editor.id, usedBy: 0, url: at('wide') },
      sizes: { small: at('small'), medium: at('medium'), wide: at('wide') },
    })
    for (const url of Object.values<string>(last.sizes)) expectStatus(await anyone.get(url), 200)
    const [menu] = (await listed('kind=document')).items
    assert.deepEqual([menu.sizes, menu.uploadedBy], [null, server.author.id])
    expectStatus(await anyone.get(menu.url), 200)
  })

  test('is for whoever writes content, and for nobody else', async () => {
    const id = await uploaded('kept.png')
    const stranger = (await server.people.signedIn()).http
    const answers = await Promise.all([
      ...[stranger.get(MEDIA), stranger.get(`${MEDIA}/${id}`), stranger.delete(`${MEDIA}/${id}`)],
      stranger.patch(`${MEDIA}/${id}`, { alt: 'Mine' }),
    ])
    for (const answer of answers) expectProblem(answer, 'http/denied')
    for (const purpose of ['content.image', 'content.document'] as const) {
      const sent = { filename: 'mine.pdf', bytes: PDF }
      const { refusal } = await upload({ ...server.author, http: stranger }, purpose, sent)
      assert.equal(refusal?.body.code, 'http/denied', purpose)
    }
    assert.equal((await anyone.get(MEDIA)).status, 401)
    expectStatus(await server.author.http.get(MEDIA), 200)
  })

  test('refuses what is no filter of it', async () => {
    const refused: readonly [string, string][] = [
      ['kind=audio', '?kind not-a-choice'],
      ['cursor=abc', '?cursor cursor'],
      ['sort=name', '?sort unknown-property'],
    ]
    for (const [query, fault] of refused)
      assert.deepEqual(expectProblem(await server.editor.http.get(`${MEDIA}?${query}`), 'http/invalid'), [fault])
  })

  test('tells a picture that is none', async () => {
    await uploaded('torn.png', server.editor, (await png()).subarray(0, 60))
    assert.equal((await listed('q=torn')).items[0].state, 'refused')
  })
})

describe('what uses a file', () => {
  test('is told by where it stands: in the cover, the text, for search engines; live, waiting or long ago', async () => {
    const id = await uploaded('everywhere.png')
    const image = { type: 'image', attrs: { fileId: id, alt: '' } }
    const cover = await write(server.editor, 'Cover', { picture: id })
    const text = await write(server.editor, 'Text', { body: { type: 'doc', content: [image] } })
    const shared = await write(server.editor, 'Shared', {}, { seo: { imageId: id } })
    await publish(cover, 1)
    await save(text, 1)
    const { uses, usedBy, otherUses, mayChange } = await detail(id)
    assert.deepEqual([usedBy, otherUses, mayChange], [3, 0, true])
    assert.deepEqual(uses, [
      { type: 'recipe', id: shared, locale: 'en', title: 'Shared', trashed: false, in: 'draft' },
      { type: 'recipe', id: text, locale: 'en', title: 'Saved', trashed: false, in: 'older' },
      { type: 'recipe', id: cover, locale: 'en', title: 'Cover', trashed: false, in: 'live' },
    ])
    expectStatus(await server.editor.http.delete(`${RECIPES}/${shared}`), 200)
    await save(cover, 1)
    const later = (await detail(id)).uses
    assert.deepEqual([later[0].trashed, later[2].in], [true, 'live'], 'the live version still has it')
    await publish(cover, 2)
    assert.equal((await detail(id)).uses[2].in, 'older')
    const [line] = (await listed('q=everywhere')).items
    assert.equal(line.usedBy, 3)
  })

  test('names no entry that is not open to who asks', async () => {
    const id = await uploaded('shared.png')
    await write(server.editor, 'Secret plan', { picture: id })
    const own = await write(server.author, 'My own', { picture: id })
    const { uses, otherUses, usedBy, mayChange } = await detail(id, server.author)
    assert.deepEqual([uses.map((use: { id: string }) => use.id), otherUses, usedBy, mayChange], [[own], 1, 2, false])
  })

  test('an id of something else is no media', async () => {
    const entry = await write(server.editor, 'No media')
    expectProblem(await server.editor.http.get(`${MEDIA}/${entry}`), 'content/media-not-found')
    const other = await server.app.units.files.putGenerated(systemOrigin('test', 'test'), {
      ...{ bytes: PDF, filename: 'invoice.pdf', contentType: 'application/pdf', purpose: 'test.invoice' },
      ...{ visibility: 'private', ownerId: null },
    })
    expectProblem(await server.editor.http.get(`${MEDIA}/${other}`), 'content/media-not-found')
    expectProblem(await remove(other), 'content/media-not-found')
    assert.notEqual(await server.app.units.files.file(server.app.db, other), null)
  })
})

describe('removing', () => {
  test('takes an unused file with its sizes, and with its bytes once it can no longer be restored, and says so in the trail', async () => {
    const id = await uploaded('unused.png')
    const keys = await server.app.db.raw<{ blob_key: string }>(
      'SELECT blob_key FROM files.file WHERE id = $1 OR variant_of = $1',
      [id],
    )
    const blobs = createDiskBlobStore({ root: server.config.files.dir })
    assert.equal(keys.length, 4)
    for (const { blob_key: key } of keys) assert.notEqual(await blobs.stat(key), null)
    const effects = await server.watch()
    assert.equal((await remove(id)).status, 204)
    assert.deepEqual(await effects(), { ...noEffects, audit: ['files.discarded'] })
    for (const size of ['small', 'medium', 'wide'])
      assert.equal((await anyone.get(`/api/files/${id}/variants/${size}/content`)).status, 404)
    expectProblem(await remove(id), 'content/media-not-found')
    expectProblem(await server.editor.http.get(`${MEDIA}/${id}`), 'content/media-not-found')
    await server.runJob('files.lifecycle')
    assert.deepEqual(await names('removed=true'), ['unused.png'])
    const [{ removedAt }] = (await listed('removed=true')).items
    assert.equal(typeof removedAt, 'string')
    expectProblem(await server.author.http.post(`${MEDIA}/${id}/restore`), 'http/denied')
    assert.equal(expectStatus(await server.editor.http.post(`${MEDIA}/${id}/restore`), 200).removedAt, null)
    expectStatus(await anyone.get(`/api/files/${id}/variants/small/content`), 200)
    expectProblem(await server.editor.http.post(`${MEDIA}/${id}/restore`), 'content/media-not-found')
    assert.equal((await remove(id)).status, 204)
    await server.app.db.raw("UPDATE files.file SET discarded_at = now() - interval '31 days' WHERE id = $1", [id])
    const purged = await server.watch()
    await server.runJob('files.lifecycle')
    assert.deepEqual((await purged()).audit, ['files.removed'])
    for (const { blob_key: key } of keys) assert.equal(await blobs.stat(key), null)
    expectProblem(await server.editor.http.post(`${MEDIA}/${id}/restore`), 'content/media-not-found')
    const named = { title: 'Late', body: paragraphs('x'), picture: id }
    assert.deepEqual(expectProblem(await server.editor.http.post(RECIPES, { fields: named }), 'http/invalid'), [
      '/fields/picture file',
    ])
  })

  test('is refused while any version has it, though it be an old one or in the trash, and changes nothing', async () => {
    const id = await uploaded('needed.png')
    const entry = await write(server.editor, 'Needs it', { picture: id })
    await save(entry, 1)
    const effects = await server.watch()
    const refused = async (use: string, trashed: boolean) => {
      const answer = await remove(id)
      expectProblem(answer, 'content/media-in-use')
      assert.equal(answer.body.params.usedBy, 1)
      assert.deepEqual(answer.body.params.uses, [
        { type: 'recipe', id: entry, locale: 'en', title: 'Saved', trashed, in: use },
      ])
    }
    await refused('older', false)
    assert.deepEqual(await effects(), noEffects)
    expectStatus(await server.editor.http.delete(`${RECIPES}/${entry}`), 200)
    await refused('older', true)
    expectStatus(await anyone.get(`/api/files/${id}/variants/small/content`), 200)
    await server.app.db.raw("UPDATE content.entry SET trashed_at = now() - interval '31 days' WHERE id = $1", [entry])
    await server.runJob('content.tidy')
    assert.equal((await remove(id)).status, 204, 'nothing can bring the entry back')
  })

  test('of what others uploaded is for those who change the entries of everybody', async () => {
    const theirs = await uploaded('theirs.png', server.colleague)
    expectProblem(await remove(theirs, server.author), 'http/denied')
    assert.equal((await remove(theirs, server.colleague)).status, 204)
    const another = await uploaded('another.png', server.colleague)
    assert.equal((await remove(another)).status, 204)
  })

  test('and saving an entry with it at the same moment never both succeed', async () => {
    const outcomes = new Set<string>()
    for (let round = 0; round < 12; round += 1) {
      const id = await uploaded(`race-${round}.png`)
      const fields = { title: `Race ${round}`, body: paragraphs('x'), picture: id }
      const [removed, saved] = await Promise.all([remove(id), server.editor.http.post(RECIPES, { fields })])
      const there = (await server.app.units.files.file(server.app.db, id)) !== null
      outcomes.add(`${removed.status} ${saved.status} ${there}`)
    }
    for (const outcome of outcomes) assert.match(outcome, /^(204 400 false|409 201 true)$/)
  })

  test('waits for a save that has the file in its hands', async () => {
    const id = await uploaded('held.png')
    const { db, units } = server.app
    let removing: Promise<{ status: number }> | undefined
    await db.transaction(systemOrigin('test', 'test'), async (tx) => {
      assert.equal((await units.files.hold(tx, [id])).length, 1)
      removing = remove(id)
      await server.until(async () => {
        const waiting = await db.raw(
          "SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query ~ 'files.file'",
        )
        return waiting.length > 0
      })
      const entry = await tx.raw<{ id: string }>('SELECT id FROM content.entry LIMIT 1')
      await tx.raw('INSERT INTO content.version_file VALUES ($1, $2, 1)', [id, entry[0]?.id])
    })
    assert.equal((await removing)?.status, 409)
  })
})

describe('words for a picture', () => {
  test('stand at once wherever everybody sees it in a field', async () => {
    const id = await uploaded('described.png')
    const entry = await write(server.editor, 'Described', { picture: id })
    await publish(entry, 1)
    const shown = async () => expectStatus(await anyone.get('/api/recipes/described'), 200).fields.picture
    assert.equal((await shown()).alt, '')
    const effects = await server.watch()
    const changed = await server.editor.http.patch(`${MEDIA}/${id}`, { alt: 'A pot on the fire' })
    assert.equal(expectStatus(changed, 200).alt, 'A pot on the fire')
    assert.deepEqual(await effects(), { ...noEffects, audit: ['files.described'] })
    assert.deepEqual(await shown(), {
      ...{ id, alt: 'A pot on the fire', small: changed.body.sizes.small },
      ...{ medium: changed.body.sizes.medium, wide: changed.body.sizes.wide },
    })
    expectStatus(await server.editor.http.patch(`${MEDIA}/${id}`, { alt: null }), 200)
    assert.equal((await shown()).alt, '')
  })

  test('are a line of at most 500 characters, said by who uploaded it or changes the entries of everybody', async () => {
    const id = await uploaded('plain.png')
    for (const alt of ['', ' padded', 'two\nlines', 'x'.repeat(501)])
      assert.match(
        expectProblem(await server.editor.http.patch(`${MEDIA}/${id}`, { alt }), 'http/invalid')[0] ?? '',
        /^\/alt /,
      )
    expectProblem(await server.author.http.patch(`${MEDIA}/${id}`, { alt: 'Mine' }), 'http/denied')
    const own = await uploaded('own.png', server.author)
    expectStatus(await server.author.http.patch(`${MEDIA}/${own}`, { alt: 'Mine' }), 200)
  })
})

test('a picture that was replaced is shown anew in the field, in the text and to search engines, each by its own address', async () => {
  const id = await uploaded('first.png')
  const written = `/api/files/${id}/variants/wide/content`
  const body = {
    type: 'doc',
    content: [
      { type: 'image', attrs: { fileId: id, alt: '<img src="' } },
      { type: 'paragraph', content: [{ type: 'text', text: `src="${written}"` }] },
    ],
  }
  const entry = await write(server.editor, 'Replaced', { body, picture: id }, { seo: { imageId: id } })
  await publish(entry, 1)
  const addresses = async (): Promise<string[]> => {
    const { fields, seo } = expectStatus(await anyone.get('/api/recipes/replaced'), 200)
    const { pathname, search } = new URL(seo.imageUrl)
    const inText = [...fields.body.matchAll(/<img src="([^"]*)" srcset="([^"]*)"/g)].flatMap(([, src, srcset]) => [
      src,
      ...srcset.split(', ').map((source: string) => source.split(' ')[0]),
    ])
    assert.ok(fields.body.includes(`<p>src=&quot;${written}&quot;</p>`), 'what was written stays')
    return [fields.picture.wide, pathname + search, ...inText]
  }
  const at = (version: number) => {
    const of = (width: string) => `/api/files/${id}/variants/${width}/content?v=${version}`
    return [of('wide'), of('wide'), of('wide'), of('small'), of('medium'), of('wide')]
  }
  assert.deepEqual(await addresses(), at(1))
  const bytes = await png()
  const announced = { filename: 'second.png', contentType: 'image/png', bytes: bytes.length, newestVersion: 1 }
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const { http } = server.editor
  const signed = expectStatus(await http.post(`/api/files/${id}/versions/sign`, { ...announced, sha256 }), 201)
  assert.equal((await http.send(signed.url, { method: 'PUT', body: bytes, headers: signed.headers })).status, 204)
  expectStatus(await http.post('/api/uploads/confirm', { uploadId: signed.uploadId }), 200)
  await server.jobsIdle()
  const shown = await addresses()
  assert.deepEqual(shown, at(2))
  for (const address of shown) expectStatus(await anyone.get(address), 200)
})

test('what entries have stays when who uploaded it is erased, without owner and name; the rest goes with them', async () => {
  const leaving = await server.people.signedIn('content-author')
  const used = await uploaded('my cat Tom.png', leaving)
  const unused = await uploaded('me.png', leaving)
  const entry = await write(server.editor, 'With a cat', { picture: used })
  const root = await server.people.signedIn('administrator')
  const { id } = leaving
  expectStatus(await root.http.post(`/api/users/${id}/erase`, { reason: 'asked for' }), 204)
  const kept = await detail(used)
  assert.deepEqual(
    [kept.filename, kept.uploadedBy, kept.uses.map((use: { id: string }) => use.id)],
    ['file', null, [entry]],
  )
  expectProblem(await server.editor.http.get(`${MEDIA}/${unused}`), 'content/media-not-found')
})

test('the migration finds the files of versions that were written before', async () => {
  const id = await uploaded('before.png')
  const entry = await write(server.editor, 'Before', { picture: id })
  const sql = await readFile(new URL('migrations/0003_version_files.sql', import.meta.url), 'utf8')
  const backfill = sql.slice(sql.indexOf('INSERT INTO'))
  await server.app.db.raw('DELETE FROM content.version_file WHERE file_id = $1', [id])
  await server.app.db.raw(`${backfill.trim().replace(/;$/, '')} ON CONFLICT DO NOTHING`)
  assert.equal((await detail(id)).uses[0]?.id, entry)
})
