import { Type } from 'typebox'
import { eventType } from '../../../kernel/db/events.ts'
import { idOf, nullable, object, oneOf } from '../../../kernel/http/schema.ts'
import { alertKinds, breachChanges, limitRules } from './tables.ts'

const moment = Type.String({ format: 'date-time' })
const breach = {
  breachId: idOf('risk-breach'),
  profileId: idOf('risk-profile'),
  accountId: idOf('trading-account'),
  traderId: idOf('user'),
  rule: oneOf(limitRules),
  breachedAt: moment,
}

export const riskBreached = eventType(
  'trading.risk-profile.breached',
  'An account went over a limit of its risk profile for the first time; the instant is that of the fill or bar that did it.',
  object(breach),
)

export const riskBreachChanged = eventType(
  'trading.risk-profile.breach-changed',
  'Changed fills or limits moved a breach that was told, took it away, or brought it back.',
  object({ ...breach, what: oneOf(breachChanges) }),
)

export const alertTriggered = eventType(
  'trading.alert.triggered',
  'The condition of an alert that is to be told to other programs became true.',
  object({
    alertId: idOf('alert'),
    eventId: idOf('alert-event'),
    accountId: idOf('trading-account'),
    traderId: idOf('user'),
    kind: oneOf(alertKinds),
    title: Type.String(),
    value: nullable(Type.String()),
    threshold: nullable(Type.String()),
    raisedAt: moment,
  }),
)
