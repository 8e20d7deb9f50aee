/** What a form of `a[b][c]=d` and `a[]=d` pairs says: text, lists and maps. */
export type FormValue = string | readonly FormValue[] | { readonly [name: string]: FormValue }
export type Form = Readonly<Record<string, FormValue>>

interface Branch {
  [name: string]: Branch | string
}

/** Reads the brackets of names; maps whose names count 0, 1, 2 are lists, as are `[]`. */
export function parseForm(pairs: Iterable<readonly [string, string]>): Form {
  const root: Branch = Object.create(null)
  for (const [name, value] of pairs) {
    const path = name.replace(/\]$/, '').split(/\]?\[/)
    put(root, path, value)
  }
  return Object.fromEntries(Object.entries(root).map(([name, branch]) => [name, finish(branch)]))
}

function put(branch: Branch, [first = '', ...rest]: readonly string[], value: string): void {
  const name = first === '' ? String(Object.keys(branch).length) : first
  if (rest.length === 0) {
    branch[name] = value
    return
  }
  const next = branch[name]
  const child: Branch = typeof next === 'object' ? next : Object.create(null)
  branch[name] = child
  put(child, rest, value)
}

function finish(branch: Branch | string): FormValue {
  if (typeof branch === 'string') return branch
  const names = Object.keys(branch)
  const isList = names.length > 0 && names.every((name, at) => name === String(at))
  const entries = Object.entries(branch).map(([name, value]) => [name, finish(value)] as const)
  return isList ? entries.map(([, value]) => value) : Object.fromEntries(entries)
}
