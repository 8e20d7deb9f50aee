import { mkdtemp, rm, statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbeddedPostgres } from '../server/kernel/db/embedded.ts'

/** Runs `work` beside one embedded PostgreSQL that all test files share, each with databases of its own. */
export async function withTestDatabase<Result>(work: () => Promise<Result>): Promise<Result> {
  if (process.env.PLINTH_TEST_DATABASE_URL !== undefined) return await work()
  const folder = await mkdtemp(join(await quickFolder(), 'plinth-tests-'))
  const embedded = await startEmbeddedPostgres({
    dataDir: folder,
    onExit: (reason) => {
      throw new Error(`the database of the tests is gone: ${reason}`)
    },
  })
  process.env.PLINTH_TEST_DATABASE_URL = embedded.url
  try {
    return await work()
  } finally {
    await embedded.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

const SHARED_MEMORY = '/dev/shm'
const ROOM_BYTES = 3_000_000_000

/**
 * In memory where there is room: what the run wrote is thrown away when it ends, and a database of its own for each file is a thousand
 * files. Tests of durability start a PostgreSQL of their own, on disk.
 */
async function quickFolder(): Promise<string> {
  try {
    const { bavail, bsize } = await statfs(SHARED_MEMORY)
    return bavail * bsize >= ROOM_BYTES ? SHARED_MEMORY : tmpdir()
  } catch {
    // No such folder: not Linux.
    return tmpdir()
  }
}
