import { queryOptions } from '@tanstack/react-query'
import { api, type SecretDetail } from '../api.ts'

/** All that is shown of secrets; never a value. */
export const secretsKey = ['secrets'] as const

/** As often a secret is read again while a rotation of it runs. */
const WATCH_MS = 2000

export const secretQuery = (id: string) =>
  queryOptions({
    queryKey: [...secretsKey, 'one', id],
    queryFn: ({ signal }) => api.secrets.get({ path: { id }, signal }),
    refetchInterval: ({ state: { data } }) => (data !== undefined && isRotating(data) ? WATCH_MS : false),
  })

export function isRotating({ rotations }: SecretDetail): boolean {
  return rotations[0]?.endedAt === null
}

export const rotatorsQuery = queryOptions({
  queryKey: [...secretsKey, 'rotators'],
  queryFn: ({ signal }) => api.secrets.rotators({ signal }),
})

export const templatesQuery = queryOptions({
  queryKey: [...secretsKey, 'templates'],
  queryFn: ({ signal }) => api.secrets.leaseTemplates({ signal }),
})
