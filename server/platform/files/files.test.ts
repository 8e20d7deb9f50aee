import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { after, before, describe, test } from 'node:test'
import { describeAddresses } from '../../../test/support/file-addresses-suite.test-support.ts'
import { hostileNames, namesTold } from '../../../test/support/hostile-names.ts'
import type { HttpClient } from '../../../test/support/http-client.ts'
import type { Person } from '../../../test/support/people.ts'
import { startServer, type TestServer } from '../../../test/support/server.ts'
import { setClock } from '../../kernel/clock.ts'
import { systemOrigin } from '../../kernel/db/actor.ts'
import type { Id } from '../../kernel/id.ts'

const PNG = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), randomBytes(3000)])
const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')

let server: TestServer
let owner: Person
let other: Person
let stranger: HttpClient

before(async () => {
  server = await startServer()
  const { files } = server.app.units
  files.declarePurposes([
    { name: 'test.private', maxBytes: 10_000, contentTypes: ['image/png'], visibility: 'private' },
    { name: 'test.public', maxBytes: 10_000, contentTypes: ['image/png'], visibility: 'public' },
    { name: 'test.changing', maxBytes: 10_000, contentTypes: ['image/png'], visibility: 'public', changes: {} },
    { name: 'test.hidden', maxBytes: 10_000, contentTypes: ['image/png'], visibility: 'private', changes: {} },
    { name: 'test.text', maxBytes: 10_000, contentTypes: ['text/plain'], visibility: 'private' },
  ])
  owner = await server.people.signedIn()
  other = await server.people.signedIn()
  stranger = server.people.anonymous()
})
after(() => server.stop())

function announcement(bytes: Buffer, change: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    filename: 'a picture.png',
    contentType: 'image/png',
    bytes: bytes.length,
    sha256: sha256(bytes),
    purpose: 'test.private',
    ...change,
  }
}

async function sign(bytes: Buffer, change: Record<string, unknown> = {}) {
  const signed = await owner.http.post('/api/uploads/sign', announcement(bytes, change))
  assert.equal(signed.status, 201, JSON.stringify(signed.body))
  return signed.body as { uploadId: string; url: string; headers: Record<string, string> }
}

function put(url: string, bytes: Buffer, headers: Record<string, string> = { 'content-type': 'image/png' }) {
  return stranger.send(url, { method: 'PUT', body: new Uint8Array(bytes), headers })
}

async function upload(bytes: Buffer, change: Record<string, unknown> = {}): Promise<string> {
  const signed = await sign(bytes, change)
  assert.equal((await put(signed.url, bytes, signed.headers)).status, 204)
  const confirmed = await owner.http.post('/api/uploads/confirm', { uploadId: signed.uploadId })
  assert.equal(confirmed.status, 200, JSON.stringify(confirmed.body))
  return confirmed.body.id as string
}

describeAddresses('on the disk', false, () => server)

test('an address to read from is dead after five minutes, and with a file that was put away', async () => {
  const id = await upload(PNG)
  const addressOf = async () => (await owner.http.get(`/api/files/${id}/address`)).body
  const { url, expiresAt } = await addressOf()
  assert.equal((await stranger.get(url)).status, 200)
  const restore = setClock(() => Date.parse(expiresAt) + 1)
  try {
    const late = await stranger.get(url)
    assert.deepEqual([late.status, late.body.code], [403, 'files/bad-signature'])
  } finally {
    restore()
  }
  const later = await addressOf()
  const { db, units } = server.app
  await db.transaction(systemOrigin('test', 'test'), (tx) => units.files.discard(tx, id as Id<'file'>))
  assert.equal((await stranger.get(later.url)).status, 404)
})

describe('announcing', () => {
  const cases: readonly { name: string; change: Record<string, unknown>; status: number; code: string }[] = [
    { name: 'an unknown purpose', change: { purpose: 'test.none' }, status: 422, code: 'files/unknown-purpose' },
    {
      name: 'a type the purpose does not take',
      change: { contentType: 'text/html' },
      status: 415,
      code: 'files/type-not-accepted',
    },
    { name: 'more bytes than the purpose takes', change: { bytes: 10_001 }, status: 413, code: 'files/too-large' },
    { name: 'no bytes', change: { bytes: 0 }, status: 400, code: 'http/invalid' },
    { name: 'a hash that is none', change: { sha256: 'abc' }, status: 400, code: 'http/invalid' },
    { name: 'a filename with a line break', change: { filename: 'a\r\nb.png' }, status: 400, code: 'http/invalid' },
  ]
  for (const { name, change, status, code } of cases) {
    test(`refuses ${name}`, async () => {
      const answer = await owner.http.post('/api/uploads/sign', announcement(PNG, change))
      assert.deepEqual([answer.status, answer.body.code], [status, code])
    })
  }

  test('refuses somebody who is not signed in', async () => {
    assert.equal((await stranger.post('/api/uploads/sign', announcement(PNG))).status, 401)
  })
})

