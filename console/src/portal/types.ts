import type { api } from '../api.ts'

type AnswerOf<Call extends (...input: never[]) => Promise<unknown>> = Awaited<ReturnType<Call>>

export type ClientRequest = AnswerOf<typeof api.agency.getRequest>
export type ClientQuote = AnswerOf<typeof api.agency.getMyQuote>
export type QuoteLine = AnswerOf<typeof api.agency.listMyQuotes>['items'][number]
export type ClientProject = AnswerOf<typeof api.agency.getMyProject>
export type Testimonial = AnswerOf<typeof api.agency.getMyTestimonial>
export type Deliverable = ClientProject['deliverables'][number]
export type ClientTicket = AnswerOf<typeof api.agency.getTicket>
export type Booking = AnswerOf<typeof api.agency.listBookings>['items'][number]
export type InvoiceLine = AnswerOf<typeof api.invoices.list>['items'][number]

/** How a client stands before something of theirs: by session, or by the secret of a mail that goes along with each call. */
export interface Door {
  readonly headers: Readonly<Record<string, string>>
  readonly isGuest: boolean
}

export const ownDoor: Door = { headers: {}, isGuest: false }
