import type { VersionWanted } from '../provider.ts'
import { SecretFault } from './fault.ts'

/** Words of letters, digits, `_`, `.` and `-`, joined by `/`: what every provider can hold in some form; no word begins with a dot. */
const PATH = /^[A-Za-z0-9_-][A-Za-z0-9_.-]*(?:\/[A-Za-z0-9_-][A-Za-z0-9_.-]*)*$/
const PATH_LENGTH_MAX = 200

/** Throws SecretFault for a path that is none. */
export function assertPath(path: string): void {
  if (path.length > PATH_LENGTH_MAX || !PATH.test(path))
    throw new SecretFault('invalid', 'a path is words of letters, digits, _, . and - joined by /')
}

/** The path with `--` for `/`, for stores whose names hold no slash. Throws SecretFault when that name would not do. */
export function dashedName(path: string, allowed: RegExp, provider: string): string {
  const name = path.replaceAll('/', '--')
  if (path.includes('--') || !allowed.test(name))
    throw new SecretFault('invalid', `${provider}: ${path} has characters that its names do not take`)
  return name
}

/** The path that `dashedName` made a name of. */
export function pathOfDashed(name: string): string {
  return name.replaceAll('--', '/')
}

/** Throws SecretFault unless the current version is meant: for stores that keep one. */
export function assertCurrent({ version, stage = 'current' }: VersionWanted, provider: string): void {
  if (version !== undefined || stage !== 'current')
    throw new SecretFault('unsupported', `${provider}: keeps the current version only`)
}
