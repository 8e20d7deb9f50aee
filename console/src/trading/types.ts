import type { api } from '../api.ts'

type AnswerOf<Call extends (...input: never[]) => Promise<unknown>> = Awaited<ReturnType<Call>>

export type TradingAccount = AnswerOf<typeof api.trading.getAccount>
export type Balances = AnswerOf<typeof api.trading.getBalances>
export type TradingImport = AnswerOf<typeof api.trading.getImport>
export type ImportPreview = AnswerOf<typeof api.trading.getImportPreview>
export type ImportRow = AnswerOf<typeof api.trading.listImportRows>['items'][number]
export type ImportOutcome = ImportRow['outcome']
export type ListedProfile = AnswerOf<typeof api.trading.listImportProfiles>['items'][number]
export type ImportProfile = AnswerOf<typeof api.trading.getImportProfile>
export type ProfileSuggestion = NonNullable<AnswerOf<typeof api.trading.suggestImportProfile>['suggestion']>
export type Instrument = AnswerOf<typeof api.trading.getInstrument>
export type CorporateAction = AnswerOf<typeof api.trading.listCorporateActions>['items'][number]
export type BarState = AnswerOf<typeof api.trading.listBarStates>['items'][number]
export type CurrencyRate = AnswerOf<typeof api.trading.listCurrencyRates>['items'][number]
export type CurrencyRateState = AnswerOf<typeof api.trading.currencyRateState>
export type WaitingSymbol = AnswerOf<typeof api.trading.listMappingQueue>['items'][number]
export type FeeSchedule = AnswerOf<typeof api.trading.getFeeSchedule>
export type FeeScheduleInput = Parameters<typeof api.trading.createFeeSchedule>[0]['body']
export type FeeRule = FeeSchedule['prices'][number]['rules'][number]
export type EstimatedFees = AnswerOf<typeof api.trading.previewEstimatedFees>
export type AccountRework = AnswerOf<typeof api.trading.listReworks>['items'][number]
export type AccountInput = Parameters<typeof api.trading.createAccount>[0]['body']
