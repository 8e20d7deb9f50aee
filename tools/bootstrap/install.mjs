import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { withLock } from './lock.mjs'

/**
 * Runs `npm ci` when node_modules is not what package-lock.json says, and does nothing, in a few milliseconds, when it is. Of
 * several processes at once, one installs and the others wait. Throws an Error with what to do when npm fails.
 */
export async function install(root) {
  if (isStamped(root)) return
  const lock = join(root, '.plinth-install.lock')
  const onWait = (pid) => say(`Process ${pid} is installing; waiting for it. (If it is not: delete ${lock})`)
  await withLock(lock, onWait, async () => {
    if (isStamped(root)) return
    if (!isComplete(root)) {
      say('Installing what is missing (npm ci); this takes about a minute...')
      await npmCi(root)
    }
    writeFileSync(stampPath(root), stampText(root))
  })
}

const say = (text) => process.stderr.write(`${text}\n`)
const stampPath = (root) => join(root, 'node_modules/.plinth-installed')

/** node_modules brought from another platform, by a volume or a copied folder, holds that platform's programs. */
function stampText(root) {
  const hash = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
  return `${hash} ${process.platform}-${process.arch}\n`
}

function isStamped(root) {
  return existsSync(stampPath(root)) && readFileSync(stampPath(root), 'utf8') === stampText(root)
}

/** Whether npm, run by somebody else, installed all this lock asks for: npm keeps the lock of what is there in node_modules. */
function isComplete(root) {
  const ofThere = join(root, 'node_modules/.package-lock.json')
  if (!existsSync(ofThere)) return false
  const there = JSON.parse(readFileSync(ofThere, 'utf8')).packages
  const wanted = Object.entries(JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages)
  return wanted.every(([path, entry]) => {
    if (!path.includes('node_modules/')) return true
    const installed = there[path]
    if (installed === undefined) return entry.optional === true && !isForHere(entry)
    return installed.integrity === entry.integrity && existsSync(join(root, path))
  })
}

/** An optional package that names no platform belongs to one that does; one for a C library is left to npm's judgement. */
function isForHere({ os, cpu, libc }) {
  if (libc !== undefined || (os === undefined && cpu === undefined)) return false
  return admits(os, process.platform) && admits(cpu, process.arch)
}

function admits(list, name) {
  if (list === undefined) return true
  return [list].flat().some((entry) => (entry.startsWith('!') ? entry !== `!${name}` : entry === name))
}

async function npmCi(root) {
  // Errors only: on a Node older than some packages name npm would warn about each, and they run on the Node 24 it brings.
  const args = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error']
  const { program, first, shell } = npm()
  const child = spawn(program, [...first, ...args], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'], shell })
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (exitCode, signal) => resolve(exitCode ?? signal))
  })
  if (code === 0) return
  throw new Error(
    `npm ci failed (${code}); its own words are above. Nothing of Plinth runs before it succeeds: look at the network, the ` +
      'registry (npm config get registry) and the free disk space, then start again. When you changed a package.json, run ' +
      'npm install first, which brings package-lock.json in line.',
  )
}

/** The npm that started us, else the one beside the running Node or on the PATH. */
function npm() {
  const own = process.env.npm_execpath
  if (own?.endsWith('npm-cli.js') && existsSync(own)) return { program: process.execPath, first: [own], shell: false }
  const isWindows = process.platform === 'win32'
  const isThere = (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, 'npm')))
  if (!isWindows && !isThere) throw new Error('npm is not on the PATH. It comes with Node: https://nodejs.org')
  return { program: 'npm', first: [], shell: isWindows }
}
