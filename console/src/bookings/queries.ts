import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api, ProblemError } from '../api.ts'
import type { Appointment, Schedule } from './types.ts'

export const appointmentsKey = ['agency', 'appointments'] as const
export const appointmentKey = (id: string) => [...appointmentsKey, 'one', id] as const
export const scheduleKey = (ownerId: string) => ['agency', 'schedule', ownerId] as const
export const timeOffKey = (ownerId: string) => [...scheduleKey(ownerId), 'time-off'] as const
export const calendarsKey = (ownerId: string) => [...scheduleKey(ownerId), 'calendars'] as const
export const policiesKey = ['agency', 'booking-policies'] as const

interface Stretch {
  readonly from: string
  readonly to: string
  readonly hostId?: string
}

/** All that begins in the stretch: a calendar has no next page. */
export function calendarQuery(query: Stretch) {
  return queryOptions({
    queryKey: [...appointmentsKey, 'calendar', query],
    queryFn: async ({ signal }) => {
      const found: Appointment[] = []
      let cursor: string | null = null
      do {
        const page: { items: Appointment[]; nextCursor: string | null } = await api.agency.listAppointments({
          query: { ...query, limit: 100, ...(cursor === null ? {} : { cursor }) },
          signal,
        })
        found.push(...page.items)
        cursor = page.nextCursor
      } while (cursor !== null)
      return found
    },
    placeholderData: keepPreviousData,
    refetchInterval: 60_000,
  })
}

export function appointmentQuery(id: string) {
  return queryOptions({
    queryKey: appointmentKey(id),
    queryFn: ({ signal }) => api.agency.getAppointment({ path: { id }, signal }),
  })
}

export function hostsQuery(isOpen: boolean) {
  return queryOptions({
    queryKey: ['agency', 'hosts'],
    queryFn: async ({ signal }) => (await api.agency.listSchedules({ signal })).items,
    enabled: isOpen,
    staleTime: 60_000,
  })
}

/** Null for who has said nothing yet. */
export function scheduleQuery(ownerId: string) {
  return queryOptions({
    queryKey: scheduleKey(ownerId),
    queryFn: ({ signal }) => readSchedule(ownerId, signal),
    refetchOnWindowFocus: false,
  })
}

async function readSchedule(ownerId: string, signal: AbortSignal): Promise<Schedule | null> {
  try {
    return await api.agency.getSchedule({ path: { id: ownerId }, signal })
  } catch (error) {
    if (error instanceof ProblemError && error.code === 'agency/schedule-not-found') return null
    throw error
  }
}

export function timeOffQuery(ownerId: string) {
  return queryOptions({
    queryKey: timeOffKey(ownerId),
    queryFn: async ({ signal }) => (await api.agency.listTimeOff({ path: { id: ownerId }, signal })).items,
  })
}

const WAITING_REFETCH_MS = 1_500

/** Asked again while one of them is being read. */
export function calendarsQuery(ownerId: string) {
  return queryOptions({
    queryKey: calendarsKey(ownerId),
    queryFn: async ({ signal }) => (await api.agency.listCalendars({ path: { id: ownerId }, signal })).items,
    refetchInterval: ({ state }) =>
      state.data?.some((one) => one.state === 'waiting') === true ? WAITING_REFETCH_MS : false,
  })
}

export const policiesQuery = queryOptions({
  queryKey: policiesKey,
  queryFn: async ({ signal }) => (await api.agency.listPolicies({ signal })).items,
})
