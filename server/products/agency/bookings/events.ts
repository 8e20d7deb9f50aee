import { Type } from 'typebox'
import { eventType } from '../../../kernel/db/events.ts'
import { idOf, nullable, object, oneOf } from '../../../kernel/http/schema.ts'

const about = {
  appointmentId: idOf('appointment'),
  reference: Type.String(),
  clientId: nullable(idOf('user')),
}

export const appointmentConfirmed = eventType(
  'agency.appointment.confirmed',
  'An appointment stands: the time is taken and what was due is paid.',
  object(about),
)
export const appointmentRescheduled = eventType(
  'agency.appointment.rescheduled',
  'An appointment was moved to another time.',
  object({ ...about, formerAppointmentId: idOf('appointment') }),
)
export const appointmentCancelled = eventType(
  'agency.appointment.cancelled',
  'An appointment was called off, or a request for one declined.',
  object({ ...about, by: oneOf(['client', 'host']) }),
)
export const appointmentCompleted = eventType(
  'agency.appointment.completed',
  'An appointment took place.',
  object(about),
)
export const appointmentMissed = eventType(
  'agency.appointment.missed',
  'Client or host did not come.',
  object({ ...about, by: oneOf(['client', 'host']) }),
)
