import { jsonArrayFrom } from 'kysely/helpers/postgres'
import { now } from '../../../kernel/clock.ts'
import type { Tx } from '../../../kernel/db/database.ts'
import { type Id, newId } from '../../../kernel/id.ts'
import type { Reader } from '../caller.ts'
import type { Advance, SlotPolicy } from './availability.ts'
import { bookingProblem } from './problems.ts'
import type { BookingTables, PolicyRow, RefundRule } from './tables.ts'

export interface PolicyHost {
  readonly hostId: Id<'user'>
  readonly weight: number
}

/** A policy with whom it is for. */
export interface Policy {
  readonly row: PolicyRow
  readonly hosts: readonly PolicyHost[]
}

export interface PolicyInput extends SlotPolicy {
  readonly name: string
  readonly confirm: PolicyRow['confirm']
  readonly cancelCutoffHours: number
  readonly refundRules: readonly RefundRule[]
  readonly noShowGraceMinutes: number
  readonly hosts: readonly PolicyHost[]
}

/** What of a policy decides about slots. */
export function slotPolicyOf(row: PolicyRow): SlotPolicy {
  return {
    scheduling: row.scheduling,
    bufferBeforeMinutes: row.buffer_before_minutes,
    bufferAfterMinutes: row.buffer_after_minutes,
    minNoticeMinutes: row.min_notice_minutes,
    advance: advanceOf(row),
    slotIntervalMinutes: row.slot_interval_minutes,
    dailyLimit: row.daily_limit,
    weeklyLimit: row.weekly_limit,
    seats: row.seats,
  }
}

export function advanceOf(row: PolicyRow): Advance {
  if (row.advance_kind === 'rolling') return { kind: 'rolling', days: row.advance_days ?? 0 }
  if (row.advance_kind === 'unlimited') return { kind: 'unlimited' }
  return { kind: 'range', from: row.advance_from ?? '', to: row.advance_to ?? '' }
}

/** A policy that is in force. Throws agency/policy-not-found. */
export async function findPolicy(source: Reader, id: Id<'booking-policy'>): Promise<Policy> {
  const policy = await policyOf(source, id)
  if (policy.row.archived_at !== null) throw bookingProblem('policy-not-found')
  return policy
}

/** The policy that an appointment was made under, though it may be out of use by now. */
export async function policyOf(source: Reader, id: Id<'booking-policy'>): Promise<Policy> {
  const row = await allPolicies(source).where('policy.id', '=', id).executeTakeFirst()
  if (row === undefined) throw bookingProblem('policy-not-found')
  return toPolicy(row)
}

/** Those in force, by name. */
export async function listPolicies(source: Reader): Promise<Policy[]> {
  const rows = await allPolicies(source).where('archived_at', 'is', null).orderBy('name').orderBy('id').execute()
  return rows.map(toPolicy)
}

/** With their hosts in one statement: it stands before every hold. */
function allPolicies(source: Reader) {
  return source
    .query<BookingTables>()
    .selectFrom('agency.booking_policy as policy')
    .selectAll('policy')
    .select(({ selectFrom }) =>
      jsonArrayFrom(
        selectFrom('agency.policy_host as host')
          .select(['host.host_id as hostId', 'host.weight'])
          .whereRef('host.policy_id', '=', 'policy.id')
          .orderBy('host.host_id'),
      ).as('hosts'),
    )
}

function toPolicy({ hosts, ...row }: PolicyRow & { readonly hosts: readonly PolicyHost[] }): Policy {
  return { row, hosts }
}

/** Throws agency/policy-invalid, agency/schedule-not-found for a host without a schedule. */
export async function createPolicy(
  tx: Tx,
  input: PolicyInput,
  id: Id<'booking-policy'> = newId<'booking-policy'>(),
): Promise<Policy> {
  await tx
    .query<BookingTables>()
    .insertInto('agency.booking_policy')
    .values({ ...columnsOf(input), id, version: 1, archived_at: null, created_at: now(), updated_at: now() })
    .execute()
  return await writeHosts(tx, id, input, 'created')
}

