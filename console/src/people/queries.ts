import { queryOptions } from '@tanstack/react-query'
import { api } from '../api.ts'

export const employeesQuery = queryOptions({
  queryKey: ['staff', 'employees'],
  queryFn: ({ signal }) => api.agency.listEmployees({ signal }),
})

export const departmentsQuery = queryOptions({
  queryKey: ['staff', 'departments'],
  queryFn: ({ signal }) => api.agency.listDepartments({ signal }),
})

const staffTicketKey = (id: string) => ['staff', 'tickets', id] as const

export function staffTicketQuery(id: string) {
  return queryOptions({
    queryKey: staffTicketKey(id),
    queryFn: ({ signal }) => api.agency.ticketForStaff({ path: { id }, signal }),
  })
}

export const campaignKey = (id: string) => ['staff', 'campaigns', id] as const

export function campaignQuery(id: string) {
  return queryOptions({
    queryKey: campaignKey(id),
    queryFn: ({ signal }) => api.agency.getCampaign({ path: { id }, signal }),
    refetchInterval: ({ state }) =>
      state.data?.state === 'scheduled' || state.data?.state === 'sending' ? 3000 : false,
  })
}

export function enquiryQuery(id: string) {
  return queryOptions({
    queryKey: ['staff', 'enquiries', id],
    queryFn: ({ signal }) => api.agency.getEnquiry({ path: { id }, signal }),
  })
}

const leadKey = (id: string) => ['staff', 'leads', id] as const

export function leadQuery(id: string) {
  return queryOptions({
    queryKey: leadKey(id),
    queryFn: ({ signal }) => api.agency.getLead({ path: { id }, signal }),
  })
}
