import { defaultStringifySearch } from '@tanstack/react-router'

/**
 * The query of an address: lists of words by repeating their name, as the API has them (`symbol=ES&symbol=NQ`), the rest as the router writes
 * it. NOTE: names keep their order, so that what is read of an address is written as it was; else the router would rewrite it for ever.
 */
export function stringifySearch(search: Record<string, unknown>): string {
  const parts = Object.entries(search).map(([name, value]) =>
    isWords(value)
      ? new URLSearchParams(value.map((word) => [name, word])).toString()
      : defaultStringifySearch({ [name]: value }).slice(1),
  )
  const query = parts.filter((part) => part !== '').join('&')
  return query === '' ? '' : `?${query}`
}

function isWords(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string')
}
