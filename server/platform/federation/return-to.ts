import { localPath } from '../../kernel/http/local-path.ts'
import { federationProblem } from './problems.ts'

const ANY_ORIGIN = 'http://path.invalid'

/**
 * The path that a browser is sent to in the end, in its normal form: a path of this server with query and fragment, never another
 * origin by whatever spelling. Throws federation/bad-return.
 */
export function readReturnTo(text: string): string {
  const path = localPath(text)
  if (path === null) throw federationProblem('bad-return')
  return path
}

/** `path` with a word for the page about what went wrong. */
export function withError(path: string, values: Readonly<Record<string, string>>): string {
  const url = new URL(path, ANY_ORIGIN)
  for (const [name, value] of Object.entries(values)) url.searchParams.set(name, value)
  return `${url.pathname}${url.search}${url.hash}`
}
