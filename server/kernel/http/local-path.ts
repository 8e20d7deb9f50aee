const ANY_ORIGIN = 'http://path.invalid'

/** A path of this server in its normal form, with query and fragment; null for what leads to another origin by whatever spelling. */
export function localPath(text: string): string | null {
  const url = URL.canParse(text, ANY_ORIGIN) ? new URL(text, ANY_ORIGIN) : null
  // `/..//evil` is a path to the parser, and another host to a browser that is handed the result.
  if (url?.origin !== ANY_ORIGIN || !text.startsWith('/') || url.pathname.startsWith('//')) return null
  return `${url.pathname}${url.search}${url.hash}`
}
