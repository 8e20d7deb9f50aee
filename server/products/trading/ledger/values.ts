import { Type } from 'typebox'
import { nowMs } from '../../../kernel/clock.ts'
import { decimal, signOf } from '../../../kernel/decimal.ts'
import { isZone } from '../../../kernel/zoned.ts'
import { invalidValue } from './problems.ts'

/** A moment as it is sent in. */
export const instantInput = Type.String({ format: 'date-time', maxLength: 35 })
/** A calendar day, `YYYY-MM-DD`. */
export const dayShape = Type.String({ format: 'date' })
export const zoneShape = Type.String({ minLength: 1, maxLength: 64 })

const EARLIEST_MS = Date.UTC(1900, 0, 1)
const DAY_MS = 86_400_000
const LATEST_MS = Date.UTC(2200, 0, 1)

/** A moment between 1900 and 2200. Throws trading/value-invalid naming the field. */
export function readInstant(text: string, pointer: string): Date {
  const at = new Date(text)
  if (!(at.getTime() >= EARLIEST_MS && at.getTime() < LATEST_MS))
    throw invalidValue(pointer, 'instant', 'is a moment between 1900 and 2200')
  return at
}

/** A moment that is over, but for what clocks differ. Throws trading/value-invalid naming the field. */
export function readPast(text: string, pointer: string): Date {
  const at = readInstant(text, pointer)
  if (at.getTime() > nowMs() + DAY_MS) throw invalidValue(pointer, 'future', 'has not happened yet')
  return at
}

/** A day between 1900 and 2199. Throws trading/value-invalid naming the field. */
export function readDay(text: string, pointer: string): string {
  if (text < '1900' || text >= '2200') throw invalidValue(pointer, 'day', 'is a day between 1900 and 2199')
  return text
}

/** The name of a time zone. Throws trading/value-invalid naming the field. */
export function readZone(text: string, pointer: string): string {
  if (!isZone(text)) throw invalidValue(pointer, 'zone', 'is the name of a time zone, such as America/Chicago')
  return text
}

/** A number above zero as its text. Throws trading/value-invalid naming the field. */
export function readPositive(text: string, pointer: string): string {
  if (signOf(decimal(text)) <= 0) throw invalidValue(pointer, 'positive', 'is more than zero')
  return text
}
