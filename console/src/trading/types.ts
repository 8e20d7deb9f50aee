import type { api } from '../api.ts'

type AnswerOf<Call extends (...input: never[]) => Promise<unknown>> = Awaited<ReturnType<Call>>

export type TradingAccount = AnswerOf<typeof api.trading.getAccount>
export type Balances = AnswerOf<typeof api.trading.getBalances>
