import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync, realpathSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { createServer, type Server as NetServer, Socket } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Account } from './embedded-account.ts'
import { folderArgument, postgresEnvironment } from './embedded-cluster.ts'
import type { ServerLog } from './embedded-log.ts'
import { memoryBytes, sharedBuffers } from './embedded-memory.ts'
import { isPostgresIn, postgresProcessesIn, signalProcess, takesSignals, until } from './embedded-process.ts'

const START_TRIES = 5
const START_TIMEOUT_MS = 120_000
const RETRY_MS = 50
const ORPHANS_MS = 10_000
const STATUS_LINE = 7
const SHUTDOWN = [
  ['SIGINT', 10_000],
  ['SIGQUIT', 6_000],
  ['SIGKILL', 2_000],
] as const
/** What passes by itself: another process was quicker on the port, or the processes of a killed owner are still ending. */
const PASSING = /could not (bind|create any TCP)|shared memory block .* still in use|lock file .* already exists/

/** Flags win over postgresql.conf and ALTER SYSTEM, so what durability and privacy rest on cannot be configured away. */
const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  password_encryption: 'scram-sha-256',
  fsync: 'on',
  full_page_writes: 'on',
  synchronous_commit: 'on',
  autovacuum: 'on',
  shared_buffers: sharedBuffers(memoryBytes()),
  max_connections: '100',
  // A page is written whole the first time after each checkpoint. Where an index in no order is large, checkpoints every 256 MB of log
  // made most of that log pages, and an import of the fourth 250,000 fills write twice what the first did.
  max_wal_size: '1GB',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_destination: 'stderr',
  logging_collector: 'off',
  log_min_messages: 'warning',
  log_checkpoints: 'off',
  log_line_prefix: '%m [%p] %q%u ',
  cluster_name: 'plinth',
}

export interface ServerPlace {
  readonly folder: string
  readonly postgres: string
  readonly account: Account | null
  readonly log: ServerLog
}

/** A running postmaster, ready for connections. */
export interface Server {
  readonly port: number
  /** Called once, when it ends before `stop` was called. */
  onEnd(listener: (reason: string) => void): void
  stop(): Promise<void>
}

/** Starts PostgreSQL on a free loopback port, `portFile`'s if that is free, and waits until it takes connections. */
export async function startServer(place: ServerPlace, portFile: string): Promise<Server> {
  for (let tries = 1; ; tries += 1) {
    await stopOrphan(place.folder)
    const logStart = place.log.sizeBytes()
    const port = await freePort(rememberedPort(portFile))
    const child = spawnServer(place, port)
    const isUp = await until(() => hasEnded(child) || isReady(place.folder, child), START_TIMEOUT_MS)
    if (isUp && !hasEnded(child)) {
      writeFileSync(portFile, `${port}\n`, { mode: 0o600 })
      return runningServer(child, port, () => place.log.tail(logStart))
    }
    if (!isUp) await shutDown(child)
    const reason = place.log.tail(logStart)
    if (!isUp || tries === START_TRIES || !PASSING.test(reason)) {
      throw new Error(`PostgreSQL did not start (${place.postgres}, ${place.folder}):\n${reason}`)
    }
    await sleep(RETRY_MS * tries)
  }
}

/**
 * Stops what an owner killed with SIGKILL left running, by the pid in postmaster.pid, and waits for the processes of a postmaster
 * that was killed itself. Then nothing uses the cluster, and the file goes if its pid still answers: of another program by now, or
 * a zombie where process 1 reaps none (a container without an init); PostgreSQL would take either for itself.
 */
async function stopOrphan(folder: string): Promise<void> {
  const pid = Number(postmasterFile(folder)?.[0])
  if (!Number.isInteger(pid) || pid <= 0) return
  const real = realpathSync(folder)
  if (isPostgresIn(pid, real)) {
    await endPostgres(
      (signal) => signalProcess(pid, signal),
      () => !isPostgresIn(pid, real),
    )
  }
  if (!(await until(() => postgresProcessesIn(real).length === 0, ORPHANS_MS))) {
    throw new Error(`PostgreSQL processes still work in ${folder}: ${postgresProcessesIn(real).join(', ')}`)
  }
  if (takesSignals(pid)) rmSync(join(folder, 'postmaster.pid'), { force: true })
}

