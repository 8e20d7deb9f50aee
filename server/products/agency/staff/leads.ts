import { now } from '../../../kernel/clock.ts'
import { acceptId, cursorPage } from '../../../kernel/db/cursor.ts'
import type { Tx } from '../../../kernel/db/database.ts'
import { violatedConstraint } from '../../../kernel/db/sqlstate.ts'
import { asId, type Id, newId } from '../../../kernel/id.ts'
import type { Money } from '../../../kernel/money.ts'
import { parseEmail } from '../../../platform/identity/index.ts'
import type { Reader } from '../caller.ts'
import { clientOfContact } from '../clients.ts'
import { agencyProblem } from '../problems.ts'
import type { StaffDeps } from './deps.ts'
import { findEnquiry } from './enquiries.ts'
import { leadWon } from './events.ts'
import { staffProblem } from './problems.ts'
import type { LeadRow, LeadStage, StaffTables } from './tables.ts'

export const MANAGE_LEADS = 'agency:leads.manage'

export interface NewLead {
  readonly name: string
  readonly email: string
  readonly company: string | null
  readonly phone: string | null
  readonly source: string
  readonly notes: string
  readonly worth: Money | null
  readonly enquiryId: Id<'enquiry'> | null
  readonly ownerId: Id<'user'>
}

/** Adds a lead of one's own. Throws identity/bad-email, and agency/lead-exists where the enquiry is one already. */
export async function addLead(tx: Tx, input: NewLead): Promise<LeadRow> {
  const { written, canonical } = parseEmail(input.email, input.name)
  const row: LeadRow = {
    ...{ id: newId<'lead'>(), name: input.name, email: written, email_canonical: canonical },
    ...{ company: input.company, phone: input.phone, source: input.source, notes: input.notes, stage: 'new' },
    ...{ worth_minor: input.worth?.minor ?? null, worth_currency: input.worth?.currency ?? null },
    ...{ owner_id: input.ownerId, enquiry_id: input.enquiryId, client_id: null, version: 1 },
    ...{ created_at: now(), updated_at: now() },
  }
  try {
    await tx.query<StaffTables>().insertInto('agency.lead').values(row).execute()
  } catch (error) {
    if (violatedConstraint(error) === 'lead_enquiry_id_key') throw staffProblem('lead-exists', { cause: error })
    throw error
  }
  await auditLead(tx, 'added', row, { source: row.source })
  return row
}

/** A lead of who wrote by the contact form. Throws agency/enquiry-not-found, lead-exists. */
export async function leadOfEnquiry(tx: Tx, id: Id<'enquiry'>, ownerId: Id<'user'>): Promise<LeadRow> {
  const { name, email, subject, body } = await findEnquiry(tx, id)
  const notes = `${subject}\n\n${body}`.slice(0, 8000)
  const rest = { company: null, phone: null, worth: null, source: 'contact form', notes }
  return await addLead(tx, { name, email, ...rest, enquiryId: id, ownerId })
}

export async function findLead(source: Reader, id: Id<'lead'>): Promise<LeadRow> {
  const row = await source
    .query<StaffTables>()
    .selectFrom('agency.lead')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst()
  if (row === undefined) throw staffProblem('lead-not-found')
  return row
}

/** Newest first. */
export async function listLeads(
  source: Reader,
  filter: { readonly limit?: number; readonly cursor?: string; readonly stage?: LeadStage | undefined },
) {
  const page = cursorPage(filter, acceptId)
  let query = source
    .query<StaffTables>()
    .selectFrom('agency.lead')
    .selectAll()
    .orderBy('id', 'desc')
    .limit(page.limit + 1)
  if (filter.stage !== undefined) query = query.where('stage', '=', filter.stage)
  if (page.after !== null) query = query.where('id', '<', asId<'lead'>(page.after[0] ?? ''))
  return page.of(
    await query.execute(),
    (row) => [row.id],
    (row) => row,
  )
}

export interface LeadChange {
  readonly stage?: Exclude<LeadStage, 'won'> | undefined
  readonly notes?: string | undefined
  readonly ownerId?: Id<'user'> | null | undefined
}

interface Seen {
  readonly id: Id<'lead'>
  readonly version: number
}

/** Changes a lead at the version seen. Throws agency/lead-not-found, lead-over, lead-stale, not-assignable. */
export async function changeLead(
  tx: Tx,
  { access }: Pick<StaffDeps, 'access'>,
  seen: Seen,
  { stage, notes, ownerId }: LeadChange,
): Promise<LeadRow> {
  const held = await findLead(tx, seen.id)
  if (held.stage === 'won') throw staffProblem('lead-over')
  if (ownerId !== undefined && ownerId !== null) {
    const { permissions } = await access.standingOf(tx, ownerId)
    if (!permissions.has(MANAGE_LEADS)) throw agencyProblem('not-assignable')
  }
  const row = await write(tx, seen, {
    ...(stage === undefined ? {} : { stage }),
    ...(notes === undefined ? {} : { notes }),
    ...(ownerId === undefined ? {} : { owner_id: ownerId }),
  })
  await auditLead(tx, 'changed', row, { from: held.stage, to: row.stage })
  return row
}

/** Makes a client of a lead, once. Throws agency/lead-not-found, lead-over, lead-stale. */
export async function winLead(tx: Tx, { identity }: Pick<StaffDeps, 'identity'>, seen: Seen): Promise<LeadRow> {
  const held = await findLead(tx, seen.id)
  if (held.stage === 'won' || held.stage === 'lost') throw staffProblem('lead-over')
  const { name, email, phone, company } = held
  const client = await clientOfContact(tx, identity, {
    ...{ name, email, phone: phone ?? undefined, company: company ?? undefined },
  })
  const row = await write(tx, seen, { stage: 'won', client_id: client.id })
  await auditLead(tx, 'won', row, { clientId: client.id })
  await tx.publish(leadWon, { leadId: row.id, clientId: client.id })
  return row
}

async function write(tx: Tx, { id, version }: Seen, change: Partial<LeadRow>): Promise<LeadRow> {
  const row = await tx
    .query<StaffTables>()
    .updateTable('agency.lead')
    .set({ ...change, version: version + 1, updated_at: now() })
    .where('id', '=', id)
    .where('version', '=', version)
    .returningAll()
    .executeTakeFirst()
  if (row === undefined) throw staffProblem('lead-stale')
  return row
}

async function auditLead(tx: Tx, action: string, { id }: LeadRow, details: Readonly<Record<string, unknown>>) {
  await tx.audit({ action: `agency.lead.${action}`, subject: { kind: 'lead', id }, details })
}
