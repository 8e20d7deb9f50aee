import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbeddedPostgres } from '../server/kernel/db/embedded.ts'

/** Runs `work` beside one embedded PostgreSQL that all test files share, each with databases of its own. */
export async function withTestDatabase<Result>(work: () => Promise<Result>): Promise<Result> {
  if (process.env.PLINTH_TEST_DATABASE_URL !== undefined) return await work()
  const folder = await mkdtemp(join(tmpdir(), 'plinth-tests-'))
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