describe('putting bytes', () => {
  test('refuses a changed address', async () => {
    const { url } = await sign(PNG)
    assert.equal((await put(url.replace(/expires=\d/, 'expires=9'), PNG)).body.code, 'files/bad-signature')
    const flipped = url.endsWith('A') ? `${url.slice(0, -1)}B` : `${url.slice(0, -1)}A`
    assert.equal((await put(flipped, PNG)).body.code, 'files/bad-signature')
  })

  test('refuses other bytes of the same length and leaves nothing', async () => {
    const signed = await sign(PNG)
    const answer = await put(signed.url, randomBytes(PNG.length))
    assert.deepEqual([answer.status, answer.body.code], [422, 'files/hash-differs'])
    assert.equal(
      (await owner.http.post('/api/uploads/confirm', { uploadId: signed.uploadId })).body.code,
      'files/not-uploaded',
    )
    assert.equal((await put(signed.url, PNG)).status, 204)
  })

  test('never shows other bytes, not even to who confirms while they are being refused', async () => {
    const { url, uploadId } = await sign(PNG)
    const wrong = Buffer.from(PNG)
    wrong.writeUInt8(wrong.readUInt8(wrong.length - 1) ^ 1, wrong.length - 1)
    const refused = put(url, wrong)
    const state = { done: false }
    void refused.finally(() => {
      state.done = true
    })
    while (!state.done) {
      const { body } = await owner.http.post('/api/uploads/confirm', { uploadId })
      assert.equal(body.code, 'files/not-uploaded')
    }
    assert.equal((await refused).body.code, 'files/hash-differs')
  })

  test('refuses more and fewer bytes than announced', async () => {
    const { url } = await sign(PNG)
    assert.equal((await put(url, PNG.subarray(1))).body.code, 'files/size-differs')
    assert.equal((await put(url, Buffer.concat([PNG, PNG]))).status, 422)
  })

  test('refuses a second set of bytes', async () => {
    const { url } = await sign(PNG)
    assert.equal((await put(url, PNG)).status, 204)
    assert.equal((await put(url, PNG)).body.code, 'files/already-uploaded')
  })
})

describe('confirming', () => {
  test('refuses content of another type than announced', async () => {
    const html = Buffer.from('<!doctype html><script>alert(1)</script>')
    const signed = await sign(html)
    assert.equal((await put(signed.url, html)).status, 204)
    const answer = await owner.http.post('/api/uploads/confirm', { uploadId: signed.uploadId })
    assert.deepEqual([answer.status, answer.body.code], [422, 'files/type-differs'])
  })

  test('refuses an SVG, whatever it is announced as', async () => {
    for (const head of [
      '<svg xmlns="http://www.w3.org/2000/svg">',
      '<?xml version="1.0"?>\n<svg>',
      '\ufeff<svg>',
      '<!DOCTYPE svg>',
    ]) {
      const svg = Buffer.from(`${head}<script>alert(1)</script></svg>`)
      const signed = await sign(svg)
      assert.equal((await put(signed.url, svg)).status, 204)
      const answer = await owner.http.post('/api/uploads/confirm', { uploadId: signed.uploadId })
      assert.deepEqual([answer.status, answer.body.code], [422, 'files/type-differs'], head)
    }
  })

  const texts: readonly { readonly name: string; readonly contentType: string; readonly bytes: Buffer }[] = [
    { name: 'a table', contentType: 'text/csv', bytes: Buffer.from('\ufeffSymbol;Preis\r\nÖL;1,5\r\n') },
    { name: 'a table as Windows has it', contentType: 'application/vnd.ms-excel', bytes: Buffer.from('a,b\n1,2\n') },
    {
      name: 'a document of marked text',
      contentType: 'application/xml',
      bytes: Buffer.from('<?xml version="1.0"?><a/>'),
    },
    { name: 'text in UTF-16', contentType: 'text/plain', bytes: Buffer.from('\ufeffSymbol;Price\r\n', 'utf16le') },
  ]
  for (const { name, contentType, bytes } of texts) {
    test(`takes ${name} as text, and serves it as such`, async () => {
      const id = await upload(bytes, { contentType, purpose: 'test.text' })
      const answer = await owner.http.get(`/api/files/${id}/content`)
      assert.equal(answer.headers.get('content-type'), 'text/plain')
    })
  }

  test('does not take for text what is none', async () => {
    const workbook = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), randomBytes(2000)])
    const lateZero = Buffer.from(`${'a'.repeat(1000)}\0${'b'.repeat(10)}`)
    const frame = Buffer.concat([Buffer.from('fffe', 'hex'), randomBytes(2000)])
    for (const bytes of [workbook, lateZero, frame, Buffer.from('%PDF-1.7\n')]) {
      const signed = await sign(bytes, { contentType: 'text/csv', purpose: 'test.text' })
      assert.equal((await put(signed.url, bytes, signed.headers)).status, 204)
      const answer = await owner.http.post('/api/uploads/confirm', { uploadId: signed.uploadId })
      assert.deepEqual([answer.status, answer.body.code], [422, 'files/type-differs'], bytes.toString('latin1', 0, 8))
    }
  })

  test('gives one file however often and by how many at once it is asked', async () => {
    const signed = await sign(PNG)
    await put(signed.url, PNG)
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => owner.http.post('/api/uploads/confirm', { uploadId: signed.uploadId })),
    )
    assert.equal(new Set(answers.map((answer) => answer.body.id)).size, 1)
    assert.ok(answers.every((answer) => answer.status === 200))
  })

  test("knows nothing of somebody else's upload", async () => {
    const signed = await sign(PNG)
    await put(signed.url, PNG)
    assert.equal(
      (await other.http.post('/api/uploads/confirm', { uploadId: signed.uploadId })).body.code,
      'files/upload-not-found',
    )
  })

  test('a cancelled upload is gone with its bytes', async () => {
    const signed = await sign(PNG)
    await put(signed.url, PNG)
    assert.equal((await owner.http.delete(`/api/uploads/${signed.uploadId}`)).status, 204)
    assert.equal(
      (await owner.http.post('/api/uploads/confirm', { uploadId: signed.uploadId })).body.code,
      'files/upload-not-found',
    )
  })
})

