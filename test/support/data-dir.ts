import assert from 'node:assert/strict'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { postgresProcessesIn, until } from '../../server/kernel/db/embedded-process.ts'

const POSTGRES_ENDS_MS = 20_000

/** Removes the data folder (a real path) of a server that ended: its PostgreSQL may outlive it by a moment and still write. */
export async function removeDataDir(dataDir: string): Promise<void> {
  const cluster = join(dataDir, 'postgres')
  assert.ok(
    await until(() => postgresProcessesIn(cluster).length === 0, POSTGRES_ENDS_MS),
    `PostgreSQL runs in ${cluster}`,
  )
  await rm(dataDir, { recursive: true, force: true })
}
