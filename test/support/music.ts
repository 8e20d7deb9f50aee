import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { basename, extname } from 'node:path'
import { type Effects, watchEffects } from './effects.ts'
import type { HttpAnswer } from './http-client.ts'
import type { Person } from './people.ts'
import { startServer, type TestServer, type TestServerOptions } from './server.ts'

export const fixtures = new URL('../fixtures/music/', import.meta.url)

export interface MusicServer extends TestServer {
  /** See watchEffects. */
  watch(): Promise<() => Promise<Effects>>
  /** A person with an approved artist and a reviewer who is not one of them. */
  artist(stageName: string): Promise<{ person: Person; artistId: string; slug: string }>
  /** Everything an application needs. */
  wholeApplication(stageName: string): Promise<Record<string, unknown>>
  query<Row>(text: string, values?: readonly unknown[]): Promise<Row[]>
}

/** The whole program, with the words of this unit. */
export async function startMusic(options: TestServerOptions = {}): Promise<MusicServer> {
  const server = await startServer(options)
  const query = <Row>(text: string, values: readonly unknown[] = []) =>
    server.app.db.raw(text, values) as Promise<unknown[]> as Promise<Row[]>
  async function wholeApplication(stageName: string): Promise<Record<string, unknown>> {
    const { body } = await server.people.anonymous().get('/api/agreements/current')
    return {
      stageName,
      role: 'solo',
      legalName: 'Ada Example',
      email: 'ada@example.org',
      country: 'DE',
      genres: ['Rock'],
      bio: 'Plays the harmonium.',
      ageVerified: true,
      agreementIds: (body as { items: { id: string }[] }).items.map(({ id }) => id),
    }
  }

  return {
    ...server,
    query,
    watch: () => watchEffects(server),
    wholeApplication,
    async artist(stageName) {
      const person = await server.people.signedIn()
      const reviewer = await server.people.signedIn('reviewer')
      const body = { ...(await wholeApplication(stageName)), submit: true }
      const application = expectStatus(await person.http.post('/api/artist/signup', body), 201)
      const review = `/api/review/applications/${application.id}`
      expectStatus(await reviewer.http.post(`${review}/claim`), 200)
      const { artistId } = expectStatus(await reviewer.http.post(`${review}/approve`), 200)
      const [row] = await query<{ slug: string }>('SELECT slug FROM music.artist WHERE id = $1', [artistId])
      return { person, artistId, slug: row?.slug ?? '' }
    },
  }
}

/** The body of an answer that has this status; fails with the answer otherwise. */
export function expectStatus(answer: HttpAnswer, status: number): HttpAnswer['body'] {
  assert.equal(answer.status, status, JSON.stringify(answer.body))
  return answer.body
}

/** Fails unless the answer is the problem `code`; returns its faults as `pointer code`. */
export function expectProblem(answer: HttpAnswer, code: string): string[] {
  assert.equal(answer.body.code, code, JSON.stringify(answer.body))
  return ((answer.body.errors ?? []) as { pointer: string; code: string }[]).map((one) => `${one.pointer} ${one.code}`)
}

const types: Readonly<Record<string, string>> = {
  '.pdf': 'application/pdf',
  '.mp3': 'audio/mpeg',
  '.flac': 'audio/flac',
  '.wav': 'audio/wav',
  '.ogg': 'audio/ogg',
  '.opus': 'audio/ogg',
  '.m4a': 'audio/mp4',
  '.m4s': 'audio/mp4',
  '.aac': 'audio/aac',
  '.jpg': 'image/jpeg',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.gif': 'image/gif',
  '.svg': 'image/svg+xml',
}

/** Sends bytes by sign, PUT and confirm; the id of the file, or the first answer that refuses. */
export async function upload(
  person: Person,
  purpose:
    | 'music.audio'
    | 'music.cover'
    | 'agency.attachment'
    | 'agency.portrait'
    | 'content.image'
    | 'content.document'
    | 'trading.journal',
  { filename, bytes }: { readonly filename: string; readonly bytes: Buffer },
): Promise<{ readonly fileId: string | null; readonly refusal: HttpAnswer | null }> {
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const contentType = types[extname(filename)] ?? 'application/octet-stream'
  const input = { filename, contentType, bytes: bytes.length, sha256, purpose }
  const signed = await person.http.post('/api/uploads/sign', input)
  if (signed.status !== 201) return { fileId: null, refusal: signed }
  const put = await person.http.send(signed.body.url, { method: 'PUT', body: bytes, headers: signed.body.headers })
  if (put.status !== 204) return { fileId: null, refusal: put }
  const confirmed = await person.http.post('/api/uploads/confirm', { uploadId: signed.body.uploadId })
  return confirmed.status === 200 ? { fileId: confirmed.body.id, refusal: null } : { fileId: null, refusal: confirmed }
}

export async function uploadFixture(person: Person, purpose: 'music.audio' | 'music.cover', path: string | URL) {
  const url = new URL(path, fixtures)
  return await upload(person, purpose, { filename: basename(url.pathname), bytes: await readFile(url) })
}

/** A recording nobody has heard before, and a cover that is in order; their file ids. */
export async function freshFiles(person: Person): Promise<{ audioFileId: string; coverFileId: string }> {
  const audio = await upload(person, 'music.audio', { filename: 'take.wav', bytes: noise() })
  const cover = await uploadFixture(person, 'music.cover', 'images/cover-1000.png')
  assert.ok(audio.fileId !== null && cover.fileId !== null)
  return { audioFileId: audio.fileId, coverFileId: cover.fileId }
}

/** Half a second and a bit of quiet noise as a WAV, 16 bit mono. */
function noise(): Buffer {
  const frames = randomBytes(2 * 26_460)
  for (let at = 1; at < frames.length; at += 2) frames[at] = (frames[at] ?? 0) % 32
  const head = Buffer.alloc(44)
  head.write('RIFF', 0, 'latin1')
  head.writeUInt32LE(36 + frames.length, 4)
  head.write('WAVEfmt ', 8, 'latin1')
  head.writeUInt32LE(16, 16)
  head.writeUInt16LE(1, 20)
  head.writeUInt16LE(1, 22)
  head.writeUInt32LE(44_100, 24)
  head.writeUInt32LE(88_200, 28)
  head.writeUInt16LE(2, 32)
  head.writeUInt16LE(16, 34)
  head.write('data', 36, 'latin1')
  head.writeUInt32LE(frames.length, 40)
  return Buffer.concat([head, frames])
}

let keys = 0

/** A header with a key of its own. */
export function idempotencyKey(): Record<string, string> {
  keys += 1
  return { 'idempotency-key': `test-${process.pid}-${keys}` }
}