/** How long a cache of several people's may answer by itself (RFC 9111, 4.2.1). */
async function sharedSeconds(path: string): Promise<number> {
  const caching = (await stranger.get(path)).headers.get('cache-control') ?? ''
  const [, seconds] = /s-maxage=(\d+)/.exec(caching) ?? /max-age=(\d+)/.exec(caching) ?? []
  return Number(seconds)
}

describe('reading', () => {
  test('a private file exists for its owner only', async () => {
    const id = await upload(PNG)
    assert.equal((await owner.http.get(`/api/files/${id}`)).body.sha256, sha256(PNG))
    for (const http of [other.http, stranger]) {
      assert.equal((await http.get(`/api/files/${id}`)).body.code, 'files/not-found')
      assert.equal((await http.get(`/api/files/${id}/content`)).status, 404)
    }
  })

  test('a public file that became private is nobody else’s from then on, whatever address or copy they hold', async () => {
    const id = await upload(PNG, { purpose: 'test.changing' })
    const { url } = (await stranger.get(`/api/files/${id}/address`)).body
    const contents = [`/api/files/${id}/content`, `/api/files/${id}/content?v=1`, url]
    const paths = [`/api/files/${id}`, `/api/files/${id}/address`, ...contents]
    for (const path of paths) assert.equal((await stranger.get(path)).status, 200, path)
    for (const path of contents) assert.ok((await sharedSeconds(path)) <= 300, path)
    const etag = (await stranger.get(url)).headers.get('etag') ?? ''
    const seen = (visibility: string, by = owner.http) => by.put(`/api/files/${id}/visibility`, { visibility })
    assert.equal((await seen('private', other.http)).body.code, 'http/denied')
    assert.equal((await seen('private')).body.visibility, 'private')
    assert.equal((await seen('private', other.http)).body.code, 'files/not-found')
    for (const path of paths) {
      for (const http of [stranger, other.http]) assert.equal((await http.get(path)).body.code, 'files/not-found', path)
      if (path !== url) assert.equal((await owner.http.get(path)).status, 200, path)
    }
    assert.equal((await stranger.get(url, { 'if-none-match': etag })).status, 404)
    const { headers } = await owner.http.get((await owner.http.get(`/api/files/${id}/address`)).body.url)
    assert.match(headers.get('cache-control') ?? '', /^private, /)
    const back = await Promise.all([seen('public'), seen('public'), seen('public')])
    for (const { status, body } of back) assert.deepEqual([status, body.visibility], [200, 'public'])
    for (const path of paths) assert.equal((await stranger.get(path)).status, 200, path)
    const told = await server.app.db.raw<{ details: { visibility: string } }>(
      "SELECT details FROM audit.record WHERE subject_id = $1 AND action = 'files.visibility-changed' ORDER BY at, id",
      [id],
    )
    assert.deepEqual(
      told.map(({ details }) => details.visibility),
      ['private', 'public'],
    )
  })

  test('only files of a public purpose are ever public, and one that stays as it was stored stays as it is seen', async () => {
    const hidden = await upload(PNG, { purpose: 'test.hidden' })
    const fixed = await upload(PNG, { purpose: 'test.public' })
    const refusals = [
      [hidden, 'public', 'files/always-private'],
      [fixed, 'private', 'files/not-changeable'],
    ] as const
    for (const [id, visibility, code] of refusals)
      assert.equal((await owner.http.put(`/api/files/${id}/visibility`, { visibility })).body.code, code)
    assert.equal((await stranger.get(`/api/files/${hidden}`)).status, 404)
  })

  test('a public file is served by range to anybody, and cannot run anything', async () => {
    const id = await upload(PNG, { purpose: 'test.public' })
    const read = async (headers: Record<string, string>) => {
      const response = await fetch(`${server.url}/api/files/${id}/content`, { headers })
      return { status: response.status, headers: response.headers, bytes: Buffer.from(await response.arrayBuffer()) }
    }
    const whole = await read({})
    assert.deepEqual(whole.bytes, PNG)
    assert.match(whole.headers.get('content-security-policy') ?? '', /sandbox/)
    assert.equal(whole.headers.get('x-content-type-options'), 'nosniff')
    const etag = whole.headers.get('etag') ?? ''
    const part = await read({ range: 'bytes=10-19' })
    assert.deepEqual(
      [part.status, part.headers.get('content-range'), part.bytes],
      [206, `bytes 10-19/${PNG.length}`, PNG.subarray(10, 20)],
    )
    const beyond = await read({ range: `bytes=${PNG.length}-` })
    assert.deepEqual([beyond.status, beyond.headers.get('content-range')], [416, `bytes */${PNG.length}`])
    assert.equal((await read({ range: 'bytes=0-1', 'if-range': '"stale"' })).status, 200)
    assert.equal((await read({ range: 'bytes=0-1', 'if-range': etag })).status, 206)
    assert.equal((await read({ 'if-none-match': etag })).status, 304)
    const head = await fetch(`${server.url}/api/files/${id}/content`, { method: 'HEAD' })
    assert.deepEqual(
      [head.status, head.headers.get('content-length'), (await head.arrayBuffer()).byteLength],
      [200, String(PNG.length), 0],
    )
  })
})

