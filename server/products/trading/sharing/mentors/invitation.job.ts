import { inSeconds, now } from '../../../../kernel/clock.ts'
import type { Tx } from '../../../../kernel/db/database.ts'
import { idOf, object } from '../../../../kernel/http/schema.ts'
import type { Id } from '../../../../kernel/id.ts'
import { type AnyJob, job } from '../../../../kernel/jobs/job.ts'
import { recipient } from '../../../../kernel/mail/address.ts'
import type { TradingDeps } from '../../deps.ts'
import type { MentorRow, SharingTables } from '../tables.ts'
import { mentorInvitationMail } from './mails.ts'
import { INVITATION_QUEUE } from './mentors.ts'

type Deps = Pick<TradingDeps, 'identity' | 'mailer' | 'people' | 'publicUrl'>

const DAY_SECONDS = 24 * 3600

/** Looks for the person after the trader was answered, so that neither the answer nor its time says whether there is one. */
export function invitationJob(deps: Deps): AnyJob {
  return job({
    name: INVITATION_QUEUE,
    description: 'Brings the invitation of a trader to the person whom it is for, if there is one',
    data: object({ mentorId: idOf('trading-mentor') }),
    ...{ attempts: 5, backoffSeconds: 5, deadlineSeconds: 60 },
    idempotentBy: 'the record of its effect, and the person of the invitation, who is set once',
    async handle(context, { mentorId }) {
      await context.once((tx) => deliver(tx, deps, mentorId))
    },
  })
}

async function deliver(tx: Tx, deps: Deps, id: Id<'trading-mentor'>): Promise<void> {
  const row = await tx
    .query<SharingTables>()
    .selectFrom('trading.mentor')
    .selectAll()
    .where('id', '=', id)
    .where('state', '=', 'invited')
    .where('mentor_id', 'is', null)
    .forUpdate()
    .executeTakeFirst()
  if (row === undefined) return
  const person = await deps.identity.personByEmail(tx, row.email)
  // Who did not prove the address is not known to be the one who was meant.
  if (person === null || person.email_verified_at === null || person.disabled_at !== null) return
  if (person.erased_at !== null || person.id === row.owner_id) return
  const isMailed = await tellInvited(tx, deps, row, person)
  await tx
    .query<SharingTables>()
    .updateTable('trading.mentor')
    .set({ mentor_id: person.id, ...(isMailed ? { invitation_mailed_at: now() } : {}) })
    .where('id', '=', id)
    .execute()
}

/** Whoever is invited, revoked and invited again gets one mail a day of it. */
async function tellInvited(
  tx: Tx,
  { mailer, people, publicUrl }: Deps,
  { owner_id: ownerId, invitation_mailed_at: mailedAt }: MentorRow,
  person: Parameters<typeof recipient>[0],
): Promise<boolean> {
  const trader = (await people([ownerId], tx)).get(ownerId)
  if (trader === undefined || (mailedAt !== null && mailedAt > inSeconds(-DAY_SECONDS))) return false
  const url = new URL('/trading/mentoring', publicUrl).href
  await mailer.send(tx, recipient(person), mentorInvitationMail, { name: person.name, url, trader: trader.name })
  return true
}
