import { spawn } from 'node:child_process'
import { createHmac, randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type Account, type Accounts, giveFolder } from './embedded-account.ts'
import type { Binaries } from './embedded-binaries.ts'

export interface Passwords {
  readonly superuser: string
  readonly plinth: string
}

/**
 * The initdb of a killed owner may still be writing when the next start removes its folder; it gives up once the folder is gone.
 * Each retry waits longer by the delay: 10 s in all.
 */
const REMOVE = { recursive: true, force: true, maxRetries: 20, retryDelay: 50 } as const

/** The folder of the running cluster, and the start of the names of those in the making. */
const CLUSTER = 'postgres'
const MAKING = `${CLUSTER}.new-`

const INITDB = [
  '--username=postgres',
  '--encoding=UTF8',
  '--locale=C',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  '--data-checksums',
  '--auth-local=reject',
  '--auth-host=scram-sha-256',
  '--no-instructions',
]

/** Where the cluster of a data folder is, once it is whole. */
export function clusterFolder(dataDir: string): string {
  return join(dataDir, CLUSTER)
}

/**
 * `-D` for a PostgreSQL started with its folder as working directory. A process that gives up root may lack the right to pass
 * the folder's parents (/root, or one of mode 0700), and PostgreSQL opens files by this path; on Linux the link in /proc names
 * the working directory without passing them.
 */
export function folderArgument(folder: string, account: Account | null): string {
  return account !== null && process.platform === 'linux' ? '/proc/self/cwd' : folder
}

/** The environment of PostgreSQL's programs: nothing of ours, which holds secrets. Windows programs do not start without theirs. */
export const postgresEnvironment =
  process.platform === 'win32' ? {} : { env: { LC_ALL: 'C', TZ: 'UTC', PATH: '/usr/bin:/bin' } }

/**
 * The passwords of the two roles. The file holds the superuser's, 32 random bytes; the application's is derived from it, so that
 * who knows the connection URL does not know the superuser's.
 */
export async function embeddedPasswords(dataDir: string): Promise<Passwords> {
  const path = join(dataDir, 'postgres.password')
  if (!existsSync(path)) {
    if (existsSync(clusterFolder(dataDir))) {
      throw new Error(
        `${path} is missing, and without it nobody can log in to the database beside it. Bring it back from a backup.`,
      )
    }
    await writeDurably(path, `${randomBytes(32).toString('base64url')}\n`)
  }
  const superuser = (await readFile(path, 'utf8')).trim()
  return { superuser, plinth: createHmac('sha256', superuser).update('role plinth').digest('base64url') }
}

/**
 * Makes the cluster with the role `plinth` (no superuser; may create databases, as the tests do) and its database. The work is
 * done in a folder of another name and appears by a rename, so a crash leaves no half of it; what it left is removed first.
 */
export async function createCluster(
  dataDir: string,
  { binaries, accounts, passwords }: { binaries: Binaries; accounts: Accounts; passwords: Passwords },
): Promise<void> {
  for (const name of await readdir(dataDir)) {
    if (name.startsWith(MAKING)) await rm(join(dataDir, name), REMOVE)
  }
  const folder = join(dataDir, `${MAKING}${randomBytes(6).toString('hex')}`)
  await mkdir(folder, { mode: 0o700 })
  await giveFolder(folder, accounts.initdb)
  const at = { folder, account: accounts.initdb }
  const place = folderArgument(folder, accounts.initdb)
  await run(binaries.initdb, ['-D', place, ...INITDB], at)
  await run(binaries.postgres, ['--single', '-D', place, '-c', 'exit_on_error=on', 'postgres'], {
    ...at,
    input:
      `ALTER ROLE postgres PASSWORD '${passwords.superuser}';\n` +
      `CREATE ROLE plinth LOGIN CREATEDB PASSWORD '${passwords.plinth}';\n` +
      'CREATE DATABASE plinth OWNER plinth;\n',
  })
  await giveFolder(folder, accounts.server)
  await rename(folder, clusterFolder(dataDir))
  await syncFolder(dataDir)
}

/** Gives the server what a copy or an earlier start under another account left to root, with the mode PostgreSQL insists on. */
export async function adoptCluster(dataDir: string, server: Account | null): Promise<void> {
  if (server === null) return
  await giveFolder(clusterFolder(dataDir), server)
  await chmod(clusterFolder(dataDir), 0o700)
}

async function run(
  program: string,
  args: readonly string[],
  { folder, account, input }: { folder: string; account: Account | null; input?: string },
): Promise<void> {
  const child = spawn(program, args, { cwd: folder, ...account, ...postgresEnvironment, stdio: 'pipe' })
  const said: string[] = []
  child.stdout.on('data', (text) => said.push(String(text)))
  child.stderr.on('data', (text) => said.push(String(text)))
  // EPIPE: it ended before reading, which its exit code and its words below tell better.
  child.stdin.on('error', (error) => said.push(error.message))
  child.stdin.end(input ?? '')
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (exitCode, signal) => resolve(exitCode ?? signal))
  })
  if (code !== 0) throw new Error(`${program} failed (${code}): ${said.join('').trim()}`)
}

async function writeDurably(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', 0o600)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
}

async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
