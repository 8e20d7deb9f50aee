import { chmodSync, closeSync, fsyncSync, mkdirSync, openSync, readdirSync, statSync, unlinkSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { systemCode } from './blob-problems.ts'

/** Makes a folder only its owner may enter, and what is missing above it, durably. Synchronous: for the start. */
export function makePrivateFolder(folder: string): void {
  const first = mkdirSync(folder, { recursive: true, mode: 0o700 })
  chmodSync(folder, 0o700)
  if (first === undefined || process.platform === 'win32') return
  for (let made = folder; made.length >= first.length; made = dirname(made)) syncNow(dirname(made))
}

function syncNow(folder: string): void {
  const descriptor = openSync(folder, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

/** Removes files of `folder` that were last written before this instant; returns how many. Synchronous: for the start. */
export function sweepAbandoned(folder: string, before: Date): number {
  let removed = 0
  for (const name of readdirSync(folder)) {
    const path = join(folder, name)
    try {
      if (statSync(path).mtime >= before) continue
      unlinkSync(path)
      removed += 1
    } catch (error) {
      // Another process that sweeps at the same time was first.
      if (systemCode(error) !== 'ENOENT') throw error
    }
  }
  return removed
}

/** Makes names added to or taken from `folder` durable. Windows gives no handle to a folder and orders its metadata itself. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
