import type { api } from '../api.ts'

type AnswerOf<Call extends (...input: never[]) => Promise<unknown>> = Awaited<ReturnType<Call>>

export type Appointment = AnswerOf<typeof api.agency.listAppointments>['items'][number]
export type AppointmentDetail = AnswerOf<typeof api.agency.getAppointment>
export type Schedule = AnswerOf<typeof api.agency.getSchedule>
export type TimeOff = AnswerOf<typeof api.agency.listTimeOff>['items'][number]
export type OtherCalendar = AnswerOf<typeof api.agency.listCalendars>['items'][number]
export type BookingPolicy = AnswerOf<typeof api.agency.listPolicies>['items'][number]
export type PolicyInput = Parameters<typeof api.agency.createPolicy>[0]['body']

/** Sees the appointments of all hosts. */
export const VIEW_ALL = 'agency:bookings.view_all'
/** Changes them, with hours and policies. */
export const MANAGE = 'agency:bookings.manage'
/** Is a host, and changes their own. */
export const HOST = 'agency:bookings.update_assigned'
