import { execFile } from 'node:child_process'
import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { median } from './load.ts'
import { startPlinth } from './servers.ts'

const run = promisify(execFile)
const ROOT = fileURLToPath(new URL('../', import.meta.url))
const STARTS = 3
const IDLE_MS = 5000

export interface Footprint {
  readonly firstStartMs: number
  readonly startMs: number
  readonly nodeBytes: number
  /** Proportional set size of the embedded PostgreSQL's processes; null where the system does not tell it. */
  readonly postgresBytes: number | null
}

/** The program with everything embedded: first start, later starts with its data, and memory 5 s after the last. */
export async function measureFootprint(): Promise<Footprint> {
  const dataDir = await mkdtemp(join(tmpdir(), 'plinth-bench-'))
  try {
    const first = await startPlinth({ DATA_DIR: dataDir })
    await first.stop()
    const times: number[] = []
    for (let start = 1; start < STARTS; start += 1) {
      const server = await startPlinth({ DATA_DIR: dataDir })
      times.push(server.readyMs)
      await server.stop()
    }
    const last = await startPlinth({ DATA_DIR: dataDir })
    times.push(last.readyMs)
    await new Promise((resolve) => setTimeout(resolve, IDLE_MS))
    const nodeBytes = await residentBytes(last.pid)
    const postgresBytes = await postgresMemory(dataDir)
    await last.stop()
    return { firstStartMs: first.readyMs, startMs: median(times), nodeBytes, postgresBytes }
  } finally {
    await rm(dataDir, { recursive: true, force: true })
  }
}

async function residentBytes(pid: number): Promise<number> {
  const { stdout } = await run('ps', ['-o', 'rss=', '-p', String(pid)])
  return Number(stdout.trim()) * 1024
}

/** Shared memory counts once: each process by its proportional share. */
async function postgresMemory(dataDir: string): Promise<number | null> {
  if (process.platform !== 'linux') return null
  const postmaster = Number(
    (await readFile(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').catch(() => '0')).split('\n')[0],
  )
  if (postmaster === 0) return null
  const { stdout } = await run('ps', ['-o', 'pid=', '--ppid', String(postmaster)])
  const pids = [postmaster, ...stdout.trim().split(/\s+/).map(Number)]
  const shares = await Promise.all(
    pids.map(
      async (pid) => /^Pss:\s+(\d+) kB/m.exec(await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => ''))?.[1],
    ),
  )
  return shares.reduce((sum, share) => sum + Number(share ?? 0) * 1024, 0)
}

/** `npm ci` of the manifests in an empty folder: how long and how large. */
export async function measureInstall(): Promise<{ readonly seconds: number; readonly bytes: number }> {
  const folder = await mkdtemp(join(tmpdir(), 'plinth-install-'))
  try {
    for (const path of [
      'package.json',
      'package-lock.json',
      '.npmrc',
      'server/package.json',
      'console/package.json',
      'sdk/package.json',
    ])
      await cp(join(ROOT, path), join(folder, path))
    const startedMs = performance.now()
    await run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
      cwd: folder,
      maxBuffer: 16 * 1024 * 1024,
    })
    const seconds = (performance.now() - startedMs) / 1000
    if ((await readdir(join(folder, 'node_modules'))).length === 0) throw new Error('npm ci installed nothing')
    const { stdout } = await run('du', ['-sk', join(folder, 'node_modules')])
    return { seconds, bytes: Number(stdout.split('\t')[0]) * 1024 }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
