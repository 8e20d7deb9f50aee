import type { Id } from '../../kernel/id.ts'
import { formatMinor, isCurrency, parseMoney } from '../../kernel/money.ts'
import { type ApplicationPayload, linkNames } from './application-payload.ts'
import type { Finding } from './audio-types.ts'
import { isCountryCode } from './country-codes.ts'
import { errorAt, warningAt } from './findings.ts'
import { genreOf } from './genres.ts'

export interface ApplicationDraft {
  readonly payload: ApplicationPayload
  readonly agreementIds: readonly Id<'agreement'>[]
}

/** The agreements in force now. */
export type RequiredAgreements = readonly { readonly id: Id<'agreement'>; readonly title: string }[]

/** E.164: a plus and 7 to 15 digits; spaces, hyphens, dots and brackets are how people group them. */
const PHONE = /^\+[1-9]\d{6,14}$/
const EMAIL = /^[^\s@<>"]{1,64}@[^\s@<>"]+\.[^\s@.<>"]{2,}$/

/** Everything that keeps an application from being submitted, and what is worth a second look: the same on each save and at submit. */
export function reportApplication(draft: ApplicationDraft, agreements: RequiredAgreements): Finding[] {
  const { payload } = draft
  return [
    ...missingFields(payload),
    ...malformedFields(payload),
    ...roleFindings(payload),
    ...payoutFindings(payload),
    ...agreementFindings(draft.agreementIds, agreements),
    ...(payload.ageVerified === true
      ? []
      : [errorAt('/ageVerified', 'AGE_NOT_CONFIRMED', 'Confirm that you are of age.')]),
    ...(payload.bio === undefined
      ? [warningAt('/bio', 'BIO_MISSING', 'A few sentences about the artist help the reviewer.')]
      : []),
  ]
}

const required = {
  role: 'Say as what you apply.',
  legalName: 'Enter your legal name.',
  stageName: 'Enter the name you perform under.',
  email: 'Enter an e-mail address for this application.',
  country: 'Choose a country.',
} as const satisfies Partial<Record<keyof ApplicationPayload, string>>

function missingFields(payload: ApplicationPayload): Finding[] {
  const missing = Object.entries(required)
    .filter(([field]) => payload[field as keyof typeof required] === undefined)
    .map(([field, message]) => errorAt(`/${field}`, 'FIELD_MISSING', message))
  const hasGenre = (payload.genres ?? []).length > 0
  return hasGenre ? missing : [...missing, errorAt('/genres', 'FIELD_MISSING', 'Choose at least one genre.')]
}

function malformedFields(payload: ApplicationPayload): Finding[] {
  const { email, phone, country, genres = [], links = {} } = payload
  const findings: Finding[] = []
  if (email !== undefined && !EMAIL.test(email))
    findings.push(errorAt('/email', 'EMAIL_FORM', 'This is not an e-mail address.'))
  if (phone !== undefined && !PHONE.test(phone.replaceAll(/[\s().-]/g, '')))
    findings.push(errorAt('/phone', 'PHONE_FORM', 'Write the number with its country code, like +44 20 7946 0958.'))
  if (country !== undefined && !isCountryCode(country))
    findings.push(errorAt('/country', 'COUNTRY_CODE', 'Choose a country from the list.'))
  genres.forEach((genre, at) => {
    if (genreOf(genre) === null)
      findings.push(errorAt(`/genres/${at}`, 'GENRE_UNKNOWN', 'Choose a genre from the list.'))
  })
  for (const name of linkNames) {
    const link = links[name]
    if (link !== undefined && !isWebAddress(link))
      findings.push(errorAt(`/links/${name}`, 'LINK_FORM', 'Enter a whole address that begins with https://.'))
  }
  return findings
}

function isWebAddress(link: string): boolean {
  const url = URL.parse(link)
  return url !== null && /^https?:$/.test(url.protocol) && url.hostname.includes('.') && url.username === ''
}

const THRESHOLD_MIN_MINOR = 1000n

function payoutFindings({ payout }: ApplicationPayload): Finding[] {
  if (payout === undefined || payout.frequency !== 'threshold') return []
  if (payout.threshold === undefined)
    return [errorAt('/payout/threshold', 'FIELD_MISSING', 'Enter the amount to wait for.')]
  if (!isCurrency(payout.threshold.currency))
    return [errorAt('/payout/threshold/currency', 'CURRENCY_UNKNOWN', 'Choose a currency that payouts are made in.')]
  const threshold = parseMoney(payout.threshold)
  const least = formatMinor({ minor: THRESHOLD_MIN_MINOR, currency: threshold.currency })
  return threshold.minor < THRESHOLD_MIN_MINOR
    ? [errorAt('/payout/threshold/minor', 'THRESHOLD_TOO_LOW', `The least amount is ${least} ${threshold.currency}.`)]
    : []
}

function roleFindings({ role, bandMembers = [], companyName }: ApplicationPayload): Finding[] {
  if (role === 'band' && bandMembers.length < 2)
    return [errorAt('/bandMembers', 'MEMBERS_MISSING', 'Name at least two members of the band.', { min: 2 })]
  if (role === 'management-company' && companyName === undefined)
    return [errorAt('/companyName', 'FIELD_MISSING', 'Enter the name of the company.')]
  return []
}

function agreementFindings(accepted: readonly Id<'agreement'>[], agreements: RequiredAgreements): Finding[] {
  const inForce = new Set(agreements.map(({ id }) => id))
  const open = agreements.filter(({ id }) => !accepted.includes(id))
  return [
    ...open.map(({ id, title }) =>
      errorAt('/agreementIds', 'AGREEMENT_NOT_ACCEPTED', `Read and accept: ${title}.`, { agreementId: id }),
    ),
    ...accepted.flatMap((id, at) =>
      inForce.has(id)
        ? []
        : [errorAt(`/agreementIds/${at}`, 'AGREEMENT_NOT_IN_FORCE', 'Another version is in force now.')],
    ),
  ]
}
