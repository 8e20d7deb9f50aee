import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api } from '../../api.ts'
import { tradingKey } from '../queries.ts'
import type { FiguresSearch } from './figures-search.ts'
import type { Dimension } from './types.ts'

/** As the API takes it. */
function asked({ account, symbol, tag, playbook, ...search }: FiguresSearch) {
  return {
    ...search,
    ...(account === undefined ? {} : { account: [account] }),
    ...(symbol === undefined ? {} : { symbol: [...symbol] }),
    ...(tag === undefined ? {} : { tag: [...tag] }),
    ...(playbook === undefined ? {} : { playbook: [...playbook] }),
  }
}

const key = (report: string, search: unknown) => [...tradingKey, 'analytics', report, search] as const
/** What was shown stays until the next answer is there. */
const kept = { placeholderData: keepPreviousData } as const
const POINTS = 1000

export const figures = {
  dashboard: (search: FiguresSearch) =>
    queryOptions({
      ...{ queryKey: key('dashboard', search), ...kept },
      queryFn: ({ signal }) => api.trading.analyseDashboard({ query: asked(search), signal }),
    }),
  marked: (search: FiguresSearch) =>
    queryOptions({
      queryKey: key('marked', search),
      queryFn: ({ signal }) =>
        api.trading.analyseEquity({ query: { ...asked(search), series: ['marked'], points: POINTS }, signal }),
    }),
  by: (search: FiguresSearch, dimension: Dimension) =>
    queryOptions({
      ...{ queryKey: key(`by ${dimension}`, search), ...kept },
      queryFn: ({ signal }) => api.trading.analyseBy({ query: { ...asked(search), dimension }, signal }),
    }),
  r: (search: FiguresSearch) =>
    queryOptions({
      queryKey: key('r', search),
      queryFn: ({ signal }) => api.trading.analyseR({ query: asked(search), signal }),
    }),
  streaks: (search: FiguresSearch) =>
    queryOptions({
      queryKey: key('streaks', search),
      queryFn: ({ signal }) => api.trading.analyseStreaks({ query: asked(search), signal }),
    }),
  excursion: (search: FiguresSearch) =>
    queryOptions({
      queryKey: key('excursion', search),
      queryFn: ({ signal }) => api.trading.analyseExcursion({ query: asked(search), signal }),
    }),
  playbooks: (search: FiguresSearch) =>
    queryOptions({
      queryKey: key('playbooks', search),
      queryFn: ({ signal }) => api.trading.analysePlaybooks({ query: asked(search), signal }),
    }),
  behaviour: (search: FiguresSearch) =>
    queryOptions({
      queryKey: key('behaviour', search),
      queryFn: ({ signal }) => api.trading.analyseBehaviour({ query: asked(search), signal }),
    }),
  definitions: () =>
    queryOptions({
      queryKey: key('definitions', null),
      staleTime: Number.POSITIVE_INFINITY,
      queryFn: async ({ signal }) => (await api.trading.listDefinitions({ signal })).items,
    }),
}
