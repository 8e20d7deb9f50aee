import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../', import.meta.url))
const FILES = [
  'package.json',
  'package-lock.json',
  '.npmrc',
  'server/package.json',
  'server/plinth.mjs',
  'console/package.json',
  'sdk/package.json',
]

/** `npm ci` in a copy that holds only the manifests: seconds, and megabytes of node_modules. */
export function installCost(): { seconds: number; megabytes: number } {
  const folder = mkdtempSync(join(tmpdir(), 'plinth-install-'))
  try {
    for (const file of FILES) {
      mkdirSync(join(folder, file, '..'), { recursive: true })
      cpSync(join(ROOT, file), join(folder, file))
    }
    const started = performance.now()
    execFileSync('npm', ['ci', '--loglevel=error'], { cwd: folder, stdio: 'ignore' })
    const seconds = (performance.now() - started) / 1000
    const megabytes = Number(
      execFileSync('du', ['-sm', join(folder, 'node_modules')])
        .toString()
        .split('\t')[0],
    )
    return { seconds, megabytes }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
