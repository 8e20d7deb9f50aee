import { inSeconds, now } from '../../../kernel/clock.ts'
import type { Db, Tx } from '../../../kernel/db/database.ts'
import { idOf, object } from '../../../kernel/http/schema.ts'
import type { Id } from '../../../kernel/id.ts'
import { enqueue, type Job, job } from '../../../kernel/jobs/job.ts'
import { parseMailbox } from '../../../kernel/mail/address.ts'
import type { MailFate } from '../../../kernel/mail/records.ts'
import { auditCampaign, findCampaign, letterOf } from './campaigns.ts'
import type { StaffDeps } from './deps.ts'
import { campaignSent } from './events.ts'
import { campaignMail, NEWSLETTER } from './mails.ts'
import { stateBeside } from './subscribers.ts'
import type { CampaignRow, Outcome, StaffTables, SubscriberRow } from './tables.ts'

type Deps = Pick<StaffDeps, 'mailer' | 'mailRecords'>

const BATCH = 50
const FOLLOWED = 500
/** So long after it was queued a mail may still bounce. */
const BOUNCES_SECONDS = 7 * 24 * 3600

const sendData = object({ campaignId: idOf('campaign') })

/** Queues a campaign's mails, a batch in each transaction. */
export function sendCampaignJob(deps: Deps): Job<typeof sendData> {
  return job({
    name: 'agency.send-campaign',
    description: 'Queues one mail for each subscriber of a campaign',
    data: sendData,
    attempts: 10,
    backoffSeconds: 10,
    deadlineSeconds: 600,
    idempotentBy: 'one row for each campaign and subscriber, and how far the campaign has come, written with the mails',
    handle: async ({ db, once, signal }, { campaignId }) => {
      for (let batch = 0; await isSending(db, campaignId); batch += 1) {
        signal.throwIfAborted()
        await once((tx) => sendBatch(tx, deps, campaignId), `batch-${batch}`)
      }
    },
  })
}

async function isSending(db: Db, id: Id<'campaign'>): Promise<boolean> {
  return (await findCampaign(db, id)).state === 'sending'
}

/** The campaign's row is held, so that workers, and who cancels, take turns. */
async function sendBatch(tx: Tx, deps: Deps, id: Id<'campaign'>): Promise<void> {
  const campaign = await tx
    .query<StaffTables>()
    .selectFrom('agency.campaign')
    .selectAll()
    .where('id', '=', id)
    .where('state', '=', 'sending')
    .forUpdate()
    .executeTakeFirst()
  if (campaign === undefined) return
  const due = await nextSubscribers(tx, campaign)
  const addresses = due.map(({ email }) => email)
  const refused = await deps.mailRecords.refusals(tx, { addresses, subscription: NEWSLETTER })
  for (const subscriber of due) {
    const state = stateBeside(subscriber, refused.get(subscriber.email))
    if (state === 'confirmed') await sendTo(tx, deps, campaign, subscriber)
    else await setState(tx, subscriber.id, state)
  }
  const last = due.at(-1)
  if (last !== undefined && due.length === BATCH) return await setCampaign(tx, id, { reached_id: last.id })
  await setCampaign(tx, id, { state: 'sent', finished_at: now() })
  await auditCampaign(tx, 'sent', campaign)
  await tx.publish(campaignSent, { campaignId: id })
}

/** Those who were subscribed when it began, in the order of their ids. */
async function nextSubscribers(tx: Tx, { started_at: startedAt, reached_id: reachedId }: CampaignRow) {
  let query = tx
    .query<StaffTables>()
    .selectFrom('agency.subscriber')
    .selectAll()
    .where('state', '=', 'confirmed')
    .where('confirmed_at', '<=', startedAt)
    .orderBy('id')
    .limit(BATCH)
    .forShare()
  if (reachedId !== null) query = query.where('id', '>', reachedId)
  return await query.execute()
}

async function sendTo(tx: Tx, { mailer }: Deps, campaign: CampaignRow, { id, email }: SubscriberRow): Promise<void> {
  const known = await tx
    .query<StaffTables>()
    .selectFrom('agency.campaign_delivery')
    .select('mail_id')
    .where('campaign_id', '=', campaign.id)
    .where('subscriber_id', '=', id)
    .executeTakeFirst()
  if (known !== undefined) return
  const mailId = await mailer.send(tx, parseMailbox(email), campaignMail, letterOf(campaign))
  await tx
    .query<StaffTables>()
    .insertInto('agency.campaign_delivery')
    .values({ campaign_id: campaign.id, subscriber_id: id, mail_id: mailId, outcome: 'queued', queued_at: now() })
    .execute()
}

