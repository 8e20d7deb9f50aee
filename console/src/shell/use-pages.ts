import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'

export interface PageRequest {
  readonly cursor?: string
  readonly signal: AbortSignal
}

export interface PageAnswer<Item> {
  readonly items: readonly Item[]
  readonly nextCursor: string | null
}

export interface Pages<Item> {
  readonly items: readonly Item[] | undefined
  readonly error: Error | null
  readonly retry: () => void
  readonly more: (() => void) | undefined
  readonly loadingMore: boolean
}

/** A keyset list that grows by `more`, which is undefined on the last page; it stands while another filter is fetched. `everyMs`: it is read again so often. */
export function usePages<Item>(
  key: readonly unknown[],
  load: (request: PageRequest) => Promise<PageAnswer<Item>>,
  everyMs: number | false = false,
): Pages<Item> {
  const query = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam, signal }) => load(pageParam === null ? { signal } : { cursor: pageParam, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    placeholderData: keepPreviousData,
    refetchInterval: everyMs,
  })
  return {
    items: query.data?.pages.flatMap(({ items }) => items),
    error: query.error,
    retry: () => void query.refetch(),
    more: query.hasNextPage ? () => void query.fetchNextPage() : undefined,
    loadingMore: query.isFetchingNextPage,
  }
}
