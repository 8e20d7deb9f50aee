import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { after, before, describe, test } from 'node:test'
import { inSeconds } from '../clock.ts'
import { newId } from '../id.ts'
import { type BlobStore, PART_BYTES, type PartedWrite } from './blob-store.ts'

interface StoreUnderTest {
  readonly store: BlobStore
  close(): Promise<void>
}

type Check = (store: BlobStore) => Promise<void>

const MIB = 1024 * 1024
const ROOMY = { maxBytes: 64 * MIB }

/** What every adapter of BlobStore holds to. `makeStore` gives an empty store; `close` removes it. */
export function blobStoreSuite(
  name: string,
  makeStore: () => Promise<StoreUnderTest>,
  { skip = false }: { readonly skip?: string | false } = {},
): void {
  describe(`${name} as a blob store`, { skip }, () => {
    let made: StoreUnderTest | undefined
    before(async () => {
      made = await makeStore()
    })
    after(async () => await made?.close())
    for (const [title, check] of Object.entries({ ...writing, ...refusing, ...reading, ...listing, ...inParts })) {
      test(title, async () => {
        assert.ok(made)
        await check(made.store)
      })
    }
  })
}

/** All bytes of a stream, or its error. */
export async function bytesOf(stream: Readable): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks)
}

const newKey = (): string => `suite/${newId()}.bin`

