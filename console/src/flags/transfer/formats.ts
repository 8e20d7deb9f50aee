export type FlagFile = Record<string, unknown>

/** Whose files are taken in. */
export const formats = {
  plinth: 'Plinth',
  unleash: 'Unleash',
  growthbook: 'GrowthBook',
  flagsmith: 'Flagsmith',
  flagd: 'flagd',
  eppo: 'Eppo',
} as const

export type Format = keyof typeof formats

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
