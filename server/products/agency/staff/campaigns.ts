import type { Static } from 'typebox'
import { now } from '../../../kernel/clock.ts'
import { acceptId, cursorPage } from '../../../kernel/db/cursor.ts'
import type { Tx } from '../../../kernel/db/database.ts'
import { asId, type Id, newId } from '../../../kernel/id.ts'
import { recipient } from '../../../kernel/mail/address.ts'
import type { Reader } from '../caller.ts'
import type { Person, StaffDeps } from './deps.ts'
import { type campaignMail, campaignTestMail } from './mails.ts'
import { staffProblem } from './problems.ts'
import { type CampaignRow, type Outcome, outcomes, type StaffTables } from './tables.ts'

export interface CampaignInput {
  readonly subject: string
  readonly paragraphs: readonly string[]
  readonly button: { readonly label: string; readonly url: string } | null
}

interface Seen {
  readonly id: Id<'campaign'>
  readonly version: number
}

/** What a campaign says, as its mail takes it. */
export function letterOf(row: CampaignRow): Static<(typeof campaignMail)['data']> {
  const { subject, paragraphs, button_label: label, button_url: url } = row
  return { subject, paragraphs, button: label === null || url === null ? null : { label, url } }
}

function columnsOf({ subject, paragraphs, button }: CampaignInput) {
  return {
    subject,
    paragraphs: [...paragraphs],
    button_label: button?.label ?? null,
    button_url: button?.url ?? null,
  }
}

export async function draftCampaign(tx: Tx, input: CampaignInput, by: Id<'user'>): Promise<CampaignRow> {
  const row: CampaignRow = {
    ...{ id: newId<'campaign'>(), ...columnsOf(input), state: 'draft', version: 1 },
    ...{ scheduled_at: null, started_at: null, finished_at: null, reached_id: null },
    ...{ created_by: by, created_at: now() },
  }
  await tx.query<StaffTables>().insertInto('agency.campaign').values(row).execute()
  await auditCampaign(tx, 'drafted', row)
  return row
}

export async function findCampaign(source: Reader, id: Id<'campaign'>): Promise<CampaignRow> {
  const row = await source
    .query<StaffTables>()
    .selectFrom('agency.campaign')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst()
  if (row === undefined) throw staffProblem('campaign-not-found')
  return row
}

/** Newest first. */
export async function listCampaigns(source: Reader, input: { readonly limit?: number; readonly cursor?: string }) {
  const page = cursorPage(input, acceptId)
  let query = source
    .query<StaffTables>()
    .selectFrom('agency.campaign')
    .selectAll()
    .orderBy('id', 'desc')
    .limit(page.limit + 1)
  if (page.after !== null) query = query.where('id', '<', asId<'campaign'>(page.after[0] ?? ''))
  return page.of(
    await query.execute(),
    (row) => [row.id],
    (row) => row,
  )
}

/** Replaces a draft at the version seen. Throws agency/campaign-not-found, campaign-stale. */
export async function replaceCampaign(tx: Tx, seen: Seen, input: CampaignInput): Promise<CampaignRow> {
  return await step(tx, seen, { from: ['draft'], change: columnsOf(input), action: 'changed' })
}

/** Puts a draft on its way at an instant; one that has passed is now. Throws agency/campaign-not-found, campaign-stale. */
export async function scheduleCampaign(tx: Tx, seen: Seen, at: Date): Promise<CampaignRow> {
  const change = { state: 'scheduled', scheduled_at: at } as const
  return await step(tx, seen, { from: ['draft'], change, action: 'scheduled' })
}

/** Stops a campaign: before it begins all of it, under way what is left. Throws agency/campaign-not-found, campaign-stale. */
export async function cancelCampaign(tx: Tx, seen: Seen): Promise<CampaignRow> {
  const from = ['draft', 'scheduled', 'sending'] as const
  return await step(tx, seen, { from, change: { state: 'cancelled' }, action: 'cancelled' })
}

interface Step {
  readonly from: readonly CampaignRow['state'][]
  readonly change: Partial<CampaignRow>
  readonly action: string
}

async function step(tx: Tx, { id, version }: Seen, { from, change, action }: Step): Promise<CampaignRow> {
  const row = await tx
    .query<StaffTables>()
    .updateTable('agency.campaign')
    .set({ ...change, version: version + 1 })
    .where('id', '=', id)
    .where('version', '=', version)
    .where('state', 'in', from)
    .returningAll()
    .executeTakeFirst()
  if (row === undefined) {
    await findCampaign(tx, id)
    throw staffProblem('campaign-stale')
  }
  await auditCampaign(tx, action, row)
  return row
}

/** Sends a campaign to whoever wrote it, and to nobody else. */
export async function testCampaign(
  tx: Tx,
  { mailer }: Pick<StaffDeps, 'mailer'>,
  id: Id<'campaign'>,
  to: Person,
): Promise<void> {
  const row = await findCampaign(tx, id)
  await auditCampaign(tx, 'tested', row)
  await mailer.send(tx, recipient(to), campaignTestMail, letterOf(row))
}

/** What became of a campaign's mails: by outcome, as it was told. */
export async function countOutcomes(source: Reader, id: Id<'campaign'>): Promise<Record<Outcome, number>> {
  const rows = await source
    .query<StaffTables>()
    .selectFrom('agency.campaign_delivery')
    .select((select) => ['outcome', select.fn.countAll<bigint>().as('count')])
    .where('campaign_id', '=', id)
    .groupBy('outcome')
    .execute()
  const counts = new Map(rows.map(({ outcome, count }) => [outcome, Number(count)]))
  return Object.fromEntries(outcomes.map((outcome) => [outcome, counts.get(outcome) ?? 0])) as Record<Outcome, number>
}

/** Records what was done with a campaign. */
export async function auditCampaign(tx: Tx, action: string, { id, subject }: CampaignRow): Promise<void> {
  await tx.audit({ action: `agency.campaign.${action}`, subject: { kind: 'campaign', id }, details: { subject } })
}
