import type { api } from '../api.ts'

type AnswerOf<Call extends (...input: never[]) => Promise<unknown>> = Awaited<ReturnType<Call>>

export type StaffTicket = AnswerOf<typeof api.agency.ticketForStaff>
export type TicketLine = AnswerOf<typeof api.agency.listTickets>['items'][number]
export type Employee = AnswerOf<typeof api.agency.listEmployees>['items'][number]
export type Department = AnswerOf<typeof api.agency.listDepartments>['items'][number]
export type Campaign = AnswerOf<typeof api.agency.getCampaign>
export type CampaignLine = AnswerOf<typeof api.agency.listCampaigns>['items'][number]
export type Subscriber = AnswerOf<typeof api.agency.listSubscribers>['items'][number]
export type Enquiry = AnswerOf<typeof api.agency.getEnquiry>
export type Lead = AnswerOf<typeof api.agency.getLead>
