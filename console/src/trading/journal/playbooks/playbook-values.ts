import { typedDecimal } from '../../decimals.ts'
import type { Playbook, Rule } from '../types.ts'

/** A rule as its fields hold it; those of other kinds are not shown and not sent. */
export interface RuleValues {
  readonly id: string
  readonly kind: Rule['kind']
  readonly symbols: readonly string[]
  readonly from: string
  readonly until: string
  readonly timeZone: string
  readonly weekdays: readonly string[]
  readonly side: 'long' | 'short'
  readonly amount: string
  readonly r: string
  readonly count: string
  readonly tagId: string
  readonly minutes: string
  readonly text: string
}

export interface PlaybookValues {
  readonly name: string
  readonly description: string
  readonly rules: readonly RuleValues[]
}

export function newRule(kind: Rule['kind']): RuleValues {
  return {
    ...{ id: crypto.randomUUID(), kind, symbols: [], from: '09:30', until: '16:00', timeZone: '', weekdays: [] },
    ...{ side: 'long', amount: '', r: '', count: '', tagId: '', minutes: '', text: '' },
  }
}

function ruleValues(rule: Rule): RuleValues {
  const fields = Object.entries(rule).map(([name, value]) => {
    if (name === 'weekdays') return [name, (value as number[]).map(String)]
    return [name, Array.isArray(value) ? value : String(value ?? '')]
  })
  return { ...newRule(rule.kind), ...Object.fromEntries(fields) }
}

export function playbookValues({ name, description, rules }: Playbook): PlaybookValues {
  return { name, description, rules: rules.map(ruleValues) }
}

const senders: { readonly [Kind in Rule['kind']]: (values: RuleValues) => object } = {
  symbols: ({ symbols }) => ({ symbols: [...symbols] }),
  'session-window': ({ from, until, timeZone }) => ({ from, until, timeZone: timeZone === '' ? null : timeZone }),
  weekdays: ({ weekdays }) => ({ weekdays: weekdays.map(Number).sort() }),
  side: ({ side }) => ({ side }),
  'max-risk': ({ amount }) => ({ amount: typedDecimal(amount) ?? amount }),
  'min-planned-r': ({ r }) => ({ r: typedDecimal(r) ?? r }),
  'max-trades-per-day': ({ count }) => ({ count: Number(count) }),
  'stop-required': () => ({}),
  'tag-required': ({ tagId }) => ({ tagId }),
  'max-hold': ({ minutes }) => ({ minutes: Number(minutes) }),
  checklist: ({ text }) => ({ text: text.trim() }),
}

export function inputOf({ name, description, rules }: PlaybookValues) {
  return {
    ...{ name: name.trim(), description },
    rules: rules.map((rule) => ({ id: rule.id, kind: rule.kind, ...senders[rule.kind](rule) }) as Rule),
  }
}

const isWhole = (typed: string, most: number): boolean => /^[1-9]\d{0,6}$/.test(typed.trim()) && Number(typed) <= most
const isAmount = (typed: string): boolean => typedDecimal(typed) !== undefined && !typed.trim().startsWith('-')

type Fault = readonly [field: keyof RuleValues, fault: string]

/** What a rule still needs, by the field that needs it. */
const needs: { readonly [Kind in Rule['kind']]?: (values: RuleValues) => Fault | null } = {
  symbols: ({ symbols }) => (symbols.length === 0 ? ['symbols', 'Name a symbol, and end it with Enter'] : null),
  'session-window': ({ from, until }) => {
    if (from === '') return ['from', 'Say from when']
    if (until === '') return ['until', 'Say until when']
    return from === until ? ['until', 'End at another time than it begins'] : null
  },
  weekdays: ({ weekdays }) => (weekdays.length === 0 ? ['weekdays', 'Choose a day'] : null),
  'max-risk': ({ amount }) => (isAmount(amount) ? null : ['amount', 'Write an amount, such as 250']),
  'min-planned-r': ({ r }) => (isAmount(r) ? null : ['r', 'Write a number, such as 1.5']),
  'max-trades-per-day': ({ count }) => (isWhole(count, 10_000) ? null : ['count', 'Write a whole number from 1']),
  'tag-required': ({ tagId }) => (tagId === '' ? ['tagId', 'Choose a tag'] : null),
  'max-hold': ({ minutes }) => (isWhole(minutes, 5_256_000) ? null : ['minutes', 'Write whole minutes from 1']),
  checklist: ({ text }) => (text.trim() === '' ? ['text', 'Write what is to be checked'] : null),
}

/** Faults by the path of the field that shows them. */
export function faultsOf({ name, rules }: PlaybookValues): Record<string, string> {
  const ofRules = rules.flatMap((rule, at) => {
    const fault = needs[rule.kind]?.(rule) ?? null
    return fault === null ? [] : [[`rules.${at}.${fault[0]}`, fault[1]] as const]
  })
  return { ...(name.trim() === '' ? { name: 'Give it a name' } : {}), ...Object.fromEntries(ofRules) }
}
