/** Which methods a path answers, for 405 with Allow. Looked at only when no route matched. */
export interface MethodTable {
  /** `path` in the router's form: `/api/tracks/:id`. */
  add(method: string, path: string): void
  allowed(url: string): string[]
}

/** An empty table; paths are in OpenAPI form. */
export function createMethodTable(): MethodTable {
  const entries: { readonly pattern: RegExp; readonly methods: Set<string> }[] = []
  const known = new Map<string, Set<string>>()
  return {
    add(method, path) {
      let methods = known.get(path)
      if (methods === undefined) {
        methods = new Set(['OPTIONS'])
        known.set(path, methods)
        const pattern = path
          .replaceAll(/[.+?^$()|[\]\\]/g, '\\$&')
          .replaceAll('*', '.*')
          .replaceAll(/:[^/]+/g, '[^/]+')
        entries.push({ pattern: new RegExp(`^${pattern}$`), methods })
      }
      methods.add(method)
      if (method === 'GET') methods.add('HEAD')
    },
    allowed(url) {
      const path = url.split('?', 1)[0] ?? '/'
      return [
        ...new Set(entries.filter((entry) => entry.pattern.test(path)).flatMap((entry) => [...entry.methods])),
      ].sort()
    },
  }
}
