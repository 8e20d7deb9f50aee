import { asId } from '../../kernel/id.ts'

/** The terms that the demo's appointments are booked on: the catalogue names them before bookings write them. */
export const demoPolicyId = asId<'booking-policy'>('01935b80-0000-7000-8000-00000000000d')
