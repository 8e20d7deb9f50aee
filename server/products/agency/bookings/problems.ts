import { problems } from '../../../kernel/problem.ts'

export const bookingProblem = problems('agency', {
  'offer-not-found': { status: 404, title: 'There is no such service to be booked' },
  'host-not-found': { status: 404, title: 'There is nobody of this kind to be booked' },
  'booking-not-found': {
    status: 404,
    title: 'There is no such booking',
    detail: 'A guest sends the token of the link in X-Guest-Token; a client is signed in.',
  },
  'slot-taken': {
    status: 409,
    title: 'Somebody else has this time',
    detail: 'The parameter `next` names the next times that are free.',
  },
  'slot-outside': {
    status: 409,
    title: 'This time is not offered',
    detail: 'The parameter `reason` says why, and `next` names the next times that are.',
  },
  'too-many-holds': {
    status: 409,
    title: 'You hold enough times already',
    detail: 'Confirm or cancel one of them, or wait until they lapse.',
  },
  'hold-expired': { status: 409, title: 'The time was not held any longer', detail: 'Choose a time again.' },
  'wrong-step': { status: 409, title: 'This step is not possible as the booking stands' },
  'too-late-to-change': {
    status: 409,
    title: 'It is too late to change or cancel this booking',
    detail: 'Call us instead.',
  },
  'too-early': { status: 409, title: 'This can be said only when the appointment has begun' },
  'nothing-due': { status: 409, title: 'Nothing is due for this booking' },
  'policy-not-found': { status: 404, title: 'There is no such booking policy' },
  'policy-stale': {
    status: 409,
    title: 'Somebody changed this policy in the meantime',
    detail: 'Read it again, then repeat the change.',
  },
  'policy-invalid': { status: 422, title: 'The policy cannot be like this', detail: 'See errors for each field.' },
  'schedule-not-found': { status: 404, title: 'There is no such schedule' },
  'schedule-stale': {
    status: 409,
    title: 'Somebody changed this schedule in the meantime',
    detail: 'Read it again, then repeat the change.',
  },
  'schedule-invalid': { status: 422, title: 'The schedule cannot be like this', detail: 'See errors for each field.' },
  'host-still-booked': {
    status: 409,
    title: 'Clients have appointments with this person',
    detail: 'Complete or call them off first.',
  },
  'time-off-not-found': { status: 404, title: 'There is no such time off' },
  'calendar-not-found': { status: 404, title: 'There is no such calendar' },
  'calendar-address-invalid': {
    status: 422,
    title: 'No calendar can be read at this address',
    detail: 'It is the address of an iCalendar feed on the public Internet, over https. See errors.',
  },
  'too-many-calendars': {
    status: 409,
    title: 'There are enough calendars of this host',
    detail: 'Remove one first.',
  },
  'range-invalid': { status: 400, title: 'The range of days cannot be like this', detail: 'See errors.' },
})
