import type { Difference } from '../flags/history/difference.ts'

/** What `after` has otherwise than `before`, both JSON: the members that were added, removed or changed, by their paths. */
export function payloadDifferences(before: unknown, after: unknown, path = ''): readonly Difference[] {
  const title = path === '' ? 'The whole' : path
  if (!isObject(before) || !isObject(after)) {
    const [from, to] = [JSON.stringify(before), JSON.stringify(after)]
    return from === to ? [] : [{ title, what: 'changed', from, to }]
  }
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  return names.flatMap((name): readonly Difference[] => {
    const inner = path === '' ? name : `${path}.${name}`
    if (!(name in after)) return [{ title: inner, what: 'removed', from: JSON.stringify(before[name]) }]
    if (!(name in before)) return [{ title: inner, what: 'added', to: JSON.stringify(after[name]) }]
    return payloadDifferences(before[name], after[name], inner)
  })
}

/** Lists count as members by their places. */
function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
