import { queryOptions } from '@tanstack/react-query'
import { api } from '../../../api.ts'
import { tradingKey } from '../../queries.ts'
import type { TradingImport } from '../../types.ts'

export const importsKey = [...tradingKey, 'imports'] as const
export const profilesKey = [...tradingKey, 'import-profiles'] as const
const SOON_MS = 700
/** A preview of so much is answered at once; of more it is made in the background. */
const READ_AT_ONCE_BYTES = 1024 * 1024

/** Whether the server works at it: reads a long file, imports it, or takes it out again. */
export function isUnderWay({ state, undoing, bytes }: TradingImport): boolean {
  return undoing || state === 'importing' || (state === 'mapped' && bytes > READ_AT_ONCE_BYTES)
}

/** Whether nothing of it is in the account, nor is about to be. */
export function isDraft({ state }: TradingImport): boolean {
  return ['uploaded', 'detected', 'mapped', 'previewed', 'failed'].includes(state)
}

export function importQuery(id: string) {
  return queryOptions({
    queryKey: [...importsKey, 'one', id],
    queryFn: ({ signal }) => api.trading.getImport({ path: { id }, signal }),
    refetchInterval: ({ state: { data } }) => (data !== undefined && isUnderWay(data) ? SOON_MS : false),
  })
}

/** What an import would do; another one once it is mapped otherwise. */
export function previewQuery({ id, updatedAt }: TradingImport) {
  return queryOptions({
    queryKey: [...importsKey, 'preview', id, updatedAt],
    queryFn: ({ signal }) => api.trading.getImportPreview({ path: { id }, signal }),
  })
}

export const profilesQuery = queryOptions({
  queryKey: profilesKey,
  queryFn: async ({ signal }) => (await api.trading.listImportProfiles({ signal })).items,
})

export function profileQuery(id: string) {
  return queryOptions({
    queryKey: [...profilesKey, id],
    queryFn: ({ signal }) => api.trading.getImportProfile({ path: { id }, signal }),
    refetchOnWindowFocus: false,
  })
}
