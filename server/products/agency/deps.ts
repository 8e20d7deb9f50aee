import type { BookingsDeps } from './bookings/deps.ts'
import type { CatalogueDeps } from './catalogue/deps.ts'
import type { StaffDeps } from './staff/deps.ts'
import type { WorkDeps } from './work/deps.ts'

/** What the parts stand on, handed over by the composition root. */
export type AgencyDeps = CatalogueDeps & Omit<BookingsDeps, 'offers'> & Omit<WorkDeps, 'catalogue'> & StaffDeps
