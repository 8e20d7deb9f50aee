import { execFile, execFileSync } from 'node:child_process'
import { appendFile, chown, mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { postgresProcessesIn, signalProcess } from '../../server/kernel/db/embedded-process.ts'
import { pickPort } from './server-process.ts'

const run = promisify(execFile)

/** A PostgreSQL of the machine, beside the server and none of its business. */
export interface ExternalPostgres {
  readonly url: string
  /** Ends every process at once, as a crash does, and starts again. */
  crashAndRestart(): Promise<void>
  /** Ends every process in order; nobody listens then. */
  leave(): Promise<void>
  comeBack(): Promise<void>
  /** Stops the clock of every process: connections stay open and are never answered. */
  freeze(): void
  thaw(): void
  stop(): Promise<void>
}

/** Makes a cluster in a temporary folder with the programs beside `postgresPath` and starts it, as the account `postgres` when we are root. */
export async function startExternalPostgres(postgresPath: string): Promise<ExternalPostgres> {
  const account = process.getuid?.() === 0 ? { uid: idOf('-u'), gid: idOf('-g') } : {}
  const home = await realpath(await mkdtemp(join(tmpdir(), 'plinth-external-pg-')))
  if (account.uid !== undefined) await chown(home, account.uid, account.gid)
  const folder = join(home, 'cluster')
  const port = await pickPort()
  const program = (name: string, args: readonly string[]) =>
    run(join(dirname(postgresPath), name), args, { ...account, cwd: home, timeout: 60_000 })
  const control = (...args: string[]) => program('pg_ctl', ['-D', folder, '-w', '-l', join(home, 'log'), ...args])

  await program('initdb', ['-D', folder, '-U', 'plinth', '--auth=trust', '--encoding=UTF8', '--locale=C', '--no-sync'])
  const settings = [`port = ${port}`, "listen_addresses = '127.0.0.1'", "unix_socket_directories = ''"]
  await appendFile(join(folder, 'postgresql.conf'), `${settings.join('\n')}\n`)
  await control('start')
  await program('createdb', ['-h', '127.0.0.1', '-p', String(port), '-U', 'plinth', 'plinth'])
  const signalAll = (name: NodeJS.Signals): void => {
    for (const pid of postgresProcessesIn(folder)) signalProcess(pid, name)
  }
  return {
    url: `postgres://plinth@127.0.0.1:${port}/plinth`,
    crashAndRestart: async () => void (await control('-m', 'immediate', 'restart')),
    leave: async () => void (await control('-m', 'fast', 'stop')),
    comeBack: async () => void (await control('start')),
    freeze: () => signalAll('SIGSTOP'),
    thaw: () => signalAll('SIGCONT'),
    async stop() {
      signalAll('SIGCONT')
      await control('-m', 'immediate', 'stop')
      await rm(home, { recursive: true, force: true })
    },
  }
}

function idOf(flag: '-u' | '-g'): number {
  return Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }))
}
