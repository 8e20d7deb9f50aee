import { queryOptions } from '@tanstack/react-query'
import { api } from '../api.ts'

export const applicationKey = (id: string) => ['applications', id] as const

export function applicationQuery(id: string) {
  return queryOptions({
    queryKey: applicationKey(id),
    queryFn: ({ signal }) => api.music.getApplication({ path: { id }, signal }),
  })
}

export const myApplicationsQuery = queryOptions({
  queryKey: ['applications'],
  queryFn: ({ signal }) => api.music.listMyApplications({ signal }),
})

export const agreementsQuery = queryOptions({
  queryKey: ['agreements'],
  queryFn: ({ signal }) => api.music.listAgreements({ signal }),
})

export const genresQuery = queryOptions({
  queryKey: ['genres'],
  queryFn: ({ signal }) => api.music.listGenres({ signal }),
})

export function submissionQuery(id: string) {
  return queryOptions({
    queryKey: ['submissions', id],
    queryFn: ({ signal }) => api.music.getSubmission({ path: { id }, signal }),
    refetchInterval: ({ state }) => (state.data?.state === 'probing' ? 1500 : false),
  })
}

export const reviewKey = (id: string) => ['reviewed-track', id] as const

export function reviewQuery(id: string) {
  return queryOptions({
    queryKey: reviewKey(id),
    queryFn: ({ signal }) => api.music.reviewDetail({ path: { id }, signal }),
  })
}
