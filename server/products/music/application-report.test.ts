import assert from 'node:assert/strict'
import { test } from 'node:test'
import { asId } from '../../kernel/id.ts'
import type { ApplicationPayload } from './application-payload.ts'
import { reportApplication } from './application-report.ts'

const terms = asId<'agreement'>('019b7a10-0000-7000-8000-000000000001')
const old = asId<'agreement'>('019b7a10-0000-7000-8000-000000000009')
const whole: ApplicationPayload = {
  role: 'solo',
  legalName: 'Ada Example',
  stageName: 'Ada',
  email: 'ada@example.org',
  country: 'DE',
  genres: ['hip-hop'],
  bio: 'Plays the harmonium.',
  ageVerified: true,
}

const cases: readonly { name: string; change: Partial<ApplicationPayload>; finds: string[] }[] = [
  { name: 'finds nothing in a whole application', change: {}, finds: [] },
  { name: 'takes a phone number as people write it', change: { phone: '+44 (20) 7946-0958' }, finds: [] },
  {
    name: 'wants a country code before a phone number',
    change: { phone: '020 7946 0958' },
    finds: ['/phone PHONE_FORM'],
  },
  { name: 'refuses an address without a domain', change: { email: 'ada@localhost' }, finds: ['/email EMAIL_FORM'] },
  { name: 'knows no country EU', change: { country: 'EU' }, finds: ['/country COUNTRY_CODE'] },
  {
    name: 'names the genre that is unknown',
    change: { genres: ['Rock', 'Noize'] },
    finds: ['/genres/1 GENRE_UNKNOWN'],
  },
  { name: 'wants a genre', change: { genres: [] }, finds: ['/genres FIELD_MISSING'] },
  {
    name: 'takes only web addresses as links',
    change: { links: { website: 'javascript:alert(1)', youtube: 'https://youtube.example/ada' } },
    finds: ['/links/website LINK_FORM'],
  },
  { name: 'wants two members in a band', change: { role: 'band' }, finds: ['/bandMembers MEMBERS_MISSING'] },
  {
    name: 'wants the name of a company',
    change: { role: 'management-company' },
    finds: ['/companyName FIELD_MISSING'],
  },
  { name: 'wants the age confirmed', change: { ageVerified: false }, finds: ['/ageVerified AGE_NOT_CONFIRMED'] },
]

for (const { name, change, finds } of cases) {
  test(name, () => {
    const findings = reportApplication({ payload: { ...whole, ...change }, agreementIds: [terms] }, [
      { id: terms, title: 'Terms' },
    ])
    assert.deepEqual(
      findings.map(({ path, code }) => `${path} ${code}`),
      finds,
    )
  })
}

test('finds everything that is missing from an empty draft', () => {
  const findings = reportApplication({ payload: {}, agreementIds: [old] }, [{ id: terms, title: 'Terms' }])
  assert.deepEqual(
    findings.map(({ path, code, severity }) => `${severity} ${path} ${code}`),
    [
      'error /role FIELD_MISSING',
      'error /legalName FIELD_MISSING',
      'error /stageName FIELD_MISSING',
      'error /email FIELD_MISSING',
      'error /country FIELD_MISSING',
      'error /genres FIELD_MISSING',
      'error /agreementIds AGREEMENT_NOT_ACCEPTED',
      'error /agreementIds/0 AGREEMENT_NOT_IN_FORCE',
      'error /ageVerified AGE_NOT_CONFIRMED',
      'warning /bio BIO_MISSING',
    ],
  )
})