const writing: Record<string, Check> = {
  'gives back the bytes it was given, with their count and SHA-256': async (store) => {
    const key = newKey()
    const bytes = randomBytes(3 * MIB + 17)
    const written = await store.put(key, Readable.from(slices(bytes, 50_000)), ROOMY)
    assert.deepEqual(written, { bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') })
    assert.ok((await bytesOf(await store.read(key))).equals(bytes))
    assert.equal((await store.stat(key))?.bytes, bytes.length)
  },
  'stores and checks content of several parts, and keeps the first of two': async (store) => {
    const key = newKey()
    const bytes = randomBytes(20 * MIB + 3)
    const written = await store.put(key, Readable.from(slices(bytes, 70_001)), ROOMY)
    assert.deepEqual(written, { bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') })
    const other = Readable.from(slices(randomBytes(20 * MIB), 70_001))
    await assert.rejects(store.put(key, other, ROOMY), { code: 'blob/exists' })
    assert.ok((await bytesOf(await store.read(key))).equals(bytes))
    const end = bytes.length - 1
    const part = await bytesOf(await store.read(key, { start: 8 * MIB - 2, end }))
    assert.ok(part.equals(bytes.subarray(8 * MIB - 2)))
  },
  'says of a checksum that it has checked either the right one or nothing': async (store) => {
    const key = newKey()
    const { sha256 } = await store.put(key, randomBytes(1000), ROOMY)
    const known = (await store.stat(key))?.sha256
    assert.ok(known === null || known === sha256, String(known))
  },
  'gives tools a file with the content': async (store) => {
    const key = newKey()
    const bytes = randomBytes(MIB)
    await store.put(key, bytes, ROOMY)
    const { path, release } = await store.localPath(key)
    assert.ok((await readFile(path)).equals(bytes))
    await release()
    assert.equal((await store.stat(key))?.bytes, MIB)
  },
  'stores no bytes at all as an empty object': async (store) => {
    const key = newKey()
    const written = await store.put(key, new Uint8Array(0), ROOMY)
    assert.equal(written.bytes, 0)
    assert.equal(written.sha256, createHash('sha256').digest('hex'))
    assert.equal((await bytesOf(await store.read(key))).length, 0)
  },
  'keeps the first content of a key and refuses the second': async (store) => {
    const key = newKey()
    await store.put(key, Buffer.from('first'), ROOMY)
    await assert.rejects(store.put(key, Buffer.from('second'), ROOMY), { code: 'blob/exists', status: 409 })
    const refused = new Readable({ read: () => undefined })
    await assert.rejects(store.put(key, refused, ROOMY), { code: 'blob/exists' })
    assert.equal(refused.destroyed, true, 'a source that is not read is let go')
    assert.equal((await bytesOf(await store.read(key))).toString(), 'first')
  },
  'lets one of many writers of a key win and keeps its bytes whole': async (store) => {
    const key = newKey()
    const contents = Array.from({ length: 12 }, () => randomBytes(300_000))
    const outcomes = await Promise.allSettled(
      contents.map((bytes) => store.put(key, Readable.from(slices(bytes, 10_000)), ROOMY)),
    )
    const winners = contents.filter((_, at) => outcomes[at]?.status === 'fulfilled')
    const refusals = outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason.code] : []))
    assert.equal(winners.length, 1)
    assert.deepEqual(refusals, Array(11).fill('blob/exists'))
    assert.ok((await bytesOf(await store.read(key))).equals(winners[0] ?? Buffer.alloc(0)))
  },
  'proves itself with a small object that it removes again': async (store) => {
    await store.probe()
    assert.deepEqual(await keysOf(store, 'probe/'), [])
  },
}

const refusing: Record<string, Check> = {
  'stops reading a source that is larger than allowed, and shows nothing': async (store) => {
    const key = newKey()
    let produced = 0
    const source = Readable.from(
      (function* () {
        for (; produced < 1000; produced += 1) yield Buffer.alloc(64 * 1024)
      })(),
    )
    await assert.rejects(store.put(key, source, { maxBytes: MIB }), { code: 'blob/too-large', status: 413 })
    assert.ok(produced < 200, `${produced} chunks were read for a limit of 16`)
    assert.equal(await store.stat(key), null)
    await store.put(key, Buffer.alloc(MIB), { maxBytes: MIB })
  },
  'shows nothing of a long write whose source breaks, and has nothing of it to sweep': async (store) => {
    const key = newKey()
    const source = Readable.from(
      (function* () {
        for (let at = 0; at < 160; at += 1) yield Buffer.alloc(128 * 1024)
        throw new Error('the client went away')
      })(),
    )
    await assert.rejects(store.put(key, source, ROOMY), /the client went away/)
    assert.equal(await store.stat(key), null)
    assert.equal(await store.sweepUnfinished(inSeconds(60)), 0)
  },
  'asks about what arrived before it shows any of it, and keeps nothing that is refused, in one part or several':
    async (store) => {
      for (const length of [1000, 9 * MIB]) {
        const key = newKey()
        const bytes = randomBytes(length)
        const sha256 = createHash('sha256').update(bytes).digest('hex')
        const check = (written: object) => {
          assert.deepEqual(written, { bytes: length, sha256 })
          throw new Error('not what was promised')
        }
        const refused = store.put(key, Readable.from(slices(bytes, 50_000)), { ...ROOMY, check })
        await assert.rejects(refused, /not what was promised/)
        assert.equal(await store.stat(key), null)
        assert.equal(await store.sweepUnfinished(inSeconds(60)), 0)
        await store.put(key, bytes, ROOMY)
      }
    },
  'shows nothing of a write whose source breaks': async (store) => {
    const key = newKey()
    const source = Readable.from(
      (function* () {
        yield Buffer.alloc(100_000)
        throw new Error('the client went away')
      })(),
    )
    await assert.rejects(store.put(key, source, ROOMY), /the client went away/)
    assert.equal(await store.stat(key), null)
  },
  'gives up a write when its signal is aborted, even while the source is silent': async (store) => {
    const key = newKey()
    const aborting = new AbortController()
    const source = new Readable({ read: () => undefined })
    source.push(Buffer.alloc(100_000))
    const writing = store.put(key, source, { ...ROOMY, signal: aborting.signal })
    setTimeout(() => aborting.abort(), 20)
    await assert.rejects(writing, { name: 'AbortError' })
    assert.equal(source.destroyed, true)
    assert.equal(await store.stat(key), null)
  },
  'takes no key that leads elsewhere': async (store) => {
    for (const key of BAD_KEYS) {
      await assert.rejects(store.put(key, Buffer.from('x'), ROOMY), TypeError, key)
      await assert.rejects(store.read(key), TypeError, key)
      await assert.rejects(store.stat(key), TypeError, key)
      await assert.rejects(store.remove(key), TypeError, key)
      await assert.rejects(store.localPath(key), TypeError, key)
    }
  },
}

const reading: Record<string, Check> = {
  'gives back exactly the range asked for, both ends included': async (store) => {
    const key = newKey()
    const bytes = randomBytes(MIB)
    await store.put(key, bytes, ROOMY)
    for (const [start, end] of [
      [0, 0],
      [0, MIB - 1],
      [1, 131_072],
      [131_071, 131_073],
      [MIB - 1, MIB - 1],
    ] as const) {
      const part = await bytesOf(await store.read(key, { start, end }))
      assert.ok(part.equals(bytes.subarray(start, end + 1)), `${start}-${end}`)
    }
  },
  'says that content is missing instead of giving less than the range': async (store) => {
    const key = newKey()
    await store.put(key, Buffer.alloc(10), ROOMY)
    await assert.rejects(store.read(key, { start: 5, end: 10 }), { code: 'blob/missing' })
    await assert.rejects(store.read(key, { start: 5, end: 4 }), RangeError)
    await assert.rejects(store.read(key, { start: -1, end: 4 }), RangeError)
  },
  'says that an unknown key is missing before any byte': async (store) => {
    const key = newKey()
    await assert.rejects(store.read(key), { code: 'blob/missing', status: 410 })
    await assert.rejects(store.localPath(key), { code: 'blob/missing' })
    assert.equal(await store.stat(key), null)
  },
}

const listing: Record<string, Check> = {
  'removes a key, and once more without complaint, and takes it anew': async (store) => {
    const key = newKey()
    await store.put(key, Buffer.from('one'), ROOMY)
    await store.remove(key)
    await store.remove(key)
    assert.equal(await store.stat(key), null)
    await store.put(key, Buffer.from('two'), ROOMY)
    assert.equal((await bytesOf(await store.read(key))).toString(), 'two')
  },
  'lists the keys of a prefix and no others': async (store) => {
    const ours = Array.from({ length: 40 }, () => `listed/a/${newId()}.bin`)
    for (const key of [...ours, 'listed/b/other', 'listed/a']) await store.put(key, Buffer.from('x'), ROOMY)
    assert.deepEqual((await keysOf(store, 'listed/a/')).sort(), ours.sort())
    assert.deepEqual((await keysOf(store, 'listed/')).sort(), [...ours, 'listed/b/other', 'listed/a'].sort())
  },
}

const inParts: Record<string, Check> = {
  'puts parts that came in any order together, and shows nothing before': async (store) => {
    const bytes = randomBytes(2 * PART_BYTES + 5)
    const write = await store.parts.begin(newKey())
    for (const number of [3, 1]) await putPart(store, write, number, bytes)
    assert.deepEqual(await store.parts.list(write), [
      { number: 1, bytes: PART_BYTES },
      { number: 3, bytes: 5 },
    ])
    assert.equal(await store.stat(write.key), null)
    await putPart(store, write, 2, bytes)
    const { sha256 } = await store.parts.assemble(write)
    assert.ok((await bytesOf(await store.read(write.key))).equals(bytes))
    assert.ok(sha256 === null || sha256 === createHash('sha256').update(bytes).digest('hex'))
    await assert.rejects(store.parts.list(write), { code: 'blob/missing' })
    assert.equal(await store.sweepUnfinished(inSeconds(60)), 0)
  },
  'keeps nothing of a part that breaks off or has another length, and takes it again': async (store) => {
    const write = await store.parts.begin(newKey())
    const bytes = randomBytes(1000)
    const broken = Readable.from(
      (function* () {
        yield bytes.subarray(0, 500)
        throw new Error('the client went away')
      })(),
    )
    await assert.rejects(store.parts.put(write, 1, broken, { bytes: 1000 }), /the client went away/)
    for (const length of [999, 1001]) {
      const other = Readable.from([bytes])
      await assert.rejects(store.parts.put(write, 1, other, { bytes: length }), { code: 'blob/length-differs' })
    }
    assert.deepEqual(await store.parts.list(write), [])
    await store.parts.put(write, 1, Readable.from([bytes]), { bytes: 1000 })
    await store.parts.assemble(write)
    assert.ok((await bytesOf(await store.read(write.key))).equals(bytes))
  },
  'has a part that several send at once whole, from one of them': async (store) => {
    const write = await store.parts.begin(newKey())
    const contents = Array.from({ length: 6 }, (_, at) => Buffer.alloc(300_000, at))
    const send = (bytes: Buffer) =>
      store.parts.put(write, 1, Readable.from(slices(bytes, 7000)), { bytes: bytes.length })
    await Promise.all(contents.map(send))
    assert.deepEqual(await store.parts.list(write), [{ number: 1, bytes: 300_000 }])
    await store.parts.assemble(write)
    const stored = await bytesOf(await store.read(write.key))
    assert.ok(contents.some((bytes) => bytes.equals(stored)))
  },
  'is put together once by many who do so at once, and by one who comes later': async (store) => {
    const bytes = randomBytes(PART_BYTES + 100)
    const write = await store.parts.begin(newKey())
    for (const number of [1, 2]) await putPart(store, write, number, bytes)
    await Promise.all(Array.from({ length: 8 }, () => store.parts.assemble(write)))
    await store.parts.assemble(write)
    assert.ok((await bytesOf(await store.read(write.key))).equals(bytes))
  },
  'leaves nothing of a write in parts that is abandoned, and takes no more of it': async (store) => {
    const write = await store.parts.begin(newKey())
    await store.parts.put(write, 1, Readable.from([Buffer.from('one')]), { bytes: 3 })
    await store.parts.abandon(write)
    await store.parts.abandon(write)
    const late = store.parts.put(write, 2, Readable.from([Buffer.from('two')]), { bytes: 3 })
    await assert.rejects(late, { code: 'blob/missing' })
    await assert.rejects(store.parts.assemble(write), { code: 'blob/missing' })
    assert.equal(await store.stat(write.key), null)
    assert.equal(await store.sweepUnfinished(inSeconds(60)), 0)
  },
  'sweeps a write in parts that nobody ended once it is old': async (store) => {
    const write = await store.parts.begin(newKey())
    await store.parts.put(write, 1, Readable.from([Buffer.from('one')]), { bytes: 3 })
    assert.equal(await store.sweepUnfinished(inSeconds(-60)), 0)
    assert.equal(await store.sweepUnfinished(inSeconds(60)), 1)
    await assert.rejects(store.parts.list(write), { code: 'blob/missing' })
  },
}

async function putPart(store: BlobStore, write: PartedWrite, number: number, whole: Buffer): Promise<void> {
  const part = whole.subarray((number - 1) * PART_BYTES, number * PART_BYTES)
  await store.parts.put(write, number, Readable.from(slices(part, 60_000)), { bytes: part.length })
}

const BAD_KEYS = [
  ...['', '/', '.', '..', '../x', 'a/../b', 'a/./b', '/etc/passwd', 'a//b', 'a/', './a', 'a/..', '..\\x', 'a\\b'],
  ...['A', 'a_b', 'a b', 'a\u0000b', 'a\nb', 'a%2fb', 'caf\u00e9', 'a.b.c', '.hidden', 'a/.hidden', 'a.', '-a', 'c:a'],
  'a'.repeat(201),
]

function* slices(bytes: Buffer, size: number): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function keysOf(store: BlobStore, prefix: string): Promise<string[]> {
  const keys: string[] = []
  for await (const key of store.keys(prefix)) keys.push(key)
  return keys
}