/** A session of its own: Ctrl-C in a terminal reaches every process of the server's, and the database must outlive the requests. */
function spawnServer({ folder, postgres, account, log }: ServerPlace, port: number): ChildProcess {
  const settings = Object.entries({ ...SETTINGS, port: String(port) }).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ])
  const child = spawn(postgres, ['-D', folderArgument(folder, account), ...settings], {
    cwd: folder,
    ...account,
    ...postgresEnvironment,
    stdio: ['ignore', log.descriptor, log.descriptor],
    detached: process.platform !== 'win32',
  })
  child.once('error', (error) => writeSync(log.descriptor, `${error.message}\n`))
  if (child.pid !== undefined && process.platform !== 'win32') watch(child, child.pid, account)
  return child
}

/**
 * Stops PostgreSQL when this process dies without doing it: a shell waits for the end of a pipe that only this process holds
 * open. The next start copes without it too.
 */
function watch(child: ChildProcess, pid: number, account: Account | null): void {
  const watchdog = spawn('/bin/sh', ['-c', 'read -r _; kill -INT "$1"', 'plinth-watchdog', String(pid)], {
    ...account,
    cwd: '/',
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  })
  watchdog.unref()
  if (watchdog.stdin instanceof Socket) watchdog.stdin.unref()
  child.once('exit', () => watchdog.kill('SIGKILL'))
}

function runningServer(child: ChildProcess, port: number, logTail: () => string): Server {
  let isStopping = false
  let stopped: Promise<void> | null = null
  return {
    port,
    onEnd(listener) {
      child.once('exit', (code, signal) => {
        if (!isStopping) listener(`PostgreSQL ended by itself (${code ?? signal}). ${logTail()}`.trim())
      })
    },
    stop() {
      isStopping = true
      stopped ??= shutDown(child)
      return stopped
    },
  }
}

function shutDown(child: ChildProcess): Promise<void> {
  return endPostgres(
    (signal) => void child.kill(signal),
    () => hasEnded(child),
  )
}

/** Fast shutdown, then immediate shutdown (recovered from the WAL at the next start), then the end by force. */
async function endPostgres(send: (signal: NodeJS.Signals) => void, isGone: () => boolean): Promise<void> {
  for (const [signal, patienceMs] of SHUTDOWN) {
    if (isGone()) return
    send(signal)
    if (await until(isGone, patienceMs)) return
  }
  throw new Error('PostgreSQL does not end, not even by SIGKILL')
}

function hasEnded(child: ChildProcess): boolean {
  return child.pid === undefined || child.exitCode !== null || child.signalCode !== null
}

function isReady(folder: string, child: ChildProcess): boolean {
  const file = postmasterFile(folder)
  return file?.[0] === String(child.pid) && file[STATUS_LINE]?.trim() === 'ready'
}

function postmasterFile(folder: string): readonly string[] | null {
  return textIfPresent(join(folder, 'postmaster.pid'))?.split('\n') ?? null
}

function rememberedPort(path: string): number {
  const port = Number(textIfPresent(path) ?? 0)
  return Number.isInteger(port) && port > 0 && port < 65_536 ? port : 0
}

function textIfPresent(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

async function freePort(preferred: number): Promise<number> {
  const probe = createServer()
  try {
    await listening(probe, preferred)
  } catch (error) {
    if (preferred === 0) throw error
    await listening(probe, 0)
  }
  const address = probe.address()
  await new Promise((resolve) => probe.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('no port on 127.0.0.1')
  return address.port
}

function listening(server: NetServer, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host: '127.0.0.1', port }, resolve)
  })
}
