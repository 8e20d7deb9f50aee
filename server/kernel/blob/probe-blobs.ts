import { randomBytes } from 'node:crypto'
import { newId } from '../id.ts'
import type { BlobStore } from './blob-store.ts'

/** Writes a small object, reads it, compares and removes it. Throws what the store throws. */
export async function probeBlobs(store: Pick<BlobStore, 'put' | 'read' | 'remove'>): Promise<void> {
  const key = `probe/${newId()}`
  const expected = randomBytes(32)
  await store.put(key, expected, { maxBytes: expected.length })
  try {
    const chunks: Uint8Array[] = []
    for await (const chunk of await store.read(key)) chunks.push(chunk)
    if (!Buffer.concat(chunks).equals(expected)) throw new Error('the store gave back other bytes than it was given')
  } finally {
    await store.remove(key)
  }
}
