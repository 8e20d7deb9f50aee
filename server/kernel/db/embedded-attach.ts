import { readFile, realpath } from 'node:fs/promises'
import { join } from 'node:path'
import { embeddedPasswords } from './embedded-cluster.ts'

/**
 * The URL of the embedded PostgreSQL that another process runs on `dataDir`, for commands beside a running server: they connect, they
 * neither own nor stop it. Throws ENOENT when none has run there.
 */
export async function embeddedUrl(dataDir: string): Promise<string> {
  const folder = await realpath(dataDir)
  const port = (await readFile(join(folder, 'postgres.port'), 'utf8')).trim()
  const passwords = await embeddedPasswords(folder)
  return `postgres://plinth:${passwords.plinth}@127.0.0.1:${port}/plinth`
}
