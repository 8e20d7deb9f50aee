import { type Static, Type } from 'typebox'
import { now } from '../../../kernel/clock.ts'
import { decimal, decimalShape, formatDecimal, unsignedDecimalShape } from '../../../kernel/decimal.ts'
import { idOf, instant, line, namedObject, nullable, object, oneOf } from '../../../kernel/http/schema.ts'
import { localDate } from '../../../kernel/zoned.ts'
import type { AccountFields } from './accounts.ts'
import { type AccountRow, accountKinds, matchingMethods, positionModes } from './tables.ts'
import { dayShape, readDay, readZone, zoneShape } from './values.ts'

const sessionCutoff = object({ time: Type.String({ pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$' }), zone: zoneShape })

const fields = {
  name: line(80),
  broker: line(80, 0),
  kind: oneOf(accountKinds),
  currency: Type.String({ pattern: '^[A-Z]{3,5}$' }),
  timeZone: zoneShape,
  /** The trading day ends at this wall time in its zone; 00:00 is midnight. */
  sessionCutoff,
  matchingMethod: oneOf(matchingMethods),
  positionMode: oneOf(positionModes),
  openingBalance: unsignedDecimalShape,
  openedOn: dayShape,
  /** Charges fills of which neither the broker's file nor the trader tells a fee. */
  feeScheduleId: nullable(idOf('fee-schedule')),
}

const { name, currency, timeZone } = fields
export const accountInput = object({ ...Type.Partial(Type.Object(fields)).properties, name, currency, timeZone })
export const accountChange = object({
  ...Type.Partial(Type.Object(fields)).properties,
  version: Type.Integer({ minimum: 1 }),
})
export const accountShape = namedObject('TradingAccount', {
  id: idOf('trading-account'),
  version: Type.Integer(),
  ...fields,
  openingBalance: decimalShape,
  /** What a job is about to change, with all figures. */
  pending: nullable(
    object({
      matchingMethod: Type.Optional(oneOf(matchingMethods)),
      timeZone: Type.Optional(Type.String()),
      sessionCutoff: Type.Optional(sessionCutoff),
    }),
  ),
  archivedAt: nullable(instant),
  createdAt: instant,
})

/** What was left out is a live FIFO account of netted positions, opened today with nothing in it, whose days end at midnight. */
export function fieldsOfInput(input: Static<typeof accountInput>): AccountFields {
  const { timeZone } = input
  return {
    ...{ broker: '', kind: 'live', matching_method: 'FIFO', position_mode: 'netting', opening_balance: '0' },
    ...{ cutoff_minute: 0, cutoff_zone: timeZone, opened_on: '', fee_schedule_id: null },
    ...fieldsOfChange(input),
    ...{ name: input.name, currency: input.currency, time_zone: readZone(timeZone, '/timeZone') },
    ...(input.openedOn === undefined ? { opened_on: localDate(now(), timeZone) } : {}),
  } as AccountFields
}

type Change = Partial<Omit<Static<typeof accountInput>, never>>

/** The columns of what was given. Throws trading/value-invalid. */
export function fieldsOfChange(change: Change): Partial<AccountFields> {
  const { name, broker, kind, currency, timeZone, sessionCutoff, openingBalance, openedOn } = change
  const given: { [Column in keyof AccountFields]?: AccountFields[Column] | undefined } = {
    ...{ name, broker, kind, currency, matching_method: change.matchingMethod, position_mode: change.positionMode },
    time_zone: timeZone === undefined ? undefined : readZone(timeZone, '/timeZone'),
    opening_balance: openingBalance,
    opened_on: openedOn === undefined ? undefined : readDay(openedOn, '/openedOn'),
    fee_schedule_id: change.feeScheduleId,
    ...(sessionCutoff === undefined ? {} : cutoffColumns(sessionCutoff)),
  }
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Partial<AccountFields>
}

function cutoffColumns({ time, zone }: Static<typeof sessionCutoff>) {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return { cutoff_minute: hours * 60 + minutes, cutoff_zone: readZone(zone, '/sessionCutoff/zone') }
}

export function viewAccount(row: AccountRow): Static<typeof accountShape> {
  return {
    ...{ id: row.id, version: row.version, name: row.name, broker: row.broker, kind: row.kind },
    ...{ currency: row.currency, timeZone: row.time_zone, sessionCutoff: cutoffOf(row) },
    ...{ matchingMethod: row.matching_method, positionMode: row.position_mode, openedOn: row.opened_on },
    ...{ openingBalance: formatDecimal(decimal(row.opening_balance)), pending: viewPending(row) },
    feeScheduleId: row.fee_schedule_id,
    ...{ archivedAt: row.archived_at, createdAt: row.created_at },
  }
}

function cutoffOf({ cutoff_minute: minute, cutoff_zone: zone }: Pick<AccountRow, 'cutoff_minute' | 'cutoff_zone'>) {
  const two = (value: number): string => String(value).padStart(2, '0')
  return { time: `${two(Math.floor(minute / 60))}:${two(minute % 60)}`, zone }
}

function viewPending({ pending, ...row }: AccountRow): Static<typeof accountShape>['pending'] {
  if (pending === null) return null
  const { matching_method: matchingMethod, time_zone: timeZone } = pending
  const isCutoff = pending.cutoff_minute !== undefined || pending.cutoff_zone !== undefined
  return {
    ...(matchingMethod === undefined ? {} : { matchingMethod }),
    ...(timeZone === undefined ? {} : { timeZone }),
    ...(isCutoff ? { sessionCutoff: cutoffOf({ ...row, ...pending }) } : {}),
  }
}
