import { chmodSync, closeSync, fsyncSync, mkdirSync, openSync, readdirSync, statSync, unlinkSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { nowMs } from '../clock.ts'
import { systemCode } from './blob-problems.ts'

/** A write touches its temporary file all the time; one untouched for an hour belongs to a process that is gone. */
const ABANDONED_AFTER_MS = 60 * 60 * 1000

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

/** Removes files that a crash left in `folder` an hour ago or earlier. Synchronous: for the start. */
export function sweepAbandoned(folder: string): void {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name)
    try {
      if (nowMs() - statSync(path).mtimeMs >= ABANDONED_AFTER_MS) unlinkSync(path)
    } catch (error) {
      // Another process that starts at the same time sweeps too.
      if (systemCode(error) !== 'ENOENT') throw error
    }
  }
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
