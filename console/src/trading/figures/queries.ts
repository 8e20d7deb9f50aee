import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api } from '../../api.ts'
import { tradingKey } from '../queries.ts'
import type { ExplainSearch } from './explain-search.ts'
import type { CompareSearch, FiguresSearch, SimulationSearch, WhatIfSearch } from './figures-search.ts'
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

/** A figure's explanation, asked for as the figure was. */
export function askedFigure({ more, ...search }: ExplainSearch): ExplainQuery {
  const { series, ...others } = more ?? {}
  return { ...asked(search), ...others, ...(series === undefined ? {} : { series: [series] }) } as ExplainQuery
}

type ExplainQuery = Parameters<typeof api.trading.explainFigure>[0]['query']

const key = (report: string, search: unknown) => [...tradingKey, 'analytics', report, search] as const
/** What was shown stays until the next answer is there. */
const kept = { placeholderData: keepPreviousData } as const
const POINTS = 1000
const FIRST_ROWS = 3
/** Of each curve of what might have been. */
export const CURVE_POINTS = 2000

export const figures = {
  dashboard: (search: FiguresSearch) =>
    queryOptions({
      ...{ queryKey: key('dashboard', search), ...kept },
      queryFn: ({ signal }) => api.trading.analyseDashboard({ query: asked(search), signal }),
    }),
  layout: () =>
    queryOptions({
      queryKey: key('layout', null),
      queryFn: ({ signal }) => api.trading.getDashboardLayout({ signal }),
    }),
  dashboards: () =>
    queryOptions({
      queryKey: key('dashboards', null),
      queryFn: ({ signal }) => api.trading.listDashboards({ signal }),
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
  compare: ({ left = '', right = '', ...measure }: CompareSearch) =>
    queryOptions({
      ...{ queryKey: key('compare', { left, right, ...measure }), ...kept },
      queryFn: ({ signal }) => api.trading.analyseCompare({ query: { left, right, ...measure }, signal }),
    }),
  whatIf: ({ currency: _, mode: __, change = 'without', filter, amount, seed, ...search }: WhatIfSearch) => {
    const query = {
      ...{ ...asked(search), change, points: CURVE_POINTS },
      ...(filter !== undefined && (change === 'without' || change === 'only') ? { filter } : {}),
      ...(amount === undefined ? {} : { amount }),
      ...(seed === undefined ? {} : { seed }),
    }
    return queryOptions({
      ...{ queryKey: key('whatif', query), ...kept },
      queryFn: ({ signal }) => api.trading.analyseWhatif({ query, signal }),
    })
  },
  simulation: ({ currency: _, mode: __, trades, riskShare, ruinAt, seed, ...search }: SimulationSearch) => {
    const query = {
      ...asked(search),
      ...(trades === undefined ? {} : { trades }),
      ...(riskShare === undefined ? {} : { riskShare: riskShare / 100 }),
      ...(ruinAt === undefined ? {} : { ruinAt: ruinAt / 100 }),
      ...(seed === undefined ? {} : { seed }),
    }
    return queryOptions({
      ...{ queryKey: key('montecarlo', query), ...kept },
      queryFn: ({ signal }) => api.trading.analyseMontecarlo({ query, signal }),
    })
  },
  /** With the first of the rows behind it. */
  explained: (search: ExplainSearch) =>
    queryOptions({
      queryKey: key('explain', search),
      queryFn: ({ signal }) =>
        api.trading.explainFigure({ query: { ...askedFigure(search), limit: FIRST_ROWS }, signal }),
    }),
  definitions: () =>
    queryOptions({
      queryKey: key('definitions', null),
      staleTime: Number.POSITIVE_INFINITY,
      queryFn: async ({ signal }) => (await api.trading.listDefinitions({ signal })).items,
    }),
}
