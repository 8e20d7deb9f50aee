import { createHash, randomUUID } from 'node:crypto'
import { type FileHandle, link, open, readFile, readlink, rename, rm, stat } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { monotonicMs, now } from '../clock.ts'
import { isSameProcess, processStart } from './embedded-process.ts'

const HEARTBEAT_MS = 1000
const SILENCE_MS = 5000
const WATCH_MS = 250

interface Owner {
  readonly token: string
  readonly pid: number
  readonly start: string
  readonly host: string
  readonly since: string
}

interface Here {
  readonly host: string
  readonly silenceMs: number
}

/** The right to a folder, held until `release` or the end of the process. */
export interface Ownership {
  release(): Promise<void>
}

/** Another live process owns the folder. */
export interface Refusal {
  readonly holder: { readonly pid: number; readonly host: string; readonly since: string }
  /** Its pid means nothing here: it runs in another container or on another machine. */
  readonly isElsewhere: boolean
}

/**
 * Makes this process the owner of `dataDir` by `owner.json` in it, unless another live process is. The
 * file of a dead process (same pid with another start time and another boot included) is taken over, by one taker only. A
 * holder that cannot be looked up, in another container or on another machine, counts as dead after `silenceMs` without a heartbeat.
 */
export async function ownFolder(dataDir: string, silenceMs = SILENCE_MS): Promise<Ownership | Refusal> {
  return claim(join(dataDir, 'owner.json'), silenceMs)
}

async function claim(path: string, silenceMs: number): Promise<Ownership | Refusal> {
  const own = await ownerOfThisProcess()
  const draft = `${path}.${own.token}.draft`
  const file = await open(draft, 'wx', 0o600)
  let refusal: Refusal | null
  try {
    await file.writeFile(`${JSON.stringify(own)}\n`)
    refusal = await place(draft, path, { host: own.host, silenceMs })
  } catch (error) {
    await file.close()
    throw error
  } finally {
    await rm(draft, { force: true })
  }
  if (refusal === null) return hold(path, file)
  await file.close()
  return refusal
}

/**
 * The file appears whole, by a link or a rename. Replacing a dead holder's takes the claim named after its token, so only one
 * process may replace that very file, and does so only after seeing under that claim that it is still there.
 */
async function place(draft: string, path: string, here: Here): Promise<Refusal | null> {
  while (!(await linked(draft, path))) {
    const holder = await readOwner(path)
    if (holder === null) continue
    if (await isHeld(path, holder, here)) return { holder, isElsewhere: holder.host !== here.host }
    const right = await claim(`${path}.${holder.token}`, here.silenceMs)
    if ('holder' in right) return right
    try {
      if ((await readOwner(path))?.token === holder.token) {
        await rename(draft, path)
        return null
      }
    } finally {
      await right.release()
    }
  }
  return null
}

function hold(path: string, file: FileHandle): Ownership {
  let beating = Promise.resolve()
  const heartbeat = setInterval(() => {
    beating = file.utimes(now(), now())
  }, HEARTBEAT_MS)
  heartbeat.unref()
  return {
    async release() {
      clearInterval(heartbeat)
      await beating
      await file.close()
      await rm(path, { force: true })
    },
  }
}

async function isHeld(path: string, holder: Owner, { host, silenceMs }: Here): Promise<boolean> {
  if (holder.host === host) return isSameProcess(holder.pid, holder.start)
  const seen = await lastBeatMs(path)
  if (seen === null || now().getTime() - seen > 10 * silenceMs) return false
  const startedMs = monotonicMs()
  while (monotonicMs() - startedMs < silenceMs) {
    await sleep(WATCH_MS)
    if ((await lastBeatMs(path)) !== seen) return true
  }
  return false
}

async function lastBeatMs(path: string): Promise<number | null> {
  return (await absent(stat(path)))?.mtimeMs ?? null
}

async function readOwner(path: string): Promise<Owner | null> {
  const text = await absent(readFile(path, 'utf8'))
  if (text === null) return null
  const unreadable = { token: createHash('sha256').update(text).digest('hex').slice(0, 16), pid: 0, start: '-' }
  return { ...unreadable, host: await host(), since: 'an unknown time', ...parsed(text) }
}

function parsed(text: string): Partial<Owner> {
  try {
    const value: unknown = JSON.parse(text)
    return isOwner(value) ? value : {}
  } catch {
    // The file appears whole, so one that cannot be read was cut by a power loss: no process stands behind it.
    return {}
  }
}

function isOwner(value: unknown): value is Owner {
  if (typeof value !== 'object' || value === null || !('pid' in value) || !Number.isInteger(value.pid)) return false
  const texts = ['token', 'start', 'host', 'since']
  return texts.every((key) => key in value && typeof Reflect.get(value, key) === 'string')
}

async function ownerOfThisProcess(): Promise<Owner> {
  const start = processStart(process.pid) ?? ''
  return { token: randomUUID(), pid: process.pid, start, host: await host(), since: now().toISOString() }
}

/** Where a pid means the same process: two containers on one machine have different namespaces of pids. */
async function host(): Promise<string> {
  if (process.platform !== 'linux') return hostname()
  return `${hostname()}/${await readlink('/proc/self/ns/pid')}`
}

async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

async function absent<T>(reading: Promise<T>): Promise<T | null> {
  try {
    return await reading
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}
