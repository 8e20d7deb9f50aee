import type { PlaybookVersion, Rule } from '../types.ts'

/** A rule or the description: as it was and as it is; null where it is not in that version. */
export interface Change {
  readonly key: string
  readonly was: Rule | string | null
  readonly is: Rule | string | null
}

/** What one version says otherwise than another, rules by their id. */
export function changesBetween(before: PlaybookVersion, after: PlaybookVersion): readonly Change[] {
  const described = {
    key: 'description',
    was: before.description || 'No description',
    is: after.description || 'No description',
  }
  const ids = [...new Set([...before.rules, ...after.rules].map(({ id }) => id))]
  const ofRules = ids.map((id) => ({
    key: id,
    was: before.rules.find((rule) => rule.id === id) ?? null,
    is: after.rules.find((rule) => rule.id === id) ?? null,
  }))
  return [described, ...ofRules].filter(({ was, is }) => JSON.stringify(was) !== JSON.stringify(is))
}
