import { createHash } from 'node:crypto'
import { link, mkdir, opendir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { inSeconds } from '../clock.ts'
import { newId } from '../id.ts'
import { assertBlobKey, isBlobKey } from './blob-key.ts'
import { blobProblems, systemCode, toWriteProblem } from './blob-problems.ts'
import type { BlobStore, BlobWritten, WriteTerms } from './blob-store.ts'
import { makePrivateFolder, sweepAbandoned, syncFolder } from './disk-folder.ts'
import { createDiskParts, sweepParts } from './disk-parts.ts'
import { readBytes } from './disk-read.ts'
import { statOrNull, unlinkIfThere, writeDurably } from './disk-write.ts'
import { probeBlobs } from './probe-blobs.ts'

/** A write touches its temporary file all the time; one untouched for an hour belongs to a process that is gone. */
const ABANDONED_AFTER_SECONDS = 3600

interface Folders {
  /** 4096 folders by hash, each with files named by their key, `_` for `/`: a key may be another key's beginning. */
  readonly objects: string
  /** Files being written; on the file system of `objects`, so that a link moves nothing. */
  readonly incoming: string
  /** A folder for each open write in parts, with files named by their numbers. */
  readonly parts: string
  /** Folders whose own names this process knows to be on the disk. */
  readonly durable: Set<string>
}

interface Place {
  readonly folder: string
  readonly path: string
}

/**
 * Bytes in files below `root`, folders 0700 and files 0600. A key appears by link(2) after its bytes were synced, which is atomic
 * and refuses an existing name: of two writers one wins. What a crash left behind is removed here, at the start. The file system
 * needs hard links; `probe` finds out. Throws at once when `root` cannot be made.
 */
export function createDiskBlobStore(options: { readonly root: string }): BlobStore {
  const folders: Folders = {
    objects: resolve(options.root, 'objects'),
    incoming: resolve(options.root, 'incoming'),
    parts: resolve(options.root, 'parts'),
    durable: new Set(),
  }
  makePrivateFolder(folders.objects)
  makePrivateFolder(folders.incoming)
  makePrivateFolder(folders.parts)
  sweepAbandoned(folders.incoming, inSeconds(-ABANDONED_AFTER_SECONDS))

  const store: BlobStore = {
    put: (key, source, terms) => put(folders, key, { source, ...terms }),
    async read(key, range) {
      return await readBytes(placeOf(folders, key).path, range)
    },
    async stat(key) {
      const found = await statOrNull(placeOf(folders, key).path)
      return found === null ? null : { bytes: found.size, modifiedAt: found.mtime, sha256: null }
    },
    async remove(key) {
      const place = placeOf(folders, key)
      if (await unlinkIfThere(place.path)) await syncFolder(place.folder)
    },
    async localPath(key) {
      const { path } = placeOf(folders, key)
      if ((await statOrNull(path)) === null) throw blobProblems('missing')
      return { path, release: async () => undefined }
    },
    keys: (prefix) => keys(folders, prefix),
    sweepUnfinished: async (before) =>
      sweepAbandoned(folders.incoming, before) + (await sweepParts(folders.parts, before)),
    probe: () => probeBlobs(store),
    parts: createDiskParts(folders, {
      put: (key, source, maxBytes) => put(folders, key, { source, maxBytes }),
      has: async (key) => (await statOrNull(placeOf(folders, key).path)) !== null,
    }),
    direct: null,
  }
  return store
}

function placeOf(folders: Folders, key: string): Place {
  assertBlobKey(key)
  const fan = createHash('sha256').update(key).digest('hex').slice(0, 3)
  const folder = join(folders.objects, fan)
  return { folder, path: join(folder, key.replaceAll('/', '_')) }
}

interface Incoming extends WriteTerms {
  readonly source: Readable | Uint8Array
}

async function put(folders: Folders, key: string, incoming: Incoming): Promise<BlobWritten> {
  const source = incoming.source instanceof Readable ? incoming.source : Readable.from([incoming.source])
  const temporary = join(folders.incoming, newId())
  try {
    const place = placeOf(folders, key)
    if ((await statOrNull(place.path)) !== null) throw blobProblems('exists')
    const written = await writeDurably(temporary, source, incoming)
    incoming.check?.(written)
    await ensureFolder(folders, place.folder)
    await publish(temporary, place)
    return written
  } catch (error) {
    source.destroy()
    throw toWriteProblem(error)
  } finally {
    await unlinkIfThere(temporary)
  }
}

/** Synced once per process even when the folder exists: whoever made it may not have come to that yet. */
async function ensureFolder(folders: Folders, folder: string): Promise<void> {
  if (folders.durable.has(folder)) return
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await syncFolder(folders.objects)
  folders.durable.add(folder)
}

/** Gives the finished file its name; the name is durable, or not there, when this returns. */
async function publish(temporary: string, place: Place): Promise<void> {
  try {
    await link(temporary, place.path)
  } catch (error) {
    throw systemCode(error) === 'EEXIST' ? blobProblems('exists', { cause: error }) : error
  }
  try {
    await syncFolder(place.folder)
  } catch (error) {
    await unlinkIfThere(place.path)
    throw error
  }
}

async function* keys(folders: Folders, prefix: string): AsyncIterable<string> {
  for await (const fan of await opendir(folders.objects)) {
    if (!fan.isDirectory()) continue
    for await (const entry of await opendir(join(folders.objects, fan.name))) {
      const key = entry.name.replaceAll('_', '/')
      if (entry.isFile() && isBlobKey(key) && key.startsWith(prefix)) yield key
    }
  }
}
