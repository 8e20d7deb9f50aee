import { typedDecimal } from '../../decimals.ts'

type Fault = (typed: string) => string | null

export const decimalFault: Fault = (typed) => (typedDecimal(typed) === undefined ? 'Give a number' : null)

export const decimalOrNothing: Fault = (typed) => (typed.trim() === '' ? null : decimalFault(typed))

export const unsignedFault: Fault = (typed) =>
  typedDecimal(typed)?.startsWith('-') === false ? null : 'Give a number that is not negative'

/** The same where nothing may be said. */
export const unsignedOrNothing: Fault = (typed) => (typed.trim() === '' ? null : unsignedFault(typed))

export const momentFault: Fault = (typed) => (typed === '' ? 'Say when' : null)
