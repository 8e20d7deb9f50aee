import { lchown, lstat, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

const FIRST_FREE_ID = 55_432
const NAMED = ['postgres', '_postgres']

export interface Account {
  readonly uid: number
  readonly gid: number
}

/** Null means: as this process. */
export interface Accounts {
  readonly server: Account | null
  readonly initdb: Account | null
}

/**
 * The accounts PostgreSQL runs under, which refuses root: this process's own unless it is root; else the owner of the existing
 * cluster, the `postgres` account, or an id of 55432 upwards that belongs to nobody. `initdb` wants an account with a name, so
 * without a `postgres` one it runs as `nobody` and its files are given to the server's id afterwards.
 */
export async function embeddedAccounts(cluster: string): Promise<Accounts> {
  if (process.getuid?.() !== 0) return { server: null, initdb: null }
  const passwd = await readFile('/etc/passwd', 'utf8')
  const group = await readFile('/etc/group', 'utf8')
  return chooseAccounts(passwd, group, await ownerOf(cluster))
}

/** The choice of `embeddedAccounts` for root, from the texts of /etc/passwd and /etc/group. */
export function chooseAccounts(passwd: string, group: string, owner: Account | null): Accounts {
  const entries = passwd.split('\n').map((line) => line.split(':'))
  const named = entries.find(([name]) => NAMED.includes(name ?? ''))
  const postgres = named === undefined ? null : account(named)
  const nobody = entries.find(([name]) => name === 'nobody')
  const initdb = postgres ?? (nobody === undefined ? null : account(nobody))
  if (initdb === null) {
    throw new Error('PostgreSQL does not run as root, and there is no account `postgres` or `nobody` to run it as.')
  }
  const isTaken = (id: number): boolean =>
    [...entries, ...group.split('\n').map((line) => line.split(':'))].some((fields) => fields[2] === String(id))
  let free = FIRST_FREE_ID
  while (isTaken(free)) free += 1
  return { initdb, server: (owner?.uid === 0 ? null : owner) ?? postgres ?? { uid: free, gid: free } }
}

/** Gives a folder and all in it to an account; one that belongs to it already is left as it is. */
export async function giveFolder(folder: string, to: Account | null): Promise<void> {
  if (to === null) return
  const top = await lstat(folder)
  if (top.uid === to.uid && top.gid === to.gid) return
  const entries = await readdir(folder, { recursive: true })
  for (const entry of entries) await lchown(join(folder, entry), to.uid, to.gid)
  // The folder itself comes last: its owner says that all in it was given.
  await lchown(folder, to.uid, to.gid)
}

function account(fields: readonly string[]): Account {
  return { uid: Number(fields[2]), gid: Number(fields[3]) }
}

async function ownerOf(folder: string): Promise<Account | null> {
  try {
    const { uid, gid } = await lstat(folder)
    return { uid, gid }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}
