import { closeSync, copyFileSync, openSync, readFileSync, statSync, truncateSync } from 'node:fs'

const SIZE_MAX_BYTES = 8 * 1024 * 1024
const CHECK_MS = 30_000
const TAIL_LINES = 12

/** The file PostgreSQL writes its warnings and errors to; it and one former file stay under about 8 MiB each. */
export interface ServerLog {
  /** For the child's stdio. */
  readonly descriptor: number
  sizeBytes(): number
  /** The last lines written after the first `fromBytes`. */
  tail(fromBytes: number): string
  close(): void
}

/** Opens the log for appending. The bound is kept by copying and truncating, for PostgreSQL keeps the file open: a line written between the two is lost. */
export function openServerLog(path: string): ServerLog {
  const descriptor = openSync(path, 'a', 0o600)
  bound(path)
  const timer = setInterval(() => bound(path), CHECK_MS)
  timer.unref()
  return {
    descriptor,
    sizeBytes: () => statSync(path).size,
    tail(fromBytes) {
      const text = readFileSync(path)
      const written = text.subarray(text.length >= fromBytes ? fromBytes : 0).toString('utf8')
      return written.trim().split('\n').slice(-TAIL_LINES).join('\n')
    },
    close() {
      clearInterval(timer)
      closeSync(descriptor)
    },
  }
}

function bound(path: string): void {
  if (statSync(path).size < SIZE_MAX_BYTES) return
  copyFileSync(path, `${path}.1`)
  truncateSync(path)
}
