import type { TradeTag } from './types.ts'
import { groupingWords } from './words.ts'

/** Tags as the choices of a field, by their groups. */
export function tagChoices(tags: readonly TradeTag[]) {
  return Object.entries(groupingWords)
    .map(([grouping, group]) => ({
      group,
      items: tags.filter((tag) => tag.grouping === grouping).map(({ id, name }) => ({ value: id, label: name })),
    }))
    .filter(({ items }) => items.length > 0)
}