/** Throws agency/policy-not-found, agency/policy-stale when it is not of this version any more, and what createPolicy throws. */
export async function savePolicy(
  tx: Tx,
  { id, version }: { readonly id: Id<'booking-policy'>; readonly version: number },
  input: PolicyInput,
): Promise<Policy> {
  await findPolicy(tx, id)
  const saved = await tx
    .query<BookingTables>()
    .updateTable('agency.booking_policy')
    .set({ ...columnsOf(input), version: version + 1, updated_at: now() })
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst()
  if (saved.numUpdatedRows === 0n) throw bookingProblem('policy-stale')
  await tx.query<BookingTables>().deleteFrom('agency.policy_host').where('policy_id', '=', id).execute()
  return await writeHosts(tx, id, input, 'changed')
}

/** Takes a policy out of use; appointments under it stand. Throws agency/policy-not-found. */
export async function archivePolicy(tx: Tx, id: Id<'booking-policy'>): Promise<void> {
  await findPolicy(tx, id)
  await tx
    .query<BookingTables>()
    .updateTable('agency.booking_policy')
    .set({ archived_at: now() })
    .where('id', '=', id)
    .execute()
  await tx.audit({ action: 'agency.policy.archived', subject: { kind: 'booking-policy', id } })
}

async function writeHosts(tx: Tx, id: Id<'booking-policy'>, { hosts }: PolicyInput, what: string): Promise<Policy> {
  const known = await tx
    .query<BookingTables>()
    .selectFrom('agency.schedule')
    .select('owner_id')
    .where(
      'owner_id',
      'in',
      hosts.map(({ hostId }) => hostId),
    )
    .execute()
  if (known.length !== new Set(hosts.map(({ hostId }) => hostId)).size || known.length !== hosts.length)
    throw bookingProblem('policy-invalid', {
      errors: [{ pointer: '/hosts', code: 'host', detail: 'names each host once, and only those with a schedule' }],
    })
  await tx
    .query<BookingTables>()
    .insertInto('agency.policy_host')
    .values(hosts.map(({ hostId, weight }) => ({ policy_id: id, host_id: hostId, weight })))
    .execute()
  await tx.audit({ action: `agency.policy.${what}`, subject: { kind: 'booking-policy', id } })
  return await findPolicy(tx, id)
}

function columnsOf(input: PolicyInput) {
  const { advance, refundRules } = input
  if (input.scheduling === 'collective' && input.seats !== 1)
    throw bookingProblem('policy-invalid', {
      errors: [{ pointer: '/seats', code: 'collective', detail: 'is 1 where all hosts take part' }],
    })
  if (advance.kind === 'range' && advance.from > advance.to)
    throw bookingProblem('policy-invalid', {
      errors: [{ pointer: '/advance/to', code: 'order', detail: 'is not before `from`' }],
    })
  return {
    name: input.name,
    scheduling: input.scheduling,
    buffer_before_minutes: input.bufferBeforeMinutes,
    buffer_after_minutes: input.bufferAfterMinutes,
    min_notice_minutes: input.minNoticeMinutes,
    advance_kind: advance.kind,
    advance_days: advance.kind === 'rolling' ? advance.days : null,
    advance_from: advance.kind === 'range' ? advance.from : null,
    advance_to: advance.kind === 'range' ? advance.to : null,
    slot_interval_minutes: input.slotIntervalMinutes,
    daily_limit: input.dailyLimit,
    weekly_limit: input.weeklyLimit,
    seats: input.seats,
    confirm: input.confirm,
    cancel_cutoff_hours: input.cancelCutoffHours,
    refund_rules: JSON.stringify(refundRules),
    no_show_grace_minutes: input.noShowGraceMinutes,
  }
}
