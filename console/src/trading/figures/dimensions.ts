import { useQuery } from '@tanstack/react-query'
import { tradingQueries } from '../queries.ts'
import type { Dimension } from './types.ts'
import { durationInWords, hourInWords, monthInWords, weekdayInWords } from './words.ts'

export const dimensions: Readonly<Record<Dimension, string>> = {
  symbol: 'Symbol',
  side: 'Side',
  tag: 'Tag',
  playbook: 'Playbook',
  weekday: 'Weekday of the entry',
  hour: 'Hour of the entry',
  hold: 'Time held',
  assetClass: 'Kind of instrument',
  month: 'Month',
  account: 'Account',
}

export interface Names {
  readonly tagIds: readonly string[]
  /** What a key of a dimension is called. */
  of(dimension: Dimension, key: string | null): string
}

const KINDS: Readonly<Record<string, string>> = {
  ...{ stock: 'Stocks', etf: 'ETFs', option: 'Options', future: 'Futures', forex: 'Forex', crypto: 'Crypto' },
  ...{ cfd: 'CFDs', bond: 'Bonds', long: 'Long', short: 'Short' },
}

/** Names of what trades are told apart by. */
export function useNames(): Names {
  const tags = useQuery(tradingQueries.tags()).data ?? []
  const playbooks = useQuery(tradingQueries.playbooks()).data ?? []
  const accounts = useQuery(tradingQueries.accounts()).data ?? []
  const archived = useQuery(tradingQueries.accounts(true)).data ?? []
  const found = new Map([...tags, ...playbooks, ...accounts, ...archived].map(({ id, name }) => [id as string, name]))
  return {
    tagIds: tags.map(({ id }) => id),
    of(dimension, key) {
      if (key === null) return dimension === 'tag' ? 'Without a tag' : 'Without a playbook'
      if (dimension === 'hour') return hourInWords(Number(key))
      if (dimension === 'weekday') return weekdayInWords(Number(key))
      if (dimension === 'month') return monthInWords(key)
      if (dimension === 'hold') return key === '0' ? 'Under 1 min' : `From ${durationInWords(Number(key) * 1000)}`
      if (dimension === 'symbol') return key
      return KINDS[key] ?? found.get(key) ?? 'No longer there'
    },
  }
}
