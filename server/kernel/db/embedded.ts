import { existsSync } from 'node:fs'
import { mkdir, realpath } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { type Accounts, embeddedAccounts } from './embedded-account.ts'
import { embeddedBinaries } from './embedded-binaries.ts'
import { adoptCluster, clusterFolder, createCluster, embeddedPasswords } from './embedded-cluster.ts'
import { openServerLog, type ServerLog } from './embedded-log.ts'
import { ownFolder, type Refusal } from './embedded-owner.ts'
import { type Server, startServer } from './embedded-server.ts'

const CONNECT_TIMEOUT_MS = 10_000

export interface EmbeddedPostgres {
  /** For the role `plinth`, who owns the database `plinth` and is no superuser. Holds the password. */
  readonly url: string
  readonly port: number
  /** As the server tells it: `18.4`. */
  readonly version: string
  /** Whether this start made the cluster. */
  readonly firstStart: boolean
  /** Ends PostgreSQL (fast shutdown; after 10 s immediate) and gives the folder free. Further calls wait for the first. */
  stop(): Promise<void>
}

export interface EmbeddedOptions {
  /** Made with mode 0700 when absent. Holds `postgres/`, `postgres.password`, `postgres.port`, `postgres.log` and `owner.json`. */
  readonly dataDir: string
  /** PostgreSQL ended while it should run; not called by `stop`. */
  readonly onExit: (reason: string) => void
}

/** Another live process owns the data folder; the message names it and says what to do. */
export class EmbeddedOwnedError extends Error {
  override readonly name = 'EmbeddedOwnedError'
  readonly pid: number
  readonly dataDir: string

  constructor(dataDir: string, { holder, isElsewhere }: Refusal) {
    const where = isElsewhere ? ` on ${holder.host}` : ''
    super(
      `${dataDir} is in use by process ${holder.pid}${where} since ${holder.since}, and one process at a time may own it. ` +
        'Stop that process, choose another folder by DATA_DIR, or share one PostgreSQL by DATABASE_URL.',
    )
    this.pid = holder.pid
    this.dataDir = dataDir
  }
}

/**
 * Starts a real PostgreSQL whose files are in `dataDir`, and makes them at the first start. It listens on 127.0.0.1 only, at a
 * port chosen anew when the last one is taken, and asks every connection for a password (SCRAM). As root it runs under an
 * account without rights (`embeddedAccounts`).
 *
 * One process owns the folder: throws EmbeddedOwnedError, which names it, while it lives. When the owner dies without `stop`, by
 * SIGKILL too, PostgreSQL is shut down by a watchdog or, at the latest, at the next start; what was committed is there.
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  await mkdir(options.dataDir, { recursive: true, mode: 0o700 })
  const dataDir = await realpath(options.dataDir)
  const ownership = await ownFolder(dataDir)
  if ('holder' in ownership) throw new EmbeddedOwnedError(dataDir, ownership)
  try {
    const log = openServerLog(join(dataDir, 'postgres.log'))
    try {
      return await startOwned(dataDir, { log, release: ownership.release, onExit: options.onExit })
    } catch (error) {
      log.close()
      throw error
    }
  } catch (error) {
    await ownership.release()
    throw error
  }
}

interface Owned {
  readonly log: ServerLog
  readonly release: () => Promise<void>
  readonly onExit: (reason: string) => void
}

async function startOwned(dataDir: string, { log, release, onExit }: Owned): Promise<EmbeddedPostgres> {
  const folder = clusterFolder(dataDir)
  const firstStart = !existsSync(folder)
  const accounts = await embeddedAccounts(folder)
  const binaries = await embeddedBinaries(accountsInUse(accounts, firstStart))
  const passwords = await embeddedPasswords(dataDir)
  if (firstStart) await createCluster(dataDir, { binaries, accounts, passwords })
  else await adoptCluster(dataDir, accounts.server)
  const place = { folder, postgres: binaries.postgres, account: accounts.server, log }
  const server = await startServer(place, join(dataDir, 'postgres.port'))
  const url = `postgres://plinth:${passwords.plinth}@127.0.0.1:${server.port}/plinth`
  const version = await versionOf(url, server)
  server.onEnd(onExit)
  let stopped: Promise<void> | null = null
  const stop = async (): Promise<void> => {
    await server.stop()
    log.close()
    await release()
  }
  return {
    url,
    port: server.port,
    version,
    firstStart,
    stop() {
      stopped ??= stop()
      return stopped
    },
  }
}

function accountsInUse({ server, initdb }: Accounts, firstStart: boolean): Accounts['server'][] {
  return firstStart ? [server, initdb] : [server]
}

/** Logs in once, so that a password file that does not fit the cluster is found here and not by the first request. */
async function versionOf(url: string, server: Server): Promise<string> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT_MS })
  try {
    await client.connect()
    const { rows } = await client.query<{ server_version: string }>('SHOW server_version')
    return rows[0]?.server_version ?? ''
  } catch (cause) {
    await server.stop()
    throw new Error(
      'The embedded PostgreSQL started but refuses its own password: postgres.password is not the one it was made with.',
      {
        cause,
      },
    )
  } finally {
    await client.end()
  }
}
