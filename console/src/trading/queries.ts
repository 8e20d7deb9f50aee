import { queryOptions } from '@tanstack/react-query'
import { api } from '../api.ts'

/** Every answer of trading: after an import, an edit or a rebuild nothing of it may stand. */
export const tradingKey = ['trading'] as const

interface PageAnswer<Item> {
  readonly items: readonly Item[]
  readonly nextCursor: string | null
}

/** All pages of a list that people choose from. */
export async function everyPage<Item>(load: (cursor?: string) => Promise<PageAnswer<Item>>): Promise<readonly Item[]> {
  const found: Item[] = []
  let cursor: string | null = null
  do {
    const page: PageAnswer<Item> = await load(cursor ?? undefined)
    found.push(...page.items)
    cursor = page.nextCursor
  } while (cursor !== null)
  return found
}

const LIMIT = 100

/** What several pages of trading ask for. */
export const tradingQueries = {
  /** Accounts in use, or the archived ones. */
  accounts: (archived = false) =>
    queryOptions({
      queryKey: [...tradingKey, 'accounts', { archived }],
      queryFn: ({ signal }) =>
        everyPage((cursor) =>
          api.trading.listAccounts({ query: { limit: LIMIT, archived, ...(cursor && { cursor }) }, signal }),
        ),
    }),
  account: (id: string) =>
    queryOptions({
      queryKey: [...tradingKey, 'accounts', id],
      queryFn: ({ signal }) => api.trading.getAccount({ path: { id }, signal }),
    }),
  balances: (id: string) =>
    queryOptions({
      queryKey: [...tradingKey, 'accounts', id, 'balances'],
      queryFn: ({ signal }) => api.trading.getBalances({ path: { id }, signal }),
    }),
  usage: () =>
    queryOptions({
      queryKey: [...tradingKey, 'usage'],
      queryFn: ({ signal }) => api.trading.getUsage({ signal }),
    }),
  plans: () =>
    queryOptions({
      queryKey: [...tradingKey, 'plans'],
      queryFn: async ({ signal }) => (await api.trading.listPlans({ signal })).items,
    }),
  subscription: () =>
    queryOptions({
      queryKey: [...tradingKey, 'subscription'],
      queryFn: ({ signal }) => api.trading.getSubscription({ signal }),
    }),
  tags: () =>
    queryOptions({
      queryKey: [...tradingKey, 'tags'],
      queryFn: async ({ signal }) => (await api.trading.listTags({ signal })).items,
    }),
  playbooks: () =>
    queryOptions({
      queryKey: [...tradingKey, 'playbooks', 'all'],
      queryFn: ({ signal }) =>
        everyPage((cursor) =>
          api.trading.listPlaybooks({ query: { limit: LIMIT, ...(cursor && { cursor }) }, signal }),
        ),
    }),
  instrument: (id: string) =>
    queryOptions({
      queryKey: [...tradingKey, 'instruments', id],
      queryFn: ({ signal }) => api.trading.getInstrument({ path: { id }, signal }),
    }),
}
