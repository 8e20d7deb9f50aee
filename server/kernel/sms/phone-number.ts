import { problems } from '../problem.ts'

/** What the SMS layer answers. */
export const smsProblem = problems('sms', {
  'bad-number': {
    status: 422,
    title: 'This is not a phone number',
    detail: 'Write it with its country: +49 151 23456789.',
  },
  'country-refused': { status: 422, title: 'No messages are sent to this country or kind of number' },
  'not-set-up': { status: 409, title: 'This server sends no SMS' },
})

/** A validated number in E.164; made only by `parsePhoneNumber`. */
export interface PhoneNumber {
  /** `+4915123456789`. */
  readonly e164: string
  /** The country calling code: `49`. */
  readonly callingCode: string
  readonly __kind: 'phone-number'
}

const SEPARATORS = /[ ().-]/g
/** Only what people write numbers with: no full-width digit, no letter, no extension. */
const WRITTEN = /^\+[0-9 ().-]{6,30}$/
/** ITU-T E.164: at most 15 digits, the calling code among them; the shortest in use have seven. */
const E164 = /^\+[1-9][0-9]{6,14}$/
/** North America has ten digits of a form of their own after its calling code. */
const NORTH_AMERICA = /^\+1[2-9][0-9]{2}[2-9][0-9]{6}$/

/** ITU-T E.164, list of assigned codes: 1 and 7 have one digit, these have two, all others three. */
const TWO_DIGITS = new Set(
  '20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 81 82 84 86 90 91 92 93 94 95 98'.split(
    ' ',
  ),
)

/** Reads a number written with its country; spaces, dots, hyphens and brackets may stand in it. Throws sms/bad-number, never with the number in it. */
export function parsePhoneNumber(text: string): PhoneNumber {
  const e164 = WRITTEN.test(text) ? text.replace(SEPARATORS, '') : ''
  if (!E164.test(e164)) throw smsProblem('bad-number')
  const callingCode = callingCodeOf(e164.slice(1))
  if (callingCode === '1' && !NORTH_AMERICA.test(e164)) throw smsProblem('bad-number')
  return { e164, callingCode } as PhoneNumber
}

function callingCodeOf(digits: string): string {
  if (digits.startsWith('1') || digits.startsWith('7')) return digits.slice(0, 1)
  const two = digits.slice(0, 2)
  return TWO_DIGITS.has(two) ? two : digits.slice(0, 3)
}

/** The number as it may be shown: its calling code and its last two digits. */
export function maskedNumber({ e164, callingCode }: PhoneNumber): string {
  return `+${callingCode} \u2022\u2022\u2022 ${e164.slice(-2)}`
}
