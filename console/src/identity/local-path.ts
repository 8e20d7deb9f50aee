/** Only a path of this console may be returned to: a whole address would send a person elsewhere after signing in. */
export function isLocalPath(value: unknown): value is string {
  if (typeof value !== 'string' || !value.startsWith('/') || !URL.canParse(value, window.location.origin)) return false
  const { origin, pathname } = new URL(value, window.location.origin)
  return origin === window.location.origin && !pathname.startsWith('//')
}
