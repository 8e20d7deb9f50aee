import type { api } from '../../api.ts'

type AnswerOf<Call extends (...input: never[]) => Promise<unknown>> = Awaited<ReturnType<Call>>

type DashboardAnswer = AnswerOf<typeof api.trading.analyseDashboard>
export type DashboardGroup = DashboardAnswer['groups'][number]
export type Mode = DashboardAnswer['mode']
export type Dashboard = AnswerOf<typeof api.trading.listDashboards>['items'][number]
export type Summary = DashboardGroup['summary']
export type Figure = Summary['figures'][number]
export type EquitySeries = DashboardGroup['equity']['series'][number]
export type DrawdownSeries = DashboardGroup['drawdown']['series'][number]
export type Bin = DashboardGroup['distribution']['bins'][number]
export type FigureExplanation = AnswerOf<typeof api.trading.explainFigure>
export type Definition = AnswerOf<typeof api.trading.listDefinitions>['items'][number]
export type Tally = Pick<DashboardGroup['heatmap']['cells'][number], 'n' | 'net' | 'sum' | 'winRate' | 'avgR' | 'rN'>
export type Flag = AnswerOf<typeof api.trading.analyseBehaviour>['groups'][number]['flags'][number]
export type Dimension = AnswerOf<typeof api.trading.analyseBy>['groups'][number]['dimension']
export type ByRow = AnswerOf<typeof api.trading.analyseBy>['groups'][number]['rows'][number]
export type Excursion = AnswerOf<typeof api.trading.analyseExcursion>['groups'][number]
export type PlaybooksGroup = AnswerOf<typeof api.trading.analysePlaybooks>['groups'][number]
export type WhatIfGroup = AnswerOf<typeof api.trading.analyseWhatif>['groups'][number]
export type Simulation = NonNullable<AnswerOf<typeof api.trading.analyseMontecarlo>['groups'][number]['simulation']>
export type PlacedPanel = AnswerOf<typeof api.trading.getDashboardLayout>['panels'][number]
export type DashboardPanel = PlacedPanel['name']