describe('the name of a file', () => {
  for (const { what, name, shown, taken } of hostileNames) {
    if (!taken)
      test(`with ${what} is refused at the upload`, async () => {
        const answer = await owner.http.post('/api/uploads/sign', announcement(PNG, { filename: name }))
        assert.equal(answer.status, 400)
        assert.deepEqual(
          answer.body.errors.map(({ pointer }: { pointer: string }) => pointer),
          ['/filename'],
        )
      })
    // The driver of the database knows no NUL in a text.
    if (name.includes('\0')) continue
    test(`with ${what}, had it been taken, is told to who reads the file as one name and nothing else`, async () => {
      for (const purpose of ['test.private', 'test.public']) {
        const id = await upload(PNG, { purpose, ...(taken ? { filename: name } : {}) })
        if (!taken) await server.app.db.raw('UPDATE files.file SET filename = $2 WHERE id = $1', [id, name])
        const http = purpose === 'test.public' ? stranger : owner.http
        const { url } = (await http.get(`/api/files/${id}/address`)).body
        for (const path of [`/api/files/${id}/content`, url]) {
          const { status, headers, bytes } = await http.get(path)
          assert.deepEqual([status, bytes.equals(PNG)], [200, true])
          assert.equal(namesTold(headers.get('content-disposition')).name, shown)
          assert.equal(headers.get('set-cookie'), null)
        }
      }
    })
  }

  test('is no part of where its bytes are kept', async () => {
    const ids = []
    for (const { name, taken } of hostileNames) if (taken) ids.push(await upload(PNG, { filename: name }))
    const rows = await server.app.db.raw<{ blob_key: string }>(
      'SELECT blob_key FROM files.file WHERE id = ANY($1::uuid[])',
      [ids],
    )
    assert.equal(rows.length, ids.length)
    for (const { blob_key: key } of rows) assert.match(key, /^uploads\/[0-9a-f-]{36}$/)
    const kept = await readdir(server.config.files.dir, { recursive: true, withFileTypes: true })
    for (const entry of kept) if (entry.isFile()) assert.match(entry.name, /^[a-z]+_[0-9a-f-]{36}$/)
  })
})
