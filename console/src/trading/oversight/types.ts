import type { api } from '../../api.ts'

type AnswerOf<Call extends (...input: never[]) => Promise<unknown>> = Awaited<ReturnType<Call>>
type InputOf<Call extends (input: never) => Promise<unknown>> = Parameters<Call>[0]

export type RiskProfile = AnswerOf<typeof api.trading.getRiskProfile>
export type RiskProfileInput = InputOf<typeof api.trading.createRiskProfile>['body']
export type RiskTemplate = AnswerOf<typeof api.trading.listRiskTemplates>['items'][number]
export type RiskStatus = AnswerOf<typeof api.trading.getRiskStatus>
export type Breach = RiskStatus['breaches'][number]
export type Alert = AnswerOf<typeof api.trading.getAlert>
export type AlertInput = InputOf<typeof api.trading.createAlert>['body']
export type AlertKind = Alert['kind']
export type Notice = AnswerOf<typeof api.trading.listAlertEvents>['items'][number]
export type QuietHours = AnswerOf<typeof api.trading.getQuietHours>['hours']
export type PushAddress = AnswerOf<typeof api.trading.getPushAddress>
