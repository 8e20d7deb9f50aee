import { inSeconds, now } from '../../../kernel/clock.ts'
import { systemOrigin } from '../../../kernel/db/actor.ts'
import type { Tx } from '../../../kernel/db/database.ts'
import { type Id, newId } from '../../../kernel/id.ts'
import { money } from '../../../kernel/money.ts'
import { clientOfContact } from '../clients.ts'
import { demoAccount, demoStaff, silentMailer } from '../demo-people.ts'
import { draftCampaign } from './campaigns.ts'
import { addDepartment } from './departments.ts'
import type { StaffDeps } from './deps.ts'
import { takeEnquiry } from './enquiries.ts'
import { addLead } from './leads.ts'
import type { StaffTables } from './tables.ts'
import { openTicket, writeAsStaff } from './tickets.ts'

/** Advisory lock: of processes that start together one seeds, and the others do not wait for it. */
const SEED_LOCK = 7_226_304_571
const DAY_SECONDS = 24 * 3600

const departments = ['Studio', 'Engineering', 'Client care']
const words: Readonly<Record<string, string>> = {
  amina: 'Leads the studio since 2017; before that ten years of print.',
  brian: 'Builds what has to load on a slow phone.',
  zawadi: 'Answers first, and does not let go until it works.',
}

/** Fills an empty studio with people, tickets, enquiries, leads and a newsletter. */
export async function seedStaff(deps: StaffDeps): Promise<void> {
  await deps.db.transaction(systemOrigin('agency.demo', 'demo'), async (tx) => {
    const [lock] = await tx.raw<{ held: boolean }>('SELECT pg_try_advisory_xact_lock($1) AS held', [SEED_LOCK])
    if (lock?.held !== true) return
    const [known] = await tx.raw('SELECT FROM agency.employee LIMIT 1')
    if (known !== undefined) return
    const staff = await seedPeople(tx, deps)
    await seedTickets(tx, deps, staff)
    await seedOutside(tx, staff)
  })
}

async function seedPeople(tx: Tx, { identity, access }: StaffDeps): Promise<readonly Id<'user'>[]> {
  const places: Id<'department'>[] = []
  for (const [at, name] of departments.entries()) places.push((await addDepartment(tx, { name, sortOrder: at })).id)
  const ids: Id<'user'>[] = []
  for (const [at, person] of demoStaff.entries()) {
    const userId = await demoAccount(tx, identity, person)
    await access.grantRole(tx, userId, person.role, 'demo')
    await tx
      .query<StaffTables>()
      .insertInto('agency.employee')
      .values({
        ...{ user_id: userId, state: 'active', department_id: places[at] ?? null, position: person.position },
        ...{ sort_order: at, visible: true, headline: person.position, bio: words[person.key] ?? '', links: [] },
        ...{ photo_file_id: null, version: 1, joined_at: inSeconds(-(900 - at * 200) * DAY_SECONDS), left_at: null },
      })
      .execute()
    ids.push(userId)
  }
  return ids
}

async function seedTickets(
  tx: Tx,
  { identity, publicUrl, files }: StaffDeps,
  staff: readonly Id<'user'>[],
): Promise<void> {
  const post = { mailer: silentMailer, publicUrl, files }
  const achieng = { name: 'Achieng Otieno', email: 'achieng@lakeside-coop.example', company: 'Lakeside Co-operative' }
  const client = await clientOfContact(tx, identity, achieng)
  const asked = { subject: 'Members see last year’s prices', body: 'The price list on the members’ page is from 2025.' }
  const ticket = await openTicket(tx, post, { client, userId: null }, asked)
  await openTicket(
    tx,
    post,
    { client, userId: null },
    {
      subject: 'A second address for orders',
      body: 'Could orders go to the shop in Kisumu as well?',
    },
  )
  const userId = staff[2]
  if (userId === undefined) return
  const answer = { body: 'Found it: the page kept an old copy. It shows the new prices now.', internal: false }
  await writeAsStaff(tx, post, { ticket, userId }, answer)
}

async function seedOutside(tx: Tx, staff: readonly Id<'user'>[]): Promise<void> {
  await takeEnquiry(tx, {
    name: 'Mwikali Musyoka',
    email: 'mwikali@machakos-mangoes.example',
    subject: 'A film of the harvest',
    body: 'We dry mangoes and would like two minutes of film for a fair in March. Is that something you do?',
  })
  const [lead] = staff
  if (lead === undefined) return
  const rest = { phone: null, enquiryId: null, ownerId: lead }
  await addLead(tx, {
    ...{ name: 'Kiprop Cheruiyot', email: 'kiprop@rift-runners.example', company: 'Rift Runners', ...rest },
    ...{ source: 'trade fair', notes: 'Wants race entries with M-Pesa.', worth: money(60_000_000n, 'KES') },
  })
  await addLead(tx, {
    ...{ name: 'Fatuma Ali', email: 'fatuma@mombasa-spice.example', company: 'Mombasa Spice House', ...rest },
    ...{ source: 'referral', notes: 'Shop in two languages.', worth: money(35_000_000n, 'KES') },
  })
  for (const [at, name] of ['juma', 'grace', 'halima', 'peter'].entries()) {
    const email = `${name}@readers.example`
    const since = inSeconds(-(30 - at) * DAY_SECONDS)
    await tx
      .query<StaffTables>()
      .insertInto('agency.subscriber')
      .values({
        ...{ id: newId<'subscriber'>(), email, email_canonical: email, state: 'confirmed', token_hash: null },
        ...{ token_expires_at: null, asked_at: since, confirmed_at: since, created_at: now() },
      })
      .execute()
  }
  const letter = {
    subject: 'What we made this season',
    paragraphs: ['A lodge, a co-operative, and a race.'],
    button: null,
  }
  await draftCampaign(tx, letter, lead)
}
