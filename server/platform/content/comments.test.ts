import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { type ContentServer, paragraphs, startContent } from '../../../test/support/content.ts'
import { noEffects } from '../../../test/support/effects.ts'
import { createHttpClient, type HttpClient } from '../../../test/support/http-client.ts'
import { expectProblem, expectStatus } from '../../../test/support/music.ts'
import { nowMs } from '../../kernel/clock.ts'
import { deriveKey } from '../../kernel/crypto/derive-key.ts'
import { newId } from '../../kernel/id.ts'
import { cook, recipe } from './recipe.test-support.ts'

const COMMENTS = '/api/recipes/pilau/comments'

let server: ContentServer
let editor: HttpClient
let anyone: HttpClient
before(async () => {
  server = await startContent([cook, recipe])
  editor = (await server.people.signedIn('administrator')).http
  anyone = server.people.anonymous()
  const fields = { title: 'Pilau', body: paragraphs('Rice.') }
  const { id } = expectStatus(await editor.post('/api/content/recipe', { fields }), 201)
  expectStatus(await editor.post(`/api/content/recipe/${id}/publish`, { version: 1 }), 200)
})
after(() => server.stop())

/** Visitors are told apart by address and browser. */
const visitor = (name: string) => createHttpClient(server.url, { 'user-agent': name })

/** A token as if the form had been shown so long ago. */
function tokenOf(secondsAgo: number): string {
  const key = deriveKey(server.config.keys.sessionSecret, 'plinth public forms')
  const issued = String(nowMs() - secondsAgo * 1000)
  return `${issued}.${createHmac('sha256', key).update(`public form\n${issued}`).digest('base64url')}`
}

const written = (body: string, more: object = {}) => ({ name: 'Ann', body, formToken: tokenOf(10), ...more })

async function inQueue(body: string, state = 'pending') {
  const { items } = expectStatus(await editor.get(`/api/comments?state=${state}&limit=100`), 200)
  return items.find((one: { body: string }) => one.body === body)
}

const decide = (id: string, state: string) => editor.post(`/api/comments/${id}/decide`, { state })

