import type { KeyObject } from 'node:crypto'
import type { Db, Tx } from '../../../kernel/db/database.ts'
import type { Id } from '../../../kernel/id.ts'
import type { Mailer } from '../../../kernel/mail/mailer.ts'
import type { Currency } from '../../../kernel/money.ts'
import type { Logger } from '../../../kernel/telemetry/log.ts'
import type { Access } from '../../../platform/access/index.ts'
import type { Files } from '../../../platform/files/index.ts'
import type { Identity } from '../../../platform/identity/index.ts'
import type { Reader } from '../caller.ts'
import type { Catalogue } from '../catalogue/catalogue.ts'

/** What requests, quotes and projects stand on. */
export interface WorkDeps {
  readonly db: Db
  readonly files: Pick<Files, 'file' | 'send' | 'declarePurposes' | 'disown' | 'held'>
  readonly access: Pick<Access, 'standingOf'>
  readonly identity: Pick<
    Identity,
    'personByEmail' | 'personById' | 'createPerson' | 'handOver' | 'signIn' | 'answerSignIn' | 'carried'
  >
  readonly mailer: Mailer
  readonly log: Logger
  /** Root of every link in a mail. */
  readonly publicUrl: URL
  /** Signs what public forms are handed out with. */
  readonly formKey: KeyObject
  /** Names and addresses of people; unknown ids are absent. Inside a transaction, through its connection. */
  readonly people: (ids: readonly Id<'user'>[], reader?: Db | Tx) => Promise<ReadonlyMap<string, Person>>
  readonly invoicing: Invoicing
  readonly catalogue: Pick<Catalogue, 'testimonials' | 'serviceAt'>
}

export interface Person {
  readonly id: Id<'user'>
  readonly name: string
  readonly email: string
  readonly locale: string | null
}

export interface QuotedLine {
  readonly description: string
  /** Plain decimal text: `1.5`. */
  readonly qty: string
  readonly unitMinor: bigint
  /** Hundredths of a percent: 1600 is 16 %. */
  readonly taxRateBp: number
}

export interface TotalsPolicy {
  readonly currency: Currency
  readonly discountMinor: bigint
  readonly taxRounding: 'line' | 'document'
}

export interface Totals {
  readonly subtotalMinor: bigint
  readonly discountMinor: bigint
  readonly taxMinor: bigint
  readonly totalMinor: bigint
}

/** What quotes need of the unit for invoices. */
export interface Invoicing {
  /** Pure. */
  totals(lines: readonly QuotedLine[], policy: TotalsPolicy): Totals
  /** A draft that nobody owes yet. */
  draft(
    tx: Tx,
    input: {
      /** The account it is for, when there is one. */
      readonly clientId: Id<'user'> | null
      readonly recipient: {
        readonly name: string
        readonly email: string | null
        readonly address: readonly string[]
        readonly taxNumber: string | null
      }
      readonly currency: Currency
      readonly lines: readonly QuotedLine[]
      readonly discountMinor: bigint
      readonly taxRounding: 'line' | 'document'
      readonly dueInDays: number
      readonly source: { readonly type: string; readonly id: string }
    },
  ): Promise<{ readonly id: string }>
  /** Documents made for something. */
  ofSource(
    source: Reader,
    of: { readonly type: string; readonly id: string },
  ): Promise<readonly { readonly kind: 'invoice' | 'credit_note'; readonly status: string }[]>
}
