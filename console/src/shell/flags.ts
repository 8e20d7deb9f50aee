import { queryOptions, useQuery } from '@tanstack/react-query'
import { api, type Me } from '../api.ts'
import { useMe } from '../identity/me.ts'

/** Somebody who stays on a page sees a change within this time. */
const REFRESH_MS = 60_000

/** What is switched on for whoever looks, by OFREP. */
const flagsQuery = (me: Me | null) =>
  queryOptions({
    queryKey: ['flags', me?.user.id ?? null],
    queryFn: ({ signal }) =>
      api.flags.evaluateAll({ body: { context: me === null ? {} : { targetingKey: me.user.id } }, signal }),
    staleTime: REFRESH_MS,
    refetchInterval: REFRESH_MS,
  })

/** What a flag serves; `fallback` until that is known, and where there is no answer of its type. */
export function useFlag<Value extends boolean | string>(key: string, fallback: Value): boolean | string {
  const me = useMe()
  const { data } = useQuery({ ...flagsQuery(me ?? null), enabled: me !== undefined })
  const value = data?.flags.find((flag) => flag.key === key)?.value
  return typeof value === typeof fallback ? (value as Value) : fallback
}
