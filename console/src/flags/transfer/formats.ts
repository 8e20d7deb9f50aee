import type { api } from '../../api.ts'

type Import = Parameters<typeof api.flags.import>[0]['body']
export type Format = Import['format']
export type FlagFile = Import['file']

export const formats: Readonly<Record<Format, string>> = {
  plinth: 'Plinth',
  unleash: 'Unleash',
  growthbook: 'GrowthBook',
  flagsmith: 'Flagsmith',
  flagd: 'flagd',
  eppo: 'Eppo',
}

/** The format that a file looks like; what it holds is judged by the server. */
export function formatOf(file: unknown): Format | undefined {
  const members = membersOf(file)
  if (members.format === 'plinth-flags') return 'plinth'
  if (['feature_states', 'environment', 'context'].some((name) => name in members)) return 'flagsmith'
  if (Array.isArray(members.features)) return 'unleash'
  if (isMap(members.features)) return 'growthbook'
  if (!isMap(members.flags)) return undefined
  return Object.values(members.flags).some((flag) => 'variationType' in membersOf(flag)) ? 'eppo' : 'flagd'
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return isMap(value) ? value : {}
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
