import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'

/** Folders are read whole, of the others the files directly in them; vite's output and the packages are not among either. */
const inputs = { whole: ['console/src', 'console/public'], flat: ['console', 'sdk'], files: ['package-lock.json'] }

/** Whether console/dist was built from what the sources are now, told by content, so that a checkout's times do not matter. */
export function isConsoleFresh(root: string): boolean {
  const stamp = join(root, 'console/dist/.stamp')
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === sourceHash(root)
}

/** Builds aside and swaps the folder in whole: a server reading console/dist never sees half of a build. */
export async function buildConsole(root: string): Promise<void> {
  const { build } = await import('vite')
  const hash = sourceHash(root)
  const dist = join(root, 'console/dist')
  const fresh = join(root, `node_modules/.cache/console-${process.pid}`)
  mkdirSync(fresh, { recursive: true })
  try {
    await build({ root: join(root, 'console'), logLevel: 'warn', build: { outDir: fresh, emptyOutDir: true } })
    writeFileSync(join(fresh, '.stamp'), hash)
    rmSync(dist, { recursive: true, force: true })
    renameSync(fresh, dist)
  } finally {
    rmSync(fresh, { recursive: true, force: true })
  }
}

function sourceHash(root: string): string {
  const hash = createHash('sha256')
  const whole = inputs.whole.flatMap((folder) => filesIn(root, folder, true))
  const flat = inputs.flat.flatMap((folder) => filesIn(root, folder, false))
  for (const path of [...whole, ...flat, ...inputs.files].sort()) {
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(root, path)))
      .update('\0')
  }
  return hash.digest('hex')
}

function filesIn(root: string, folder: string, recursive: boolean): string[] {
  if (!existsSync(join(root, folder))) return []
  return readdirSync(join(root, folder), { recursive, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll(sep, '/'))
}
