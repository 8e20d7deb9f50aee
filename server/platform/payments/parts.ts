import type { Db, Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import type { Logger } from '../../kernel/telemetry/log.ts'
import { paymentsProblem } from './problems.ts'
import type { PaymentProvider } from './provider.ts'
import type { PaymentSubject } from './subject.ts'

export interface PaymentsDeps {
  readonly db: Db
  readonly log: Logger
  /** Root of the addresses that payers come back to. */
  readonly publicUrl: URL
  /** At most one of each name. */
  readonly providers: readonly PaymentProvider[]
  /** Names of people; unknown ids are absent. */
  readonly people: (
    ids: readonly Id<'user'>[],
    reader: Db | Tx,
  ) => Promise<ReadonlyMap<string, { readonly name: string }>>
}

/** The same with what the unit's parts share. */
export interface PaymentsParts extends PaymentsDeps {
  readonly subjects: ReadonlyMap<string, PaymentSubject>
}

/** Opens a transaction under the origin of whoever asked: a request, a job, a command. */
export type InTx = <Result>(work: (tx: Tx) => Promise<Result>) => Promise<Result>

/** Throws payments/provider-unknown. */
export function providerOf({ providers }: Pick<PaymentsDeps, 'providers'>, name: string): PaymentProvider {
  const provider = providers.find((one) => one.name === name)
  if (provider === undefined) throw paymentsProblem('provider-unknown')
  return provider
}

/** Throws payments/subject-unknown. */
export function subjectOf({ subjects }: Pick<PaymentsParts, 'subjects'>, type: string): PaymentSubject {
  const subject = subjects.get(type)
  if (subject === undefined) throw paymentsProblem('subject-unknown')
  return subject
}

/** What the staff among `ids` are called, for other staff. */
export async function namesOf(
  { people }: Pick<PaymentsDeps, 'people'>,
  reader: Db | Tx,
  ids: readonly (Id<'user'> | null)[],
): Promise<(id: Id<'user'> | null) => string | null> {
  const known = [...new Set(ids.filter((id) => id !== null))]
  const names: ReadonlyMap<string, { readonly name: string }> =
    known.length === 0 ? new Map() : await people(known, reader)
  return (id) => (id === null ? null : (names.get(id)?.name ?? null))
}
