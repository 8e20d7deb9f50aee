import { queryOptions } from '@tanstack/react-query'
import { api } from '../api.ts'

export const flagsKey = ['feature-flags'] as const

export const segmentsQuery = queryOptions({
  queryKey: [...flagsKey, 'segments'],
  queryFn: ({ signal }) => api.flags.listSegments({ signal }),
})

export const flagQuery = (key: string) =>
  queryOptions({
    queryKey: [...flagsKey, 'flag', key],
    queryFn: ({ signal }) => api.flags.get({ path: { key }, signal }),
  })

export const targetingQuery = (key: string, environment: string) =>
  queryOptions({
    queryKey: [...flagsKey, 'targeting', key, environment],
    queryFn: ({ signal }) => api.flags.getTargeting({ path: { key, environment }, signal }),
    staleTime: 0,
    refetchOnWindowFocus: false,
  })
