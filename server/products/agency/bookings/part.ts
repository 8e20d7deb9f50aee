import type { UnitPart } from '../../../kernel/unit-parts.ts'
import { bookingJobs } from './bookings.jobs.ts'
import { bookingRoutes } from './bookings.routes.ts'
import { seedDemo } from './demo.ts'
import type { BookingsDeps } from './deps.ts'
import {
  appointmentCancelled,
  appointmentCompleted,
  appointmentConfirmed,
  appointmentMissed,
  appointmentRescheduled,
} from './events.ts'
import { syncJob, syncSchedule } from './external-calendars.job.ts'
import { externalCalendarRoutes } from './external-calendars.routes.ts'
import { SEALED } from './external-calendars.ts'
import { tellJob } from './letters.job.ts'
import { bookingMails } from './mails.ts'
import { offerRoute } from './offer.routes.ts'
import { bookingSubject } from './payment-subject.ts'
import { erasePerson, exportPerson } from './personal-data.ts'
import { policyRoutes } from './policies.routes.ts'
import { bookingProblem } from './problems.ts'
import { scheduleRoutes } from './schedules.routes.ts'
import { slotRoutes } from './slots.routes.ts'
import { staffRoutes } from './staff.routes.ts'
import { staffDetailRoutes } from './staff-detail.routes.ts'
import { timeOffRoutes } from './time-off.routes.ts'

const HOST = ['agency:bookings.update_assigned']
const MANAGER = [...HOST, 'agency:bookings.view_all', 'agency:bookings.manage']

/** Who can be met when: schedules, slots, bookings from hold to end. */
export function createBookings(deps: BookingsDeps): UnitPart {
  const work = bookingJobs(deps)
  const calendars = syncSchedule(deps)
  deps.payments.declareSubject(bookingSubject(deps))
  return {
    routes: [
      ...slotRoutes(deps),
      offerRoute(deps),
      ...bookingRoutes(deps),
      ...staffRoutes(deps),
      ...staffDetailRoutes(deps),
      ...scheduleRoutes(deps),
      ...timeOffRoutes(deps),
      ...externalCalendarRoutes(deps),
      ...policyRoutes(deps),
    ],
    problems: [bookingProblem],
    permissions: {
      'agency:bookings.update_assigned':
        'Keep a schedule of one’s own and its appointments, and work on the service requests assigned to one',
      'agency:bookings.view_all': 'See the schedules and appointments of everybody, and work on every service request',
      'agency:bookings.manage': 'Change schedules and appointments of everybody, time off and booking policies',
    },
    roles: {
      host: { title: 'Host', permissions: HOST },
      manager: { title: 'Manager', permissions: MANAGER },
    },
    events: [
      appointmentConfirmed,
      appointmentRescheduled,
      appointmentCancelled,
      appointmentCompleted,
      appointmentMissed,
    ],
    jobs: [...work.jobs, tellJob(deps), syncJob(deps), calendars.job],
    schedules: [...work.schedules, calendars.schedule],
    sealed: SEALED,
    mails: bookingMails,
    exports: ['bookings', 'schedule', 'timeOff', 'calendars', 'busy'],
    exportPerson: (userId) => exportPerson(deps.db, userId),
    erasePerson: (tx, userId) => erasePerson(deps, tx, userId),
    seedDemo: () => seedDemo(deps),
  }
}
