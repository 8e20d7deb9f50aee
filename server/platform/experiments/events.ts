import { Type } from 'typebox'
import { eventType } from '../../kernel/db/events.ts'
import { idOf, object, oneOf } from '../../kernel/http/schema.ts'

export const alarmRaised = eventType(
  'experiments.alarm.raised',
  'Units of an experiment are split as chance does not split them, or a guardrail was harmed and the flag switched off.',
  object({
    experimentId: idOf('experiment'),
    key: Type.String(),
    kind: oneOf(['sample-ratio-mismatch', 'guardrail-harmed']),
  }),
)
