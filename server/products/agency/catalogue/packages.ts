import { type Static, Type } from 'typebox'
import { idOf, line, namedObject, object, oneOf, text } from '../../../kernel/http/schema.ts'

export const packageShape = namedObject('ServicePackage', {
  key: Type.String({
    pattern: '^[a-z0-9]+(?:-[a-z0-9]+)*$',
    maxLength: 40,
    description: 'Stays when the title changes',
  }),
  title: line(80),
  summary: Type.Optional(text(300)),
  price: object({
    minor: Type.String({ pattern: '^[0-9]{1,12}$', description: 'In minor units' }),
    currency: Type.String({ pattern: '^[A-Z]{3}$' }),
  }),
  depositBp: Type.Integer({ minimum: 0, maximum: 10_000, description: 'Deposit in basis points of the price' }),
  durationMin: Type.Optional(Type.Integer({ minimum: 5, maximum: 24 * 60 })),
  bookingKind: oneOf(['appointment', 'request']),
  policyId: Type.Optional(idOf('booking-policy')),
  features: Type.Optional(Type.Array(line(160), { maxItems: 20 })),
})

/** A package as a service offers it. */
export type ServicePackage = Static<typeof packageShape>
