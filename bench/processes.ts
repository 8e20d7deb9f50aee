import { type ChildProcess, spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../', import.meta.url))

export interface RunningServer {
  readonly url: string
  readonly pid: number
  readonly readyMs: number
  stop(): Promise<void>
}

/** A port that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() =>
        address !== null && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      )
    })
  })
}

/** Starts a Node script and waits until `readyPath` answers 200; readyMs is the time from spawn to that answer. */
export async function startNode(
  script: string,
  args: readonly string[],
  environment: Record<string, string>,
  readyPath: string,
): Promise<RunningServer> {
  const port = environment.PORT ?? '0'
  const started = performance.now()
  const child = spawn(process.execPath, [`${ROOT}${script}`, ...args], {
    cwd: ROOT,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const url = `http://127.0.0.1:${port}`
  await untilReady(child, `${url}${readyPath}`)
  return { url, pid: child.pid ?? 0, readyMs: performance.now() - started, stop: () => stop(child) }
}

async function untilReady(child: ChildProcess, url: string): Promise<void> {
  for (let tries = 0; tries < 6000; tries += 1) {
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}`)
    const status = await fetch(url).then(
      (response) => response.status,
      () => 0,
    )
    if (status === 200) return
    await sleep(5)
  }
  throw new Error(`${url} did not answer`)
}

function stop(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve())
    child.kill('SIGTERM')
  })
}

/** Resident memory of one process in MB (VmRSS). */
export function residentMb(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024
}

/** Proportional memory of the postgres processes whose data is below `folder`, in MB: shared pages are counted once. */
export function postgresMb(folder: string): number {
  let kb = 0
  for (const entry of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const name = readFileSync(`/proc/${entry}/comm`, 'utf8').trim()
      if (name !== 'postgres') continue
      const parent = readFileSync(`/proc/${entry}/environ`, 'utf8') + readFileSync(`/proc/${entry}/cmdline`, 'utf8')
      if (!parent.includes(folder) && !isChildOf(entry, folder)) continue
      kb += Number(/Pss:\s+(\d+)/.exec(readFileSync(`/proc/${entry}/smaps_rollup`, 'utf8'))?.[1] ?? 0)
    } catch {
      // The process ended while it was looked at.
    }
  }
  return kb / 1024
}

function isChildOf(pid: string, folder: string): boolean {
  const postmaster = readFileSync(`${folder}/postgres/postmaster.pid`, 'utf8').split('\n')[0]
  const parent = /PPid:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return pid === postmaster || parent === postmaster
}
