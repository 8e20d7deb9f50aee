import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { newId } from '../id.ts'
import { Problem } from '../problem.ts'
import { assertBlobKey } from './blob-key.ts'
import { blobProblems, systemCode, toWriteProblem } from './blob-problems.ts'
import type { BlobPart, BlobWritten, PartedBlobs, PartedWrite, PartTerms } from './blob-store.ts'
import { syncFolder } from './disk-folder.ts'
import { readBytes } from './disk-read.ts'
import { statOrNull, unlinkIfThere, writeDurably } from './disk-write.ts'

interface Folders {
  readonly incoming: string
  readonly parts: string
}

/** The objects beside the parts. */
interface Objects {
  put(key: string, source: Readable, maxBytes: number): Promise<BlobWritten>
  has(key: string): Promise<boolean>
}

/**
 * Parts in files of a folder for each write. A part gets its name by rename(2) after its bytes were synced: it replaces a former one
 * at once, and a reader has one or the other whole. They are copied into the object, so that none can change what was hashed.
 */
export function createDiskParts(folders: Folders, objects: Objects): PartedBlobs {
  return {
    async begin(key) {
      assertBlobKey(key)
      const write = { key, id: newId() }
      await mkdir(folderOf(folders, write), { mode: 0o700 })
      await syncFolder(folders.parts)
      return write
    },
    put: (write, number, source, terms) => putPart(folders, { ...write, number }, source, terms),
    list: async (write) => await listParts(folderOf(folders, write)),
    assemble: (write) => assemble(folders, write, objects),
    abandon: async (write) => await removeParts(folderOf(folders, write)),
  }
}

const WRITE_ID = /^[0-9a-f-]{36}$/

function folderOf({ parts }: Folders, { key, id }: PartedWrite): string {
  assertBlobKey(key)
  if (!WRITE_ID.test(id)) throw new TypeError('not a write in parts of this store')
  return join(parts, id)
}

async function putPart(
  folders: Folders,
  part: PartedWrite & { readonly number: number },
  source: Readable,
  { bytes, signal }: PartTerms,
): Promise<void> {
  const folder = folderOf(folders, part)
  const temporary = join(folders.incoming, newId())
  try {
    if ((await statOrNull(folder)) === null) throw blobProblems('missing')
    const written = await writeDurably(temporary, source, {
      maxBytes: bytes,
      ...(signal === undefined ? {} : { signal }),
    })
    if (written.bytes !== bytes) throw blobProblems('length-differs')
    await rename(temporary, join(folder, String(part.number)))
    await syncFolder(folder)
  } catch (error) {
    source.destroy()
    // The folder went while the bytes came: the write is over.
    if (systemCode(error) === 'ENOENT') throw blobProblems('missing', { cause: error })
    throw error instanceof Problem && error.code === 'blob/too-large'
      ? blobProblems('length-differs', { cause: error })
      : toWriteProblem(error)
  } finally {
    await unlinkIfThere(temporary)
  }
}

async function listParts(folder: string): Promise<BlobPart[]> {
  try {
    const numbers = (await readdir(folder)).map(Number).sort((one, other) => one - other)
    return await Promise.all(
      numbers.map(async (number) => ({ number, bytes: (await stat(join(folder, String(number)))).size })),
    )
  } catch (error) {
    throw systemCode(error) === 'ENOENT' ? blobProblems('missing', { cause: error }) : error
  }
}

/** What fails although the object is there has lost to another who put it together, and perhaps took the parts away meanwhile. */
async function assemble(folders: Folders, write: PartedWrite, objects: Objects): Promise<{ sha256: string | null }> {
  const folder = folderOf(folders, write)
  let sha256: string | null = null
  try {
    const parts = await listParts(folder)
    const bytes = parts.reduce((sum, part) => sum + part.bytes, 0)
    sha256 = (await objects.put(write.key, Readable.from(contentOf(folder, parts)), bytes)).sha256
  } catch (error) {
    if (!(error instanceof Problem && (await objects.has(write.key)))) throw error
  }
  await removeParts(folder)
  return { sha256 }
}

async function* contentOf(folder: string, parts: readonly BlobPart[]): AsyncGenerator<Uint8Array> {
  for (const { number } of parts)
    yield* (await readBytes(join(folder, String(number)), undefined)) as AsyncIterable<Uint8Array>
}

/** Renamed first, so that no part can still come while its folder is being emptied. */
async function removeParts(folder: string): Promise<void> {
  const gone = `${folder}.gone`
  try {
    await rename(folder, gone)
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error
  }
  await rm(gone, { recursive: true, force: true })
}

/** Removes writes in parts to which none was added since this instant; returns how many. */
export async function sweepParts(folder: string, before: Date): Promise<number> {
  let removed = 0
  for (const name of await readdir(folder)) {
    const path = join(folder, name)
    const found = await statOrNull(path)
    if (found === null || found.mtime >= before) continue
    await rm(path, { recursive: true, force: true })
    removed += 1
  }
  return removed
}
