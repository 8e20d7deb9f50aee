import type { Tone } from '../../shell/state-badge.tsx'
import type { DigestWish, EntryLine, Goal, JudgedTrade, Review, Tag, Verdict } from './types.ts'

/** From 1 to 5, as the server counts. */
export const moods = ['Very low', 'Low', 'Even', 'Good', 'Very good'] as const
export const grades = ['Poor', 'Below what I can', 'Fair', 'Good', 'Excellent'] as const

/** 4 of 5: Good. */
export function graded(grade: number | null, words: readonly string[]): string | null {
  return grade === null ? null : `${words[grade - 1] ?? ''} (${grade} of 5)`
}

/** The choice of one of five, or of none. */
export function fiveOf(words: readonly string[], none: string) {
  return [{ value: '', label: none }, ...words.map((label, at) => ({ value: String(at + 1), label }))]
}

/** What a choice of one of five holds: the empty text for none. */
export function gradeOf(chosen: string): number | null {
  return chosen === '' ? null : Number(chosen)
}

export const scopes: Readonly<Record<EntryLine['scope'], string>> = {
  day: 'About a day',
  trade: 'About a trade',
  session: 'About a session',
}

export const groupings: Readonly<Record<Tag['grouping'], string>> = {
  setup: 'Setup',
  mistake: 'Mistake',
  emotion: 'Emotion',
  custom: 'Other',
}

interface StateWords {
  readonly label: string
  readonly tone: Tone
}

export const reviewStates: Readonly<Record<Review['state'], StateWords>> = {
  unreviewed: { label: 'Not reviewed', tone: 'caution' },
  reviewed: { label: 'Reviewed', tone: 'positive' },
  locked: { label: 'Locked', tone: 'quiet' },
}

export const verdicts: Readonly<Record<Verdict, StateWords>> = {
  pass: { label: 'Kept', tone: 'positive' },
  fail: { label: 'Broken', tone: 'negative' },
  unknown: { label: 'Not known', tone: 'quiet' },
}

export const outcomes: Readonly<Record<JudgedTrade['outcome'], StateWords>> = {
  followed: { label: 'Followed', tone: 'positive' },
  broken: { label: 'Broken', tone: 'negative' },
  unjudged: { label: 'Not judged', tone: 'quiet' },
}

export const goalStates: Readonly<Record<Goal['progress']['state'], StateWords>> = {
  open: { label: 'Under way', tone: 'caution' },
  reached: { label: 'Reached', tone: 'positive' },
  missed: { label: 'Missed', tone: 'negative' },
  unknown: { label: 'Nothing to judge by', tone: 'quiet' },
}

const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeZone: 'UTC' })
const medium = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeZone: 'UTC' })
const parsed = (day: string) => new Date(`${day}T00:00:00Z`)

/** A calendar day, the same one everywhere: Tuesday 10 March 2026. */
export function dayInWords(day: string): string {
  return full.format(parsed(day))
}

/** 9 Mar 2026 to 15 Mar 2026, or the one day. */
export function daysInWords({ from, to }: { readonly from: string; readonly to: string }): string {
  return from === to ? medium.format(parsed(from)) : `${medium.format(parsed(from))} to ${medium.format(parsed(to))}`
}

/** What an entry without a title is called. */
export function titleOf({ title, scope, day }: Pick<EntryLine, 'title' | 'scope' | 'day'>): string {
  return title.trim() === '' ? `${scopes[scope]}, ${medium.format(parsed(day))}` : title
}

/** `1 trade`, `3 trades`. */
export function counted(count: number, one: string, several = `${one}s`): string {
  return `${count} ${count === 1 ? one : several}`
}

/** Today by the clock of this browser. */
export function today(): string {
  const now = new Date()
  const two = (value: number) => String(value).padStart(2, '0')
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`
}

export function isDay(text: unknown): text is string {
  return typeof text === 'string' && /^(?:19|20)\d\d-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text))
}

/** True for a name that `words` has. */
export function isKey<Key extends string>(words: Readonly<Record<Key, unknown>>, name: unknown): name is Key {
  return typeof name === 'string' && Object.hasOwn(words, name)
}

/** Text that is there. */
export function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}

/** Why letters that one asked for do not come. */
export const refusals: Readonly<Record<NonNullable<DigestWish['refused']>, string>> = {
  bounce: 'Your mailbox did not take our letters.',
  complaint: 'A letter of ours was reported as spam from your address.',
  unsubscribe: 'It was ended by the link in a letter. Switch it on to get it again.',
}
