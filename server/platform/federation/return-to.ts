import { federationProblem } from './problems.ts'

const ANY_ORIGIN = 'http://path.invalid'

/**
 * The path that a browser is sent to in the end, in its normal form: a path of this server with query and fragment, never another
 * origin by whatever spelling. Throws federation/bad-return.
 */
export function readReturnTo(text: string): string {
  const url = URL.canParse(text, ANY_ORIGIN) ? new URL(text, ANY_ORIGIN) : null
  // `/..//evil` is a path to the parser, and another host to a browser that is handed the result.
  if (url?.origin !== ANY_ORIGIN || !text.startsWith('/') || url.pathname.startsWith('//'))
    throw federationProblem('bad-return')
  return `${url.pathname}${url.search}${url.hash}`
}

/** `path` with a word for the page about what went wrong. */
export function withError(path: string, values: Readonly<Record<string, string>>): string {
  const url = new URL(path, ANY_ORIGIN)
  for (const [name, value] of Object.entries(values)) url.searchParams.set(name, value)
  return `${url.pathname}${url.search}${url.hash}`
}
