import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Snapshot } from '@plinth/sdk/flags'
import type { Logger } from '../../../kernel/telemetry/log.ts'

/** The last good snapshot of each environment, for a process that starts while the database is away. */
export interface SnapshotFiles {
  /** Whole or not at all, a little later, so that what is served waits for no disk; of several that wait the last one. */
  keep(snapshot: Snapshot): void
  /** All that was to be kept is. */
  settled(): Promise<void>
  /** Null when there is none that can be read. */
  read(environment: string): Promise<Snapshot | null>
}

const KEEP_AFTER_MS = 250

/** Files that only the account of the server can read. */
export function createSnapshotFiles(dataDir: string, log: Logger): SnapshotFiles {
  const folder = join(dataDir, 'flags')
  const pathOf = (environment: string): string => join(folder, `${environment}.json`)
  const waiting = new Map<string, Snapshot>()
  let timer: NodeJS.Timeout | null = null
  let writing: Promise<void> = Promise.resolve()

  async function write(snapshot: Snapshot): Promise<void> {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const path = pathOf(snapshot.environment)
    const draft = `${path}.${process.pid}.draft`
    await writeFile(draft, JSON.stringify(snapshot), { mode: 0o600, flush: true })
    await rename(draft, path)
  }

  async function writeAll(): Promise<void> {
    for (const [environment, snapshot] of waiting) {
      waiting.delete(environment)
      await write(snapshot).catch((error: unknown) => log.warn({ err: error }, 'flags were not kept on disk'))
    }
  }

  function settled(): Promise<void> {
    if (timer !== null) clearTimeout(timer)
    timer = null
    writing = writing.then(writeAll)
    return writing
  }

  return {
    keep(snapshot) {
      waiting.set(snapshot.environment, snapshot)
      timer ??= setTimeout(settled, KEEP_AFTER_MS).unref()
    },
    settled,
    async read(environment) {
      try {
        const found = JSON.parse(await readFile(pathOf(environment), 'utf8')) as Snapshot
        return isSnapshotOf(found, environment) ? found : null
      } catch {
        // Absent, or not what was written: there is no last good one.
        return null
      }
    },
  }
}

function isSnapshotOf(found: Partial<Snapshot> | null, environment: string): boolean {
  return (
    found?.environment === environment &&
    typeof found.revision === 'number' &&
    Array.isArray(found.flags) &&
    Array.isArray(found.segments)
  )
}
