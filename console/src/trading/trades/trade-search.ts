import { typedDecimal } from '../decimals.ts'
import type { TradeFilter, TradeSearch } from './types.ts'
import {
  assetWords,
  directionWords,
  outcomeWords,
  reviewWords,
  sideWords,
  sortWords,
  statusWords,
  tagMatchWords,
  weekdayWords,
} from './words.ts'

type Reader<Value> = (value: unknown) => Value | undefined

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const HELD_MAX = 100 * 366 * 86_400

/** The router reads 700 as a number, which may as well be a symbol. */
function textIn(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
}

function several<Value extends string>(accepts: (text: string) => text is Value, most = 50): Reader<Value[]> {
  return (value) => {
    const texts = [value].flat().flatMap((one) => textIn(one) ?? [])
    const found = [...new Set(texts)].filter(accepts).slice(0, most)
    return found.length === 0 ? undefined : found
  }
}

function keyOf<Key extends string>(words: Readonly<Record<Key, unknown>>) {
  return (text: string): text is Key => Object.hasOwn(words, text)
}

function one<Value extends string>(accepts: (text: string) => text is Value): Reader<Value> {
  return (value) => several(accepts)(value)?.[0]
}

function whole(least: number, most: number): Reader<number> {
  return (value) => {
    const number = typeof value === 'string' && value !== '' ? Number(value) : value
    return Number.isInteger(number) && Number(number) >= least && Number(number) <= most ? Number(number) : undefined
  }
}

const isId = (text: string): text is string => UUID.test(text)
const isWord = (text: string): text is string => text.trim() !== '' && text.length <= 64
const amount: Reader<string> = (value) => typedDecimal(textIn(value) ?? '')
const day: Reader<string> = (value) =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value)) ? value : undefined
const moment: Reader<string> = (value) =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value) && !Number.isNaN(Date.parse(value)) ? value : undefined
const flag: Reader<boolean> = (value) => (typeof value === 'boolean' ? value : undefined)
const words: Reader<string> = (value) => textIn(value)?.trim().slice(0, 100) || undefined

const readers: { readonly [Name in keyof Required<TradeSearch>]: Reader<NonNullable<TradeSearch[Name]>> } = {
  account: several(isId),
  symbol: (value) => several(isWord)(value)?.map((text) => text.trim().toUpperCase()),
  assetClass: several(keyOf(assetWords)),
  side: one(keyOf(sideWords)),
  status: one(keyOf(statusWords)),
  outcome: several(keyOf(outcomeWords)),
  tag: several(isId),
  tagMatch: one(keyOf(tagMatchWords)),
  playbook: several(isId),
  review: several(keyOf(reviewWords)),
  ...{ from: day, to: day, openedFrom: moment, openedBefore: moment },
  weekday: several(keyOf(weekdayWords)),
  hourFrom: whole(0, 23),
  hourBefore: whole(1, 24),
  holdMin: whole(0, HELD_MAX),
  holdMax: whole(0, HELD_MAX),
  ...{ epsilon: amount, epsilonTicks: amount },
  ...{ rMin: amount, rMax: amount, netMin: amount, netMax: amount },
  hasNotes: flag,
  text: words,
  id: several(isId, 100),
  sort: one(keyOf(sortWords)),
  direction: one(keyOf(directionWords)),
}

/** What an address asks for; what is no filter is left out, and so is what says nothing. */
export function tradeSearchIn(search: Record<string, unknown>): TradeSearch {
  const read = Object.entries(readers).map(([name, reader]) => [name, reader(search[name])] as const)
  const { tagMatch, status, sort, direction, ...rest } = Object.fromEntries(
    read.filter(([, value]) => value !== undefined),
  ) as TradeSearch
  return {
    ...rest,
    ...(tagMatch === undefined || tagMatch === 'any' || rest.tag === undefined ? {} : { tagMatch }),
    ...(status === undefined || status === 'all' ? {} : { status }),
    ...(sort === undefined || sort === 'closedAt' ? {} : { sort }),
    ...(direction === undefined || direction === 'desc' ? {} : { direction }),
  }
}

/** The search without its order. */
export function filterOf({ sort: _, direction: __, ...filter }: TradeSearch): TradeFilter {
  return filter
}
