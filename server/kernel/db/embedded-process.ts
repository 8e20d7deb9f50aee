import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { monotonicMs } from '../clock.ts'

const POLL_MS = 5
/** Field 22 of the file, counted from the third, which follows the command. */
const START_FIELD = 22 - 3
/** Gone (ESRCH: between open and read), or another account's. */
const HIDDEN = new Set(['ENOENT', 'ESRCH', 'EACCES', 'EPERM'])

/**
 * What tells a process from a later one with the same pid: on Linux the boot id and the start time in clock ticks (field 22 of
 * proc_pid_stat(5)), elsewhere on Unix what `ps` prints. Null when no such process lives (a zombie does not live); the empty
 * string when it lives and its start cannot be read.
 */
export function processStart(pid: number): string | null {
  // To kill(2), 0 and -1 mean groups of processes.
  if (pid <= 0) return null
  if (process.platform === 'linux') return linuxStart(pid)
  if (!takesSignals(pid)) return null
  return process.platform === 'win32' ? '' : psField(pid, 'lstart=')
}

/** Whether the process that had this pid and this start (of `processStart`) still lives; in doubt it does. */
export function isSameProcess(pid: number, start: string): boolean {
  const current = processStart(pid)
  return current !== null && (current === '' || start === '' || current === start)
}

/** Whether `pid` is a PostgreSQL working in `folder` (a real path); where the system does not tell folders, any PostgreSQL is. */
export function isPostgresIn(pid: number, folder: string): boolean {
  if (processStart(pid) === null) return false
  if (process.platform === 'linux') return unlessHidden(() => readlinkSync(`/proc/${pid}/cwd`)) === folder
  return process.platform === 'win32' || psField(pid, 'comm=').includes('postgres')
}

/** The pids of every PostgreSQL process working in `folder`; none where the system does not tell folders. */
export function postgresProcessesIn(folder: string): number[] {
  if (process.platform !== 'linux') return []
  const pids = readdirSync('/proc').map(Number)
  return pids.filter((pid) => pid > 0 && pid !== process.pid && isPostgresIn(pid, folder))
}

/** Sends a signal; a process that ended meanwhile is no error. */
export function signalProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}

/** Waits until `holds` answers true; answers false after `timeoutMs`. */
export async function until(holds: () => boolean, timeoutMs: number): Promise<boolean> {
  const startedMs = monotonicMs()
  while (!holds()) {
    if (monotonicMs() - startedMs > timeoutMs) return false
    await sleep(POLL_MS)
  }
  return true
}

function linuxStart(pid: number): string | null {
  const stat = unlessHidden(() => readFileSync(`/proc/${pid}/stat`, 'utf8'))
  // A /proc mounted with hidepid shows no process of another account, but the pid still answers.
  if (stat === null) return takesSignals(pid) ? '' : null
  // The second field is the command in parentheses and may hold spaces and parentheses itself.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  if (fields[0] === 'Z' || fields[0] === 'X') return null
  return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${fields[START_FIELD]}`
}

function unlessHidden(read: () => string): string | null {
  try {
    return read()
  } catch (error) {
    if (error instanceof Error && 'code' in error && HIDDEN.has(String(error.code))) return null
    throw error
  }
}

/** Also true for a zombie, whose parent has not asked for its exit code. */
export function takesSignals(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

function psField(pid: number, field: string): string {
  return execFileSync('ps', ['-o', field, '-p', String(pid)], { encoding: 'utf8' }).trim()
}
