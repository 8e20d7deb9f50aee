import { type FileHandle, open, readdir, realpath } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { secret } from '../../../kernel/config/secret.ts'
import { SecretFault } from './fault.ts'
import { assertCurrent } from './path.ts'
import type { SecretSource } from './source.ts'

const BYTES_MAX = 256 * 1024
/** Read by others than the owner and its group. */
const WORLD_READABLE = 0o004
const FILES_MAX = 1000

/**
 * Files in a folder as Kubernetes and Docker mount them: the file's content without its last line break. Each read opens the file anew by its real
 * place, so that an atomic change of `..data` is seen at the next one; a link that leads out of the folder is refused.
 */
export function fileSource(folder: string): SecretSource {
  const exposed = new Set<string>()

  async function read(path: string): Promise<{ text: string; version: string }> {
    const place = await inside(folder, path)
    const file = await opened(place, path)
    try {
      const { mode, size, mtimeMs } = await file.stat()
      if (size > BYTES_MAX) throw new SecretFault('invalid', `file: ${path} has more than ${BYTES_MAX} bytes`)
      if ((mode & WORLD_READABLE) === 0) exposed.delete(path)
      else exposed.add(path)
      return { text: (await file.readFile('utf8')).replace(/\r?\n$/, ''), version: String(Math.trunc(mtimeMs)) }
    } finally {
      await file.close()
    }
  }
  return {
    name: 'file',
    capabilities: { versions: false, stages: false },
    async get(path, wanted) {
      assertCurrent(wanted, 'file')
      const { text, version } = await read(path)
      return { value: secret(text), version }
    },
    async list(prefix) {
      const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => {
        throw new SecretFault('unavailable', `file: the folder ${folder} cannot be read`)
      })
      return entries
        .filter((entry) => !entry.isDirectory())
        .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
        .filter((path) => path.startsWith(prefix) && !path.split('/').some((word) => word.startsWith('.')))
        .sort()
        .slice(0, FILES_MAX)
    },
    warning: () =>
      exposed.size === 0
        ? null
        : `${[...exposed].sort().join(', ')} in ${folder} can be read by every user of the machine`,
  }
}

async function inside(folder: string, path: string): Promise<string> {
  const root = await realpath(folder).catch(() => {
    throw new SecretFault('unavailable', `file: the folder ${folder} cannot be read`)
  })
  const place = await realpath(join(root, path)).catch((error: NodeJS.ErrnoException) => {
    throw faultOfSystem(error, path)
  })
  if (!place.startsWith(root + sep)) throw new SecretFault('denied', `file: ${path} leads out of ${folder}`)
  return place
}

async function opened(place: string, path: string): Promise<FileHandle> {
  const file = await open(place).catch((error: NodeJS.ErrnoException) => {
    throw faultOfSystem(error, path)
  })
  if ((await file.stat()).isFile()) return file
  await file.close()
  throw new SecretFault('missing', `file: ${path} is no file`)
}

function faultOfSystem({ code }: NodeJS.ErrnoException, path: string): SecretFault {
  if (code === 'ENOENT' || code === 'ENOTDIR') return new SecretFault('missing', `file: ${path} does not exist`)
  if (code === 'EACCES' || code === 'EPERM') return new SecretFault('denied', `file: ${path} may not be read`)
  return new SecretFault('unavailable', `file: ${path} cannot be read (${code})`)
}
