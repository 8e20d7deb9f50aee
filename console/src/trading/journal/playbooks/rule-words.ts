import type { Rule, Tag } from '../types.ts'

type Kind = Rule['kind']

/** What each kind of rule looks at. */
export const ruleKinds: Readonly<Record<Kind, string>> = {
  symbols: 'Only some symbols',
  'session-window': 'Only at some time of day',
  weekdays: 'Only on some weekdays',
  side: 'Only long or only short',
  'max-risk': 'Risk at most',
  'min-planned-r': 'Planned R at least',
  'max-trades-per-day': 'Trades a day at most',
  'stop-required': 'A stop is set',
  'tag-required': 'A tag is set',
  'max-hold': 'Held at most',
  checklist: 'Item of the checklist',
}

export const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const

const both = new Intl.ListFormat('en', { type: 'conjunction' })
const either = new Intl.ListFormat('en', { type: 'disjunction' })

/** A rule as a sentence. */
export function ruleInWords(rule: Rule, tags: readonly Pick<Tag, 'id' | 'name'>[]): string {
  switch (rule.kind) {
    case 'symbols':
      return `Only ${either.format(rule.symbols)}`
    case 'session-window':
      return `Opened from ${rule.from} to ${rule.until}${rule.timeZone === null ? '' : ` in ${rule.timeZone}`}`
    case 'weekdays':
      return `Opened on ${either.format(rule.weekdays.toSorted().map((day) => weekdays[day - 1] ?? ''))}`
    case 'side':
      return rule.side === 'long' ? 'Long only' : 'Short only'
    case 'max-risk':
      return `Risk at most ${rule.amount}`
    case 'min-planned-r':
      return `Planned for at least ${rule.r} R`
    case 'max-trades-per-day':
      return `At most ${rule.count} ${rule.count === 1 ? 'trade' : 'trades'} a day`
    case 'stop-required':
      return 'With a stop'
    case 'tag-required':
      return `Tagged ${tags.find(({ id }) => id === rule.tagId)?.name ?? 'with a tag that is gone'}`
    case 'max-hold':
      return `Held for at most ${rule.minutes} ${rule.minutes === 1 ? 'minute' : 'minutes'}`
    case 'checklist':
      return rule.text
  }
}

/** Several as a list in a sentence. */
export function listed(names: readonly string[]): string {
  return both.format(names)
}
