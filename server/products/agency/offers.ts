import type { Offers } from './bookings/deps.ts'
import type { Catalogue } from './catalogue/catalogue.ts'

/** The packages of the catalogue that appointments are made for: those with a length and a policy. */
export function offersOf(catalogue: Pick<Catalogue, 'currentPackage'>): Offers {
  return {
    async current(source, serviceSlug, packageKey) {
      const terms = await catalogue.currentPackage(source, serviceSlug, packageKey)
      if (terms === null || terms.bookingKind !== 'appointment') return null
      const { durationMin: durationMinutes, policyId, serviceTitle, price, depositBp, id: priceVersionId } = terms
      if (durationMinutes === null || policyId === null) return null
      return { serviceSlug, serviceTitle, packageKey, priceVersionId, durationMinutes, price, depositBp, policyId }
    },
  }
}
