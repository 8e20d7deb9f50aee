import type { Json, Prerequisite, Rule } from '@plinth/sdk/flags'

export function prerequisiteInWords({ flag, variants }: Prerequisite): string {
  return `the flag ${flag} serves ${variants.join(' or ')}`
}

/** What a rule is known by on a page: its place, and its own words if it has some. */
export function ruleName({ description = '' }: Pick<Rule, 'description'>, at: number): string {
  return description === '' ? `Rule ${at + 1}` : `Rule ${at + 1}, ${description}`
}

export function valueInWords(value: Json | undefined): string {
  return value === undefined ? 'nothing' : typeof value === 'string' ? value : JSON.stringify(value)
}
