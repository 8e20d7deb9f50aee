import { type ChildProcess, spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { createHttpClient } from './http-client.ts'

const MAIN = fileURLToPath(new URL('../../server/main.ts', import.meta.url))
const START_MS_MAX = 60_000
const OUTPUT_CHARACTERS_KEPT = 20_000
/** Below the ports that systems give to outgoing connections (32768 on Linux, 49152 elsewhere). */
const PORTS = { first: 20_000, count: 10_000 }

// By default a signal ends a process without its exit handlers: servers of a test that is broken off would go on.
process.once('SIGTERM', () => process.exit(143))

/** Whom a server process makes its first administrator. */
export const administrator = { email: 'admin@example.org', password: 'a long pass phrase 71' }

export interface ServerProcessOptions {
  readonly dataDir: string
  readonly port: number
  /** Absent: the embedded PostgreSQL. */
  readonly databaseUrl?: string | undefined
  readonly environment?: Readonly<Record<string, string>>
  /** A program that starts it, with its arguments, and becomes it. */
  readonly startedBy?: readonly string[]
  /** How much of its output is kept, the end of it: 20,000 characters when absent. */
  readonly outputCharactersMax?: number
}

export interface Ending {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

/** `plinth serve` as a process of its own. */
export interface ServerProcess {
  readonly url: string
  readonly ended: Promise<Ending>
  hasEnded(): boolean
  signal(name: NodeJS.Signals): void
  /** What it printed, the end of it. */
  output(): string
}

/** Starts the server and waits until /readyz answers 200; throws with its output when it ends before. */
export async function startServerProcess(options: ServerProcessOptions): Promise<ServerProcess> {
  const server = spawnServerProcess(options)
  if (!(await isReadyWithin(server, START_MS_MAX))) {
    server.signal('SIGKILL')
    throw new Error(`the server did not become ready:\n${server.output()}`)
  }
  return server
}

/** Starts the server, whatever becomes of it. */
export function spawnServerProcess(options: ServerProcessOptions): ServerProcess {
  const [program = process.execPath, ...words] = [...(options.startedBy ?? []), process.execPath, MAIN, 'serve']
  const child = spawn(program, words, {
    env: {
      PATH: process.env.PATH ?? '',
      // A fresh data folder has no compiled modules, and a killed server leaves none behind.
      ...(process.env.NODE_COMPILE_CACHE === undefined ? {} : { NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE }),
      NODE_ENV: 'development',
      HOST: '127.0.0.1',
      PORT: String(options.port),
      DATA_DIR: options.dataDir,
      DEMO: 'false',
      RATE_LIMITS: 'off',
      LOG_LEVEL: 'warn',
      ADMIN_EMAIL: administrator.email,
      ADMIN_PASSWORD: administrator.password,
      ...(options.databaseUrl === undefined ? {} : { DATABASE_URL: options.databaseUrl }),
      ...options.environment,
      ...weakenedEnvironment(options.environment?.NODE_OPTIONS),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  return serverOf(child, `http://127.0.0.1:${options.port}`, options.outputCharactersMax ?? OUTPUT_CHARACTERS_KEPT)
}

/** A negative control takes its guard away from servers of their own, too, beside what the test has Node do. */
function weakenedEnvironment(own = ''): Record<string, string> {
  const { PLINTH_WEAKENED, NODE_OPTIONS = '' } = process.env
  return PLINTH_WEAKENED === undefined ? {} : { PLINTH_WEAKENED, NODE_OPTIONS: `${NODE_OPTIONS} ${own}`.trim() }
}

function serverOf(child: ChildProcess, url: string, outputCharactersMax: number): ServerProcess {
  let output = ''
  const keep = (piece: Buffer): void => {
    output = `${output}${piece.toString()}`.slice(-outputCharactersMax)
  }
  child.stdout?.on('data', keep)
  child.stderr?.on('data', keep)
  const killWithUs = (): void => void child.kill('SIGKILL')
  process.once('exit', killWithUs)
  const ended = new Promise<Ending>((resolve) => {
    child.once('exit', (code, signal) => {
      process.off('exit', killWithUs)
      resolve({ code, signal })
    })
  })
  return {
    url,
    ended,
    hasEnded: () => child.exitCode !== null || child.signalCode !== null,
    signal: (name) => void child.kill(name),
    output: () => output,
  }
}

async function isReadyWithin(server: ServerProcess, waitMs: number): Promise<boolean> {
  const startedMs = performance.now()
  while (performance.now() - startedMs < waitMs && !server.hasEnded()) {
    if ((await statusOf(server.url, '/readyz')) === 200) return true
    await sleep(25)
  }
  return false
}

/** The status of a GET on a connection of its own; 0 when there was no answer within `waitMs`. */
export async function statusOf(url: string, path: string, waitMs = 5000): Promise<number> {
  try {
    const answer = await fetch(new URL(path, url), {
      headers: { connection: 'close' },
      signal: AbortSignal.timeout(waitMs),
    })
    await answer.arrayBuffer()
    return answer.status
  } catch {
    return 0
  }
}

/** Signs the administrator in and returns the access token. */
export async function signInAdministrator(url: string): Promise<string> {
  const { status, body } = await createHttpClient(url).post('/api/auth/login', {
    ...administrator,
    transport: 'bearer',
  })
  if (status !== 200) throw new Error(`the administrator could not sign in: ${status} ${JSON.stringify(body)}`)
  return body.accessToken
}

/**
 * A free port that no outgoing connection is given: a client that knocks at the port of a stopped server can otherwise be given that
 * port for its own end, reach itself (a simultaneous open) and keep the server from it.
 */
export async function pickPort(): Promise<number> {
  for (;;) {
    const port = PORTS.first + Math.floor(Math.random() * PORTS.count)
    if (await isFree(port)) return port
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen({ host: '127.0.0.1', port }, () => probe.close(() => resolve(true)))
  })
}
