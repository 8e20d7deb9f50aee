import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, open, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../', import.meta.url))
const READY_WITHIN_MS = 60_000

export interface RunningServer {
  readonly url: string
  readonly pid: number
  /** From spawn to the first 200 of its ready path. */
  readonly readyMs: number
  /** What each request of `operation` took by the process's own log, in milliseconds, in order. */
  durationsMs(operation: string): Promise<number[]>
  stop(): Promise<void>
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() =>
        typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('no port')),
      )
    })
  })
}

async function start(
  args: readonly string[],
  environment: Record<string, string>,
  readyPath: string,
): Promise<RunningServer> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const folder = await mkdtemp(join(tmpdir(), 'plinth-bench-log-'))
  const log = await open(join(folder, 'log'), 'w+')
  const startedMs = performance.now()
  const child: ChildProcess = spawn(process.execPath, args, {
    cwd: ROOT,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, PORT: String(port), ...environment },
    stdio: ['ignore', log.fd, 'inherit'],
  })
  const ended = once(child, 'exit')
  while (!(await isReady(url + readyPath))) {
    if (child.exitCode !== null) throw new Error(`${args.join(' ')} ended with ${child.exitCode}`)
    if (performance.now() - startedMs > READY_WITHIN_MS) throw new Error(`${args.join(' ')} was not ready in time`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  const readyMs = performance.now() - startedMs
  return {
    url,
    pid: child.pid ?? 0,
    readyMs,
    durationsMs: async (operation) => durationsIn(await readFile(join(folder, 'log'), 'utf8'), operation),
    async stop() {
      child.kill('SIGTERM')
      await ended
      await log.close()
      await rm(folder, { recursive: true })
    },
  }
}

function durationsIn(log: string, operation: string): number[] {
  const lines = log.split('\n').filter((line) => line.includes(`"operation":"${operation}"`))
  return lines.map((line) => (JSON.parse(line) as { durationMs: number }).durationMs)
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).status === 200
  } catch {
    // Not listening yet.
    return false
  }
}

/** The whole program as a process of its own, without request limits; extra flags go to Node. */
export function startPlinth(
  environment: Record<string, string>,
  nodeFlags: readonly string[] = [],
): Promise<RunningServer> {
  const common = { NODE_ENV: 'test', RATE_LIMITS: 'off', DEMO: 'false', LOG_LEVEL: 'info' }
  return start([...nodeFlags, 'server/main.ts', 'serve'], { ...common, ...environment }, '/readyz')
}

/** better-auth on the same database, in a schema of its own. */
export function startPeer(databaseUrl: string): Promise<RunningServer> {
  return start(['bench/better-auth-server.mjs'], { DATABASE_URL: databaseUrl }, '/ready')
}

/** node:http and pg, answering the same two routes and nothing else. */
export function startBare(databaseUrl: string): Promise<RunningServer> {
  return start(['bench/bare-server.ts'], { DATABASE_URL: databaseUrl }, '/ready')
}

/** node:http and pg, taking files with the least that makes them durable; in a table that the caller has made. */
export function startBareFiles(databaseUrl: string, folder: string): Promise<RunningServer> {
  return start(['bench/bare-files-server.ts'], { DATABASE_URL: databaseUrl, FILES_DIR: folder }, '/ready')
}
