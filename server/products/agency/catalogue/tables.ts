import type { Id } from '../../../kernel/id.ts'

/** Rows of schema `agency` that belong to the catalogue. */
export interface CatalogueTables {
  'agency.price_version': PriceVersionRow
}

export interface PriceVersionRow {
  id: Id<'price-version'>
  service_id: Id<'entry'>
  version: number
  package_key: string
  service_title: string
  package_title: string
  price_minor: bigint
  currency: string
  deposit_bp: number
  duration_min: number | null
  booking_kind: 'appointment' | 'request'
  policy_id: Id<'booking-policy'> | null
  created_at: Date
}
