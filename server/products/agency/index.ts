import type { Unit } from '../../kernel/unit.ts'
import { joinParts } from '../../kernel/unit-parts.ts'
import { createBookings } from './bookings/part.ts'
import { createCatalogue } from './catalogue/catalogue.ts'
import type { AgencyDeps } from './deps.ts'
import { offersOf } from './offers.ts'
import { createStaff } from './staff/part.ts'
import { createWork } from './work/part.ts'

export type { AgencyDeps } from './deps.ts'
export type { Invoicing } from './work/deps.ts'

/** A services business: what it shows, who can be met when, what clients ask for and are quoted, how it is made, and who does it. */
export function createAgency(deps: AgencyDeps): Unit {
  const catalogue = createCatalogue(deps)
  const bookings = createBookings({ ...deps, offers: offersOf(catalogue) })
  // Forgetting a person runs from the last to the first: work takes the client from the account, and is asked last of those who look for it.
  const parts = [catalogue, createWork({ ...deps, catalogue }), createStaff(deps), bookings]
  return joinParts('agency', new URL('./migrations/', import.meta.url), parts)
}