async function setCampaign(tx: Tx, id: Id<'campaign'>, change: Partial<CampaignRow>): Promise<void> {
  await tx
    .query<StaffTables>()
    .updateTable('agency.campaign')
    .set((set) => ({ ...change, version: set('version', '+', 1) }))
    .where('id', '=', id)
    .execute()
}

async function setState(tx: Tx, id: Id<'subscriber'>, state: SubscriberRow['state']): Promise<void> {
  await tx.query<StaffTables>().updateTable('agency.subscriber').set({ state }).where('id', '=', id).execute()
}

/** Begins what is due. */
export function startCampaignsJob(sendCampaign: Job<typeof sendData>): Job {
  return job({
    name: 'agency.start-campaigns',
    description: 'Begins campaigns whose time has come',
    data: object({}),
    attempts: 3,
    backoffSeconds: 20,
    deadlineSeconds: 30,
    idempotentBy: 'the state of each campaign: one that has begun is not found again',
    handle: async ({ once }) => {
      await once(async (tx) => {
        const due = await tx
          .query<StaffTables>()
          .updateTable('agency.campaign')
          .set((set) => ({ state: 'sending', started_at: now(), version: set('version', '+', 1) }))
          .where('state', '=', 'scheduled')
          .where('scheduled_at', '<=', now())
          .returningAll()
          .execute()
        for (const campaign of due) {
          await auditCampaign(tx, 'begun', campaign)
          await enqueue(tx, sendCampaign, { campaignId: campaign.id })
        }
      })
    },
  })
}

/** Asks the outbox what became of a campaign's mails: only that is counted. */
export function followCampaignsJob({ mailRecords }: Pick<Deps, 'mailRecords'>): Job {
  return job({
    name: 'agency.follow-campaigns',
    description: 'Writes down what became of the mails of campaigns',
    data: object({}),
    attempts: 3,
    backoffSeconds: 30,
    deadlineSeconds: 120,
    idempotentBy: 'the outcome of each delivery: the same answer changes nothing',
    handle: async ({ db, once, signal }) => {
      let after: Id<'mail'> | null = null
      for (let part = 0; ; part += 1) {
        signal.throwIfAborted()
        const open = await openDeliveries(db, after)
        const last: Id<'mail'> | undefined = open.at(-1)
        if (last === undefined) return
        await once((tx) => settle(tx, { mailRecords }, open), `part-${part}`)
        after = last
      }
    },
  })
}

async function openDeliveries(db: Db, after: Id<'mail'> | null): Promise<Id<'mail'>[]> {
  let query = db
    .query<StaffTables>()
    .selectFrom('agency.campaign_delivery')
    .select('mail_id')
    .where('outcome', 'in', ['queued', 'sent'])
    .where('queued_at', '>', inSeconds(-BOUNCES_SECONDS))
    .orderBy('mail_id')
    .limit(FOLLOWED)
  if (after !== null) query = query.where('mail_id', '>', after)
  return (await query.execute()).map((row) => row.mail_id)
}

async function settle(tx: Tx, { mailRecords }: Pick<Deps, 'mailRecords'>, ids: readonly Id<'mail'>[]): Promise<void> {
  for (const [id, fate] of await mailRecords.fates(tx, ids)) {
    const outcome = outcomeOf(fate)
    const changed = await tx
      .query<StaffTables>()
      .updateTable('agency.campaign_delivery')
      .set({ outcome })
      .where('mail_id', '=', id)
      .where('outcome', '<>', outcome)
      .returning('subscriber_id')
      .executeTakeFirst()
    if (changed !== undefined && outcome === 'bounced') await setState(tx, changed.subscriber_id, 'bounced')
    if (changed !== undefined && outcome === 'complained') await setState(tx, changed.subscriber_id, 'unsubscribed')
  }
}

function outcomeOf({ state, reported }: MailFate): Outcome {
  if (reported !== null) return reported === 'bounce' ? 'bounced' : 'complained'
  return state === 'sending' ? 'queued' : state
}
