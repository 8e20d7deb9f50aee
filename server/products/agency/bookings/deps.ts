import type { KeyObject } from 'node:crypto'
import type { Db, Tx } from '../../../kernel/db/database.ts'
import type { Id } from '../../../kernel/id.ts'
import type { Mailer } from '../../../kernel/mail/mailer.ts'
import type { Money } from '../../../kernel/money.ts'
import type { Outbound } from '../../../kernel/outbound/outbound.ts'
import type { Logger } from '../../../kernel/telemetry/log.ts'
import type { Vault } from '../../../kernel/vault/vault.ts'
import type { Identity } from '../../../platform/identity/index.ts'
import type { Reader } from '../caller.ts'

/** A package of a service under one immutable version of its price. */
export interface Offer {
  readonly serviceSlug: string
  readonly serviceTitle: string
  readonly packageKey: string
  readonly priceVersionId: Id<'price-version'>
  readonly durationMinutes: number
  readonly price: Money
  /** What is due at booking, in basis points of the price: 0 nothing, 10000 all of it. */
  readonly depositBp: number
  readonly policyId: Id<'booking-policy'>
}

/** The catalogue as bookings need it. */
export interface Offers {
  /** What a package that appointments are made for costs now; null for what is not offered. */
  current(source: Reader, serviceSlug: string, packageKey: string): Promise<Offer | null>
}

interface Payer {
  readonly userId: Id<'user'> | null
  readonly token: string | null
}

interface ChangeOfPayment {
  readonly paymentId: Id<'payment'>
  readonly subjectId: string
  readonly amount: Money
}

/** What can be paid for, as payments ask about it. */
export interface BookingSubject {
  readonly type: string
  due(
    tx: Tx,
    id: string,
    payer: Payer,
  ): Promise<{
    readonly amount: Money
    readonly description: string
    readonly email: string
    readonly name: string | null
  }>
  captured(
    tx: Tx,
    payment: { readonly id: Id<'payment'>; readonly subjectId: string; readonly captured: Money },
  ): Promise<'fulfilled' | 'unsellable'>
  refunded(tx: Tx, refund: ChangeOfPayment & { readonly outcome: 'succeeded' | 'failed' }): Promise<void>
  disputed(tx: Tx, dispute: ChangeOfPayment & { readonly outcome: 'open' | 'won' | 'lost' }): Promise<void>
}

/** Payments as bookings need them. */
export interface PaymentsDoor {
  declareSubject(subject: BookingSubject): void
  /** Whether there is a way to pay this amount. */
  canTake(amount: Money): boolean
  /** Newest first. */
  ofSubject(
    source: Reader,
    type: string,
    id: string,
  ): Promise<readonly { readonly id: Id<'payment'>; readonly captured: Money; readonly refunded: Money }[]>
  refund(
    tx: Tx,
    input: {
      readonly paymentId: Id<'payment'>
      readonly amount: Money
      readonly reason: string
      readonly key: string
      readonly by: Id<'user'> | null
    },
  ): Promise<unknown>
  cancelOf(tx: Tx, type: string, id: string): Promise<void>
}

export interface Person {
  readonly id: Id<'user'>
  readonly name: string
  readonly email: string
  readonly locale: string | null
}

/** What the part stands on. */
export interface BookingsDeps {
  readonly db: Db
  readonly mailer: Mailer
  readonly log: Logger
  /** Root of every link in a mail. */
  readonly publicUrl: URL
  /** Names and addresses of people; unknown ids are absent. Inside a transaction, through its connection. */
  readonly people: (ids: readonly Id<'user'>[], reader?: Db | Tx) => Promise<ReadonlyMap<string, Person>>
  readonly offers: Offers
  /** Makes the hosts of the demo. */
  readonly identity: Pick<Identity, 'createPerson' | 'personByEmail'>
  readonly payments: PaymentsDoor
  /** Signs the tokens that guests hold. */
  readonly bookingKey: KeyObject
  /** Seals the addresses of external calendars. */
  readonly vault: Vault
  /** Reads external calendars. */
  readonly outbound: Outbound
}
