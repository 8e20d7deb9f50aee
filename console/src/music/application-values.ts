import type { Application } from '../api.ts'

type Payload = Application['payload']
export type ApplicantRole = NonNullable<Payload['role']>

/** The form's side of an application: every field is there, empty when nothing was entered. */
export interface ApplicationValues {
  role: ApplicantRole
  legalName: string
  stageName: string
  email: string
  phone: string
  country: string
  companyName: string
  bio: string
  genres: string[]
  /** `key` only tells the rows of the form apart. */
  bandMembers: { key: string; name: string; role: string }[]
  links: { website: string; spotify: string; instagram: string; tiktok: string; youtube: string }
  ageVerified: boolean
  agreementIds: string[]
}

export function valuesOf({ payload, agreementIds }: Application): ApplicationValues {
  const { links } = payload
  return {
    role: payload.role ?? 'solo',
    legalName: payload.legalName ?? '',
    stageName: payload.stageName ?? '',
    email: payload.email ?? '',
    phone: payload.phone ?? '',
    country: payload.country ?? '',
    companyName: payload.companyName ?? '',
    bio: payload.bio ?? '',
    genres: [...(payload.genres ?? [])],
    bandMembers: (payload.bandMembers ?? []).map(({ name, role }) => newMember(name, role)),
    links: {
      website: links?.website ?? '',
      spotify: links?.spotify ?? '',
      instagram: links?.instagram ?? '',
      tiktok: links?.tiktok ?? '',
      youtube: links?.youtube ?? '',
    },
    ageVerified: payload.ageVerified ?? false,
    agreementIds: [...agreementIds],
  }
}

export function newMember(name = '', role = ''): ApplicationValues['bandMembers'][number] {
  return { key: crypto.randomUUID(), name, role }
}

/** What was entered, trimmed; what is empty is left out. */
export function payloadOf(values: ApplicationValues): Payload & { agreementIds: string[] } {
  const { role, ageVerified, genres, agreementIds } = values
  const bandMembers = values.bandMembers
    .map(({ name, role }) => ({ name: name.trim(), role: role.trim() }))
    .filter(({ name }) => name !== '')
  return {
    role,
    ageVerified,
    genres,
    agreementIds,
    links: entered(values.links),
    ...(isBand(values) ? { bandMembers } : {}),
    ...entered({
      legalName: values.legalName,
      stageName: values.stageName,
      email: values.email,
      phone: values.phone,
      country: values.country,
      bio: values.bio,
      companyName: isManager(values) ? values.companyName : '',
    }),
  }
}

function entered<Key extends string>(texts: Readonly<Record<Key, string>>): { [K in Key]?: string } {
  const trimmed = Object.entries<string>(texts).map(([key, text]) => [key, text.trim()] as const)
  return Object.fromEntries(trimmed.filter(([, text]) => text !== '')) as { [K in Key]?: string }
}

export function isBand({ role }: { role: ApplicantRole }): boolean {
  return role === 'band'
}

export function isManager({ role }: { role: ApplicantRole }): boolean {
  return role === 'manager' || role === 'management-company'
}

export const steps = ['Who you are', 'The artist', 'Links', 'Agreements', 'Check and submit'] as const

/** The step on which a field stands, so that a finding leads to it. */
export function stepOf(path: string): number {
  const field = path.split('.')[0] ?? ''
  if (['stageName', 'bio', 'genres', 'bandMembers'].includes(field)) return 1
  if (field === 'links') return 2
  return ['agreementIds', 'ageVerified'].includes(field) ? 3 : 0
}

const clearable = ['legalName', 'stageName', 'email', 'phone', 'country', 'bio', 'companyName', 'bandMembers'] as const

/** A change of the draft: what was emptied is sent as null, for a field left out stays as it was. */
export function changeOf(values: ApplicationValues) {
  const payload = payloadOf(values)
  const emptied = clearable.filter((field) => payload[field] === undefined)
  return { ...payload, ...Object.fromEntries(emptied.map((field) => [field, null])) }
}
