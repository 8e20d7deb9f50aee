import type { FlagType, Json } from '@plinth/sdk/flags'

export interface VariantValues {
  readonly key: string
  /** Undefined for what is no JSON. A number is its text while it is none. */
  readonly value: Json | undefined
  readonly isOff?: boolean
}

/** What is read of a flag. */
interface Read {
  readonly key: string
  readonly title: string
  readonly description: string
  readonly type: FlagType
  readonly variants: readonly { readonly key: string; readonly value?: unknown; readonly isOff?: boolean | undefined }[]
  readonly isPublic: boolean
  readonly isPermanent: boolean
  readonly staleAfterDays: number | null
  readonly owner: { readonly id: string; readonly name: string } | null
  readonly archivedAt: string | null
}

/** A flag as it is entered. */
export interface FlagValues {
  readonly key: string
  readonly title: string
  readonly description: string
  readonly type: FlagType
  readonly variants: VariantValues[]
  readonly isPublic: boolean
  readonly isPermanent: boolean
  readonly staleAfterDays: string
  /** '' for nobody. */
  readonly ownerId: string
  readonly reason: string
}

const firstVariants: Readonly<Record<FlagType, readonly VariantValues[]>> = {
  boolean: [
    { key: 'on', value: true },
    { key: 'off', value: false },
  ],
  string: [{ key: 'standard', value: '' }],
  number: [{ key: 'standard', value: 0 }],
  json: [{ key: 'standard', value: {} }],
}

export function variantsOf(type: FlagType): VariantValues[] {
  return [...firstVariants[type]]
}

/** What one more variant begins with. */
export function blankVariant(type: FlagType): VariantValues {
  return { key: '', value: firstVariants[type][0]?.value }
}

export const newFlagValues: FlagValues = {
  ...{ key: '', title: '', description: '', type: 'boolean', variants: variantsOf('boolean') },
  ...{ isPublic: false, isPermanent: false, staleAfterDays: '', ownerId: '', reason: '' },
}

export function flagValues(flag: Read): FlagValues {
  const { key, title, description, type, variants, isPublic, isPermanent, staleAfterDays, owner } = flag
  return {
    ...{ key, title, description, type, isPublic, isPermanent, reason: '', ownerId: owner?.id ?? '' },
    variants: variants.map(({ key: name, value, isOff }) => ({
      ...{ key: name, value: value as Json },
      ...(isOff === undefined ? {} : { isOff }),
    })),
    staleAfterDays: staleAfterDays === null ? '' : String(staleAfterDays),
  }
}

/** What is sent of it, beside the key and the type; a text that is no number goes as it is, for the server to name. */
export function flagInput(values: FlagValues) {
  const { title, description, isPublic, isPermanent, staleAfterDays, ownerId, variants } = values
  const days = staleAfterDays.trim()
  return {
    ...{ title, description, isPublic, isPermanent },
    variants: variants.map(({ key, value, isOff }) => ({ key, value, ...(isOff === undefined ? {} : { isOff }) })),
    staleAfterDays: days === '' ? null : Number(days),
    ownerId: ownerId === '' ? null : ownerId,
  }
}

export const flagRules = {
  key: (value: string) =>
    /^[A-Za-z0-9_][A-Za-z0-9_.:|~-]{0,119}$/.test(value)
      ? null
      : 'Write letters, digits and . _ - : | ~, beginning with a letter, a digit or _',
  title: (value: string) => (value.trim() === '' ? 'Write a title' : null),
  staleAfterDays: (value: string) =>
    value.trim() === '' || /^\d{1,4}$/.test(value.trim()) ? null : 'Write days as a whole number',
  variants: {
    key: (value: string) => (value.trim() === '' ? 'Name the variant' : null),
    value: (value: Json | undefined) => (value === undefined ? 'Write JSON' : null),
  },
}

/** What a flag says, its owner by name. */
export function flagContent(flag: Read) {
  return {
    ...flagInput(flagValues(flag)),
    ...{ ownerId: flag.owner?.name ?? null, archived: flag.archivedAt !== null },
  }
}