describe('a comment', () => {
  test('is shown when somebody has approved it, and until somebody decides otherwise', async () => {
    const seen = await server.watch()
    expectStatus(await visitor('a').post(COMMENTS, written('<b>Lovely</b>')), 202)
    assert.deepEqual(await seen(), { ...noEffects, events: ['content.comment.received'] })
    assert.deepEqual(expectStatus(await anyone.get(COMMENTS), 200).items, [])
    const { id } = await inQueue('<b>Lovely</b>')
    const deciding = await server.watch()
    assert.equal(expectStatus(await decide(id, 'approved'), 200).state, 'approved')
    assert.deepEqual(await deciding(), { ...noEffects, audit: ['content.comment.approved'] })
    const [shown] = expectStatus(await anyone.get(COMMENTS), 200).items
    assert.deepEqual([shown.name, shown.body, shown.parentId, shown.helpful], ['Ann', '<b>Lovely</b>', null, 0])
    expectStatus(await visitor('b').post(COMMENTS, written('Agreed', { parentId: id })), 202)
    const answer = await inQueue('Agreed')
    expectStatus(await decide(answer.id, 'approved'), 200)
    expectProblem(await visitor('b').post(COMMENTS, written('x', { parentId: answer.id })), 'content/comment-not-found')
    expectStatus(await decide(id, 'rejected'), 200)
    assert.deepEqual(
      expectStatus(await anyone.get(COMMENTS), 200).items.map(({ body }: { body: string }) => body),
      ['Agreed'],
    )
  })

  test('of a machine is spam, which nobody is told of', async () => {
    const seen = await server.watch()
    const tries = [
      written('Buy now', { website: 'https://spam.example' }),
      { ...written('Buy fast'), formToken: tokenOf(1) },
    ]
    for (const sent of tries) {
      expectStatus(await visitor('machine').post(COMMENTS, sent), 202)
      assert.equal(await inQueue(sent.body), undefined)
      assert.equal((await inQueue(sent.body, 'spam')).state, 'spam')
    }
    assert.deepEqual(await seen(), noEffects)
  })

  test('needs a form that was given out here, within a day', async () => {
    const [issued, signed] = tokenOf(10).split('.')
    for (const formToken of ['', 'x', `${Number(issued) - 5000}.${signed}`, tokenOf(25 * 3600)])
      expectProblem(await visitor('c').post(COMMENTS, written('Late', { formToken })), 'content/form-expired')
    const { formToken: token } = expectStatus(await anyone.get('/api/forms/token'), 200)
    expectStatus(await visitor('c').post(COMMENTS, written('At once', { formToken: token })), 202)
    assert.equal((await inQueue('At once', 'spam')).state, 'spam')
    expectProblem(await visitor('c').post('/api/recipes/nothing/comments', written('Where')), 'content/entry-not-found')
  })

  test('comes from a visitor five times an hour', async () => {
    for (let at = 1; at <= 5; at += 1) expectStatus(await visitor('eager').post(COMMENTS, written(`Number ${at}`)), 202)
    expectProblem(await visitor('eager').post(COMMENTS, written('Number 6')), 'content/too-many-comments')
    expectStatus(await visitor('calm').post(COMMENTS, written('Number 1')), 202)
  })

  test('helps each visitor once, also at the same time, and is decided on by those who may', async () => {
    expectStatus(await visitor('d').post(COMMENTS, written('Use basmati')), 202)
    const { id } = await inQueue('Use basmati')
    const help = (name: string) => visitor(name).post(`/api/comments/${id}/helpful`)
    expectProblem(await help('e'), 'content/comment-not-found')
    expectStatus(await decide(id, 'approved'), 200)
    await Promise.all(['e', 'e', 'e', 'f', 'f'].map(help))
    assert.equal(expectStatus(await help('g'), 200).helpful, 3)
    expectProblem(await server.author.http.get('/api/comments'), 'http/denied')
    expectProblem(await server.author.http.post(`/api/comments/${id}/decide`, { state: 'spam' }), 'http/denied')
    expectProblem(await decide(newId(), 'spam'), 'content/comment-not-found')
  })

  test('says nothing of who sent it once the salt of its month is gone', async () => {
    const dump = JSON.stringify([
      await server.app.db.raw('SELECT * FROM content.comment'),
      await server.app.db.raw('SELECT * FROM content.helpful'),
    ])
    assert.doesNotMatch(dump, /127\.0\.0\.1|eager/)
    const key = () => server.app.db.raw('SELECT DISTINCT visitor_key FROM content.helpful')
    assert.equal((await key()).length, 3)
    await server.app.db.raw("UPDATE content.visitor_salt SET month = '2020-01'")
    await server.app.db.raw("UPDATE content.comment SET created_at = now() - interval '31 days' WHERE state = 'spam'")
    await server.runJob('content.tidy')
    assert.deepEqual(await server.app.db.raw('SELECT month FROM content.visitor_salt'), [])
    assert.equal(await inQueue('Buy now', 'spam'), undefined)
    const [shown] = expectStatus(await anyone.get(COMMENTS), 200).items
    expectStatus(await visitor('e').post(`/api/comments/${shown.id}/helpful`), 200)
    assert.equal((await key()).length, 4)
  })
})

describe('what a visitor hands in', () => {
  const fields = (title: string) => ({ title, body: paragraphs('Mine.'), minutes: 5 })

  test('waits in review until somebody publishes it', async () => {
    const seen = await server.watch()
    expectStatus(await anyone.post('/api/recipes', { fields: fields('From outside'), formToken: tokenOf(10) }), 202)
    assert.deepEqual(await seen(), { ...noEffects, audit: ['content.entry.created', 'content.entry.submitted'] })
    const [waiting] = expectStatus(await editor.get('/api/content/recipe?state=in_review'), 200).items
    assert.deepEqual([waiting.title, waiting.ownerId], ['From outside', null])
    expectProblem(await anyone.get(`/api/recipes/${waiting.slug}`), 'content/entry-not-found')
    expectStatus(await editor.post(`/api/content/recipe/${waiting.id}/publish`, { version: 1 }), 200)
    expectStatus(await anyone.get(`/api/recipes/${waiting.slug}`), 200)
  })

  test('has the fields it may have, and is not a machine’s', async () => {
    const seen = await server.watch()
    const vegan = { fields: { ...fields('A'), vegan: true }, formToken: tokenOf(10) }
    assert.deepEqual(expectProblem(await anyone.post('/api/recipes', vegan), 'http/invalid'), [
      '/fields/vegan unknown-property',
    ])
    const filled = { fields: fields('A'), formToken: tokenOf(10), website: 'x' }
    expectStatus(await anyone.post('/api/recipes', filled), 202)
    expectProblem(await anyone.post('/api/recipes', { fields: fields('A'), formToken: 'x' }), 'content/form-expired')
    expectProblem(await anyone.post('/api/cooks', { fields: { name: 'A' } }), 'http/method-not-allowed')
    assert.deepEqual(await seen(), noEffects)
  })
})
