import type { api } from '../../api.ts'

type AnswerOf<Call extends (...input: never[]) => Promise<unknown>> = Awaited<ReturnType<Call>>
type ItemOf<Call extends (...input: never[]) => Promise<{ items: readonly unknown[] }>> =
  AnswerOf<Call>['items'][number]

export type Entry = AnswerOf<typeof api.trading.getJournalEntry>
export type EntryBody = Entry['body']
export type EntryLine = ItemOf<typeof api.trading.listJournal>
export type FoundWords = ItemOf<typeof api.trading.searchJournal>
export type Reflection = AnswerOf<typeof api.trading.getReflection>
export type Session = AnswerOf<typeof api.trading.getSession>
export type Tag = ItemOf<typeof api.trading.listTags>
export type Trade = ItemOf<typeof api.trading.listTrades>
export type TradeDetail = AnswerOf<typeof api.trading.getTrade>
export type Remembered = ItemOf<typeof api.trading.lookBackOnDay>['entries'][number]
export type Playbook = AnswerOf<typeof api.trading.getPlaybook>
export type PlaybookVersion = ItemOf<typeof api.trading.listPlaybookVersions>
export type Rule = Playbook['rules'][number]
export type Adherence = AnswerOf<typeof api.trading.playbookAdherence>
export type JudgedTrade = ItemOf<typeof api.trading.playbookTrades>
export type Verdict = JudgedTrade['results'][number]['result']
export type Review = AnswerOf<typeof api.trading.getReview>
export type PeriodReview = AnswerOf<typeof api.trading.reviewPeriod>
export type Goal = ItemOf<typeof api.trading.listGoals>
export type GoalInput = Parameters<typeof api.trading.createGoal>[0]['body']
export type DigestWish = AnswerOf<typeof api.trading.getWeeklyDigest>
