import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { smallDiskReason, withSmallDisk } from '../../../test/support/small-disk.ts'
import { blobStoreSuite, bytesOf } from './blob-store-suite.test-support.ts'
import { createDiskBlobStore } from './disk-blob-store.ts'

const MODULE = new URL('./disk-blob-store.ts', import.meta.url).href
const ROOMY = { maxBytes: 64 * 1024 * 1024 }

blobStoreSuite('a disk', async () => {
  const root = await mkdtemp(join(tmpdir(), 'blob-suite-'))
  return { store: createDiskBlobStore({ root }), close: () => rm(root, { recursive: true }) }
})

async function withRoot(work: (root: string) => Promise<void>): Promise<void> {
  const root = await mkdtemp(join(tmpdir(), 'blob-disk-'))
  try {
    await work(root)
  } finally {
    await rm(root, { recursive: true })
  }
}

test('only the owner may enter the folders and read the files', { skip: windowsReason() }, async () => {
  await withRoot(async (root) => {
    const store = createDiskBlobStore({ root })
    await store.put('a/b.bin', Buffer.from('x'), ROOMY)
    const { path } = await store.localPath('a/b.bin')
    for (const folder of ['objects', 'incoming', join(path, '..')]) {
      const found = await stat(folder.startsWith(root) ? folder : join(root, folder))
      assert.equal(found.mode & 0o777, 0o700, folder)
    }
    assert.equal((await stat(path)).mode & 0o777, 0o600)
    assert.equal((await readFile(path)).toString(), 'x')
  })
})

test('leaves no temporary file behind, whatever the outcome', async () => {
  await withRoot(async (root) => {
    const store = createDiskBlobStore({ root })
    await store.put('kept', Buffer.from('x'), ROOMY)
    await assert.rejects(store.put('kept', Buffer.from('y'), ROOMY), { code: 'blob/exists' })
    await assert.rejects(store.put('large', Buffer.alloc(10), { maxBytes: 9 }), { code: 'blob/too-large' })
    await assert.rejects(store.put('late', Buffer.alloc(10), { maxBytes: 99, signal: AbortSignal.abort() }), {
      name: 'AbortError',
    })
    assert.deepEqual(await readdir(join(root, 'incoming')), [])
  })
})

test('a process killed in the middle of a write leaves no visible key, and its remains are swept after an hour', async () => {
  await withRoot(async (root) => {
    const program = `
      import { Readable } from 'node:stream'
      const { createDiskBlobStore } = await import(${JSON.stringify(MODULE)})
      const store = createDiskBlobStore({ root: process.argv[1] })
      const source = Readable.from((async function* () {
        for (let at = 0; ; at += 1) {
          yield Buffer.alloc(65536, 1)
          if (at === 20) process.stdout.write('writing')
          if (at >= 20) await new Promise((resolve) => setTimeout(resolve, 5))
        }
      })())
      await store.put('half/written', source, { maxBytes: 2 ** 40 })`
    const child = spawn(process.execPath, ['--input-type=module', '-e', program, root], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const gone = once(child, 'exit')
    await once(child.stdout, 'data')
    child.kill('SIGKILL')
    await gone

    const store = createDiskBlobStore({ root })
    assert.equal(await store.stat('half/written'), null)
    assert.deepEqual(await Array.fromAsync(store.keys('')), [])
    const [left, ...more] = await readdir(join(root, 'incoming'))
    assert.ok(left !== undefined && more.length === 0, 'the child was killed after it had begun to write')
    assert.ok((await stat(join(root, 'incoming', left))).size > 0)

    const hourAgo = new Date(Date.now() - 61 * 60 * 1000)
    await utimes(join(root, 'incoming', left), hourAgo, hourAgo)
    await writeFile(join(root, 'incoming', 'young'), 'x')
    createDiskBlobStore({ root })
    assert.deepEqual(await readdir(join(root, 'incoming')), ['young'])
    await store.put('half/written', Buffer.from('whole'), ROOMY)
  })
})

test('a file cut short on the disk ends in blob/missing, not in fewer bytes', async () => {
  await withRoot(async (root) => {
    const store = createDiskBlobStore({ root })
    await store.put('long', Buffer.alloc(1024 * 1024), ROOMY)
    const { path } = await store.localPath('long')
    const reading = await store.read('long', { start: 0, end: 1024 * 1024 - 1 })
    await truncate(path, 1000)
    await assert.rejects(bytesOf(reading), { code: 'blob/missing' })
    await assert.rejects(store.read('long', { start: 0, end: 1024 * 1024 - 1 }), { code: 'blob/missing' })
  })
})

test('a file that somebody else put between the objects is no key', async () => {
  await withRoot(async (root) => {
    const store = createDiskBlobStore({ root })
    await store.put('mine', Buffer.from('x'), ROOMY)
    const { path } = await store.localPath('mine')
    await writeFile(join(path, '..', 'Foreign File'), 'x')
    await writeFile(join(root, 'objects', 'stray'), 'x')
    assert.deepEqual(await Array.fromAsync(store.keys('')), ['mine'])
  })
})

test('a full disk is blob/full, frees what was written, and takes smaller content', {
  skip: smallDiskReason(),
}, async () => {
  const program = `
    import { readdir } from 'node:fs/promises'
    const { createDiskBlobStore } = await import(${JSON.stringify(MODULE)})
    const root = process.argv[1]
    const store = createDiskBlobStore({ root })
    const refused = await store.put('large', Buffer.alloc(2 ** 20), { maxBytes: 2 ** 30 }).catch((error) => error)
    const left = await readdir(root + '/incoming')
    const seen = await store.stat('large')
    const small = await store.put('small', Buffer.alloc(1000), { maxBytes: 2 ** 30 })
    console.log(JSON.stringify({ code: refused.code, status: refused.status, left, seen, small: small.bytes }))`
  await withRoot(async (root) => {
    const [unshare = '', ...words] = withSmallDisk(root, 256)
    const run = spawnSync(unshare, [...words, process.execPath, '--input-type=module', '-e', program, root], {
      encoding: 'utf8',
    })
    assert.equal(run.status, 0, run.stderr)
    assert.deepEqual(JSON.parse(run.stdout), { code: 'blob/full', status: 507, left: [], seen: null, small: 1000 })
  })
})

function windowsReason(): string | false {
  return process.platform === 'win32' ? 'Windows has no such file modes' : false
}
