import { now } from '../../../kernel/clock.ts'
import type { Db, Tx } from '../../../kernel/db/database.ts'
import { type Id, newId } from '../../../kernel/id.ts'
import { type Money, money, parseMoney } from '../../../kernel/money.ts'
import type { ServicePackage } from './packages.ts'
import { catalogueProblem } from './problems.ts'
import type { CatalogueTables, PriceVersionRow } from './tables.ts'

/** The terms of a package at one publication: what was agreed to, whatever the service says later. */
export interface PriceVersion {
  readonly id: Id<'price-version'>
  readonly serviceId: Id<'entry'>
  readonly packageKey: string
  readonly serviceTitle: string
  readonly packageTitle: string
  readonly price: Money
  readonly depositBp: number
  readonly durationMin: number | null
  readonly bookingKind: 'appointment' | 'request'
  readonly policyId: Id<'booking-policy'> | null
}

interface Published {
  readonly entryId: Id<'entry'>
  readonly version: number
  readonly title: string
  readonly fields: { readonly packages: readonly ServicePackage[] }
}

/** One row for each package. A version that is published again has them already. */
export async function writePriceVersions(tx: Tx, { entryId, version, title, fields }: Published): Promise<void> {
  const { packages } = fields
  const keys = new Set(packages.map(({ key }) => key))
  if (keys.size !== packages.length) throw catalogueProblem('package-twice')
  if (packages.some(({ bookingKind, durationMin }) => bookingKind === 'appointment' && durationMin === undefined))
    throw catalogueProblem('package-incomplete')
  if (packages.length === 0) return
  const rows = packages.map((one): PriceVersionRow => {
    const price = parseMoney(one.price)
    return {
      ...{ id: newId<'price-version'>(), service_id: entryId, version, package_key: one.key },
      ...{ service_title: title, package_title: one.title, price_minor: price.minor, currency: price.currency },
      ...{ deposit_bp: one.depositBp, duration_min: one.durationMin ?? null, booking_kind: one.bookingKind },
      ...{ policy_id: one.policyId ?? null, created_at: now() },
    }
  })
  await tx
    .query<CatalogueTables>()
    .insertInto('agency.price_version')
    .values(rows)
    .onConflict((conflict) => conflict.columns(['service_id', 'version', 'package_key']).doNothing())
    .execute()
}

type Reader = Pick<Db, 'query'> | Pick<Tx, 'query'>

/** The terms with this id, or null. They never change. */
export async function priceVersion(source: Reader, id: Id<'price-version'>): Promise<PriceVersion | null> {
  const row = await source
    .query<CatalogueTables>()
    .selectFrom('agency.price_version')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst()
  return row === undefined ? null : toPriceVersion(row)
}

/** The terms of a package in one version of a service, or null. */
export async function priceVersionOf(
  source: Reader,
  { id, version }: { readonly id: Id<'entry'>; readonly version: number },
  packageKey: string,
): Promise<PriceVersion | null> {
  const row = await source
    .query<CatalogueTables>()
    .selectFrom('agency.price_version')
    .selectAll()
    .where('service_id', '=', id)
    .where('version', '=', version)
    .where('package_key', '=', packageKey)
    .executeTakeFirst()
  return row === undefined ? null : toPriceVersion(row)
}

function toPriceVersion(row: PriceVersionRow): PriceVersion {
  return {
    id: row.id,
    serviceId: row.service_id,
    packageKey: row.package_key,
    serviceTitle: row.service_title,
    packageTitle: row.package_title,
    price: money(row.price_minor, row.currency),
    depositBp: row.deposit_bp,
    durationMin: row.duration_min,
    bookingKind: row.booking_kind,
    policyId: row.policy_id,
  }
}
