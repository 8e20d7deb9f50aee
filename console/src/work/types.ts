import type { api } from '../api.ts'

type AnswerOf<Call extends (...input: never[]) => Promise<unknown>> = Awaited<ReturnType<Call>>

export type RequestLine = AnswerOf<typeof api.agency.listRequests>['items'][number]
export type ServiceRequest = AnswerOf<typeof api.agency.requestForStaff>
export type Stage = ServiceRequest['stage']
export type Visibility = ServiceRequest['messages'][number]['visibility']
export type WorkFile = ServiceRequest['files'][number]
export type QuoteLine = AnswerOf<typeof api.agency.listQuotes>['items'][number]
export type Quote = AnswerOf<typeof api.agency.getQuote>
export type QuoteInput = Parameters<typeof api.agency.draftQuote>[0]['body']
export type ProjectLine = AnswerOf<typeof api.agency.listProjects>['items'][number]
export type Project = AnswerOf<typeof api.agency.getProject>
export type Client = AnswerOf<typeof api.agency.getClient>

/** Works on requests that are theirs. */
export const REQUESTS = 'agency:bookings.update_assigned'
/** Sees and assigns all requests, and the clients. */
export const VIEW_ALL = 'agency:bookings.view_all'
export const QUOTES = 'agency:quotes.manage'
export const PROJECTS = 'agency:projects.update_assigned'
export const ALL_PROJECTS = 'agency:projects.view_all'
export const ASSIGN_TEAM = 'agency:projects.assign_team'
