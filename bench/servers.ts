import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../', import.meta.url))
const READY_WITHIN_MS = 60_000

export interface RunningServer {
  readonly url: string
  readonly pid: number
  /** From spawn to the first 200 of its ready path. */
  readonly readyMs: number
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
  const startedMs = performance.now()
  const child: ChildProcess = spawn(process.execPath, args, {
    cwd: ROOT,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, PORT: String(port), ...environment },
    stdio: ['ignore', 'ignore', 'inherit'],
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
    async stop() {
      child.kill('SIGTERM')
      await ended
    },
  }
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
