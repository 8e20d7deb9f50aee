import { type Static, Type } from 'typebox'
import { line, namedObject, nullable, object, oneOf, text } from '../../kernel/http/schema.ts'
import { moneyShape } from '../../kernel/money.ts'

const applicantRoles = ['solo', 'band', 'manager', 'management-company'] as const
export const linkNames = ['website', 'spotify', 'instagram', 'tiktok', 'youtube'] as const

const link = line(300)
export const artistLinks = namedObject('ArtistLinks', {
  website: Type.Optional(link),
  spotify: Type.Optional(link),
  instagram: Type.Optional(link),
  tiktok: Type.Optional(link),
  youtube: Type.Optional(link),
})
export type ArtistLinks = Static<typeof artistLinks>

/** When earnings are to be paid out; with `threshold` as soon as they reach the amount. */
const payoutWish = namedObject('PayoutWish', {
  frequency: oneOf(['monthly', 'quarterly', 'threshold']),
  threshold: Type.Optional(moneyShape),
})

const genreList = Type.Array(Type.String({ minLength: 1, maxLength: 40 }), { maxItems: 10, uniqueItems: true })
const memberList = Type.Array(object({ name: line(120), role: text(80) }), { maxItems: 30 })

const fields = {
  role: oneOf(applicantRoles),
  legalName: line(200),
  stageName: line(120),
  email: line(254),
  phone: line(40),
  country: line(2),
  bio: text(500),
  genres: genreList,
  ageVerified: Type.Boolean(),
  bandMembers: memberList,
  companyName: line(200),
  links: artistLinks,
  payout: payoutWish,
}

/** What is known of an applicant so far: a field that was never entered is absent. */
export const applicationPayload = object({
  role: Type.Optional(fields.role),
  legalName: Type.Optional(fields.legalName),
  stageName: Type.Optional(fields.stageName),
  email: Type.Optional(fields.email),
  phone: Type.Optional(fields.phone),
  country: Type.Optional(fields.country),
  bio: Type.Optional(fields.bio),
  genres: Type.Optional(fields.genres),
  ageVerified: Type.Optional(fields.ageVerified),
  bandMembers: Type.Optional(fields.bandMembers),
  companyName: Type.Optional(fields.companyName),
  links: Type.Optional(fields.links),
  payout: Type.Optional(fields.payout),
})
export type ApplicationPayload = Static<typeof applicationPayload>

/** A change of a draft: absent fields stay as they are, null empties one, lists and links are replaced whole. */
export const applicationChange = {
  role: Type.Optional(nullable(fields.role)),
  legalName: Type.Optional(nullable(fields.legalName)),
  stageName: Type.Optional(nullable(fields.stageName)),
  email: Type.Optional(nullable(fields.email)),
  phone: Type.Optional(nullable(fields.phone)),
  country: Type.Optional(nullable(fields.country)),
  bio: Type.Optional(nullable(fields.bio)),
  genres: Type.Optional(nullable(fields.genres)),
  ageVerified: Type.Optional(nullable(fields.ageVerified)),
  bandMembers: Type.Optional(nullable(fields.bandMembers)),
  companyName: Type.Optional(nullable(fields.companyName)),
  links: Type.Optional(nullable(fields.links)),
  payout: Type.Optional(nullable(fields.payout)),
}

export type ApplicationChange = { readonly [Field in keyof ApplicationPayload]?: ApplicationPayload[Field] | null }

/** Applies a change; the result holds no nulls. */
export function changePayload(payload: ApplicationPayload, change: ApplicationChange): ApplicationPayload {
  const merged = Object.entries({ ...payload, ...change }).filter(([, value]) => value !== null && value !== undefined)
  return Object.fromEntries(merged) as ApplicationPayload
}
