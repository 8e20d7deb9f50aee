import { queryOptions } from '@tanstack/react-query'
import { api } from '../api.ts'
import type { Door } from './types.ts'

export const requestKey = (reference: string) => ['portal', 'requests', reference] as const
export const ticketKey = (reference: string) => ['portal', 'tickets', reference] as const
export const quoteKey = (id: string) => ['portal', 'quotes', id] as const
export const projectKey = (id: string) => ['portal', 'projects', id] as const

export function requestQuery(reference: string, { headers, isGuest }: Door) {
  return queryOptions({
    queryKey: [...requestKey(reference), isGuest],
    queryFn: ({ signal }) => api.agency.getRequest({ path: { reference }, headers, signal }),
  })
}

export function ticketQuery(reference: string, { headers, isGuest }: Door) {
  return queryOptions({
    queryKey: [...ticketKey(reference), isGuest],
    queryFn: ({ signal }) => api.agency.getTicket({ path: { reference }, headers, signal }),
  })
}

export function quoteQuery(id: string) {
  return queryOptions({
    queryKey: quoteKey(id),
    queryFn: ({ signal }) => api.agency.getMyQuote({ path: { id }, signal }),
  })
}

export function testimonialQuery(id: string) {
  return queryOptions({
    queryKey: [...projectKey(id), 'testimonial'],
    queryFn: ({ signal }) => api.agency.getMyTestimonial({ path: { id }, signal }),
  })
}

export function projectQuery(id: string) {
  return queryOptions({
    queryKey: projectKey(id),
    queryFn: ({ signal }) => api.agency.getMyProject({ path: { id }, signal }),
  })
}
