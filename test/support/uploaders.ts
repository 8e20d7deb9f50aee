import { createHash, randomBytes } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { createHttpClient, type HttpAnswer } from './http-client.ts'
import { fixtures } from './music.ts'
import { signInAdministrator } from './server-process.ts'

const GIVE_UP_MS = 90_000
const ANSWER_MS_MAX = 15_000
const RETRY_MS = 100
const PAUSE_MS = 10

export interface UploadCounts {
  /** SHA-256 in hex of each file that was acknowledged, by its id. */
  readonly files: Map<string, string>
  retried: number
  readonly failed: string[]
}

export interface Uploaders {
  readonly counts: UploadCounts
  /** Ends the load; every upload under way is retried until it is a file. */
  stop(): Promise<void>
}

/** Starts `count` clients that upload small images one after another: each step is retried until it was done, by whichever try. */
export async function startUploaders(url: string, count: number, purpose = 'music.cover'): Promise<Uploaders> {
  const http = createHttpClient(url, { authorization: `Bearer ${await signInAdministrator(url)}` })
  const image = await readFile(new URL('images/cover-1000.png', fixtures))
  const counts: UploadCounts = { files: new Map(), retried: 0, failed: [] }
  const state = { stopping: false }

  const signal = () => AbortSignal.timeout(ANSWER_MS_MAX)
  const post = (path: string, body: object) =>
    http.send(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: signal(),
    })

  const uploadOne = async (): Promise<void> => {
    const bytes = Buffer.concat([image, randomBytes(16)])
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    const contentType = 'image/png'
    const announced = { filename: 'a.png', contentType, bytes: bytes.length, sha256, purpose }
    const signed = await untilDone(
      counts,
      ({ status }) => status === 201,
      () => post('/api/uploads/sign', announced),
    )
    if (signed === null) return
    const put = () =>
      http.send(signed.body.url, {
        method: 'PUT',
        headers: { 'content-type': contentType },
        body: bytes,
        signal: signal(),
      })
    const isThere = ({ status, body }: HttpAnswer): boolean => status === 204 || body.code === 'files/already-uploaded'
    if ((await untilDone(counts, isThere, put)) === null) return
    const confirmed = await untilDone(
      counts,
      ({ status }) => status === 200,
      () => post('/api/uploads/confirm', { uploadId: signed.body.uploadId }),
    )
    if (confirmed !== null) counts.files.set(confirmed.body.id, sha256)
  }

  const uploaders = Array.from({ length: count }, async () => {
    while (!state.stopping) {
      await uploadOne()
      await sleep(PAUSE_MS)
    }
  })
  return {
    counts,
    async stop() {
      state.stopping = true
      await Promise.all(uploaders)
    },
  }
}

/** One step of an upload, tried until an answer says that it is done; null for one that no retry mends. */
async function untilDone(
  counts: UploadCounts,
  isDone: (answer: HttpAnswer) => boolean,
  send: () => Promise<HttpAnswer>,
): Promise<HttpAnswer | null> {
  const startedMs = performance.now()
  for (;;) {
    const answer = await send().catch((error: unknown) => String(error))
    if (typeof answer !== 'string' && isDone(answer)) return answer
    const isPassing = typeof answer === 'string' || answer.status >= 502
    if (!isPassing || performance.now() - startedMs > GIVE_UP_MS) {
      counts.failed.push(typeof answer === 'string' ? answer : `${answer.status} ${JSON.stringify(answer.body)}`)
      return null
    }
    counts.retried += 1
    await sleep(RETRY_MS)
  }
}

/** Where the disk store below `folder` keeps the bytes of a file. */
export async function pathOfFile(client: pg.ClientBase, folder: string, fileId: string): Promise<string> {
  const { rows } = await client.query<{ blob_key: string }>('SELECT blob_key FROM files.file WHERE id = $1', [fileId])
  return (await storedIn(folder)).get(rows[0]?.blob_key ?? '') ?? ''
}

/** Compares what clients were told with rows and bytes: what does not fit, a sentence each. */
export async function compareUploads(
  client: pg.ClientBase,
  folder: string,
  told: ReadonlyMap<string, string>,
): Promise<string[]> {
  const stored = await storedIn(folder)
  const { rows: files } = await client.query<{ id: string; blob_key: string; sha256: Buffer }>(
    'SELECT id, blob_key, sha256 FROM files.file',
  )
  const { rows: known } = await client.query<{ blob_key: string }>(
    'SELECT blob_key FROM files.file UNION SELECT blob_key FROM files.upload',
  )
  const keys = new Set(known.map(({ blob_key: key }) => key))
  const sums = new Map(files.map(({ id, sha256 }) => [id, sha256.toString('hex')]))
  const faults = await Promise.all(
    files.map(async ({ id, blob_key: key, sha256 }) => {
      const path = stored.get(key)
      if (path === undefined) return [`no bytes: ${id}`]
      const isRight = createHash('sha256')
        .update(await readFile(path))
        .digest()
        .equals(sha256)
      return isRight ? [] : [`other bytes: ${id}`]
    }),
  )
  return [
    ...faults.flat(),
    ...[...told].flatMap(([id, sha256]) => (sums.get(id) === sha256 ? [] : [`lost: ${id}`])),
    ...[...stored.keys()].flatMap((key) => (keys.has(key) ? [] : [`nothing speaks of ${key}`])),
  ]
}

/** The path of every stored object by its key. */
async function storedIn(folder: string): Promise<Map<string, string>> {
  const objects = join(folder, 'objects')
  const entries = await readdir(objects, { recursive: true, withFileTypes: true })
  return new Map(
    entries
      .filter((entry) => entry.isFile())
      .map(({ name, parentPath }) => [basename(name).replaceAll('_', '/'), join(parentPath, name)]),
  )
}
