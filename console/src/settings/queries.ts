import { queryOptions } from '@tanstack/react-query'
import { api, type Setting } from '../api.ts'

export const settingsQuery = queryOptions({
  queryKey: ['settings'],
  queryFn: ({ signal }) => api.settings.list({ signal }),
  staleTime: 0,
  refetchOnWindowFocus: false,
})

interface Change {
  readonly value: object
  readonly version: number
  readonly inherit?: readonly string[]
  readonly reason?: string
}

type Call = (input: { body: Change }) => Promise<Pick<Setting, 'version'>>

/** The operation of a setting that is known here by its key alone; the client's own types know them one by one. */
export function changeOf(key: string): Call {
  const name = key.replaceAll(/(?:^|-)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
  const call = (api.settings as Readonly<Record<string, unknown>>)[`change${name}`]
  if (call === undefined) throw new TypeError(`the client is older than the server: it cannot change ${key}`)
  return call as Call
}
