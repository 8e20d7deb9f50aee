import { inSeconds } from '../../../kernel/clock.ts'
import { systemOrigin } from '../../../kernel/db/actor.ts'
import type { Tx } from '../../../kernel/db/database.ts'
import type { Id } from '../../../kernel/id.ts'
import { money } from '../../../kernel/money.ts'
import { clientOfContact } from '../clients.ts'
import { demoAccount, demoStaff, silentMailer } from '../demo-people.ts'
import { addComment, addDeliverable, shareDeliverable } from './deliverables.ts'
import type { WorkDeps } from './deps.ts'
import { milestonesOf } from './project-reads.ts'
import { addMilestone, moveMilestone, startProject } from './projects.ts'
import { draftQuote } from './quote-drafts.ts'
import { sendQuote } from './quotes.ts'
import { changeStage, postMessage, submitRequest } from './requests.ts'
import type { ClientRow, RequestRow, Stage, WorkTables } from './tables.ts'

/** Advisory lock: of processes that start together one seeds, and the others do not wait for it. */
const SEED_LOCK = 7_226_304_572
const FORTNIGHT_SECONDS = 14 * 24 * 3600
const path: readonly Stage[] = [
  'requirements_review',
  'scope_and_quotation',
  'awaiting_confirmation',
  'scheduled',
  'in_progress',
]

const asked = [
  {
    ...{ name: 'Wanjiru Kamau', email: 'wanjiru@savannah-lodges.example', company: 'Savannah Lodges', steps: 5 },
    ...{ title: 'A booking site for three lodges', details: 'Forty rooms, three seasons, card and M-Pesa.' },
  },
  {
    ...{ name: 'Achieng Otieno', email: 'achieng@lakeside-coop.example', company: 'Lakeside Co-operative', steps: 3 },
    ...{ title: 'Price lists for members', details: 'Two hundred fishers look prices up at five in the morning.' },
  },
  {
    ...{ name: 'Tabitha Wangari', email: 'tabitha@kilimani-books.example', company: 'Kilimani Books', steps: 1 },
    ...{ title: 'A shop for second-hand books', details: 'About four thousand titles, each there once.' },
  },
  {
    ...{ name: 'Omar Said', email: 'omar@lamu-dhows.example', company: 'Lamu Dhows', steps: 0 },
    ...{ title: 'Sunset trips, booked online', details: 'Two boats, tides matter, guests pay on the beach today.' },
  },
] as const

/** Fills an empty studio with requests at several stages, a quote that waits and a project under way. */
export async function seedWork(deps: WorkDeps): Promise<void> {
  await deps.db.transaction(systemOrigin('agency.demo', 'demo'), async (tx) => {
    const [lock] = await tx.raw<{ held: boolean }>('SELECT pg_try_advisory_xact_lock($1) AS held', [SEED_LOCK])
    if (lock?.held !== true) return
    const [known] = await tx.raw('SELECT FROM agency.service_request LIMIT 1')
    if (known !== undefined) return
    const [lead, engineer] = demoStaff
    const by = await demoAccount(tx, deps.identity, lead)
    const maker = await demoAccount(tx, deps.identity, engineer)
    const quiet = { ...deps, mailer: silentMailer }
    for (const one of asked) await seedRequest(tx, quiet, one, { by, maker })
  })
}

interface Team {
  readonly by: Id<'user'>
  readonly maker: Id<'user'>
}

async function seedRequest(tx: Tx, deps: WorkDeps, one: (typeof asked)[number], team: Team): Promise<void> {
  const client = await clientOfContact(tx, deps.identity, one)
  const wanted = { title: one.title, details: one.details, service: 'Web', desiredBy: null }
  const budget = money(30_000_000n, 'KES')
  let request = await submitRequest(tx, deps, { client, userId: null }, { ...wanted, budget })
  const actor = { kind: 'staff', userId: team.by, all: true } as const
  for (const to of path.slice(0, one.steps))
    request = await changeStage(tx, deps, { request, actor }, { expected: request.stage, to })
  if (one.steps === 0) return
  await tx
    .query<WorkTables>()
    .updateTable('agency.service_request')
    .set({ assignee_id: team.maker })
    .where('id', '=', request.id)
    .execute()
  const message = { body: 'Thank you, we have read it and have two questions.', visibility: 'customer' } as const
  await postMessage(tx, deps, { request, actor, assignee: null }, message)
  if (request.stage === 'awaiting_confirmation') await seedQuote(tx, deps, { client, request, team })
  if (request.stage === 'in_progress') await seedProject(tx, deps, { client, request, team })
}

interface Begun {
  readonly client: ClientRow
  readonly request: RequestRow
  readonly team: Team
}

async function seedQuote(tx: Tx, deps: WorkDeps, { client, request, team: { by } }: Begun): Promise<void> {
  const quote = { clientId: client.id, requestId: request.id, by }
  const draft = await draftQuote(tx, deps.invoicing, quote, {
    ...{ title: request.title, currency: 'KES', discountMinor: 0n, taxRounding: 'document' },
    lines: [
      { description: 'Design and build, per day', qty: '6', unitMinor: 4_500_000n, taxRateBp: 1600 },
      { description: 'Hosting, per year', qty: '1', unitMinor: 3_000_000n, taxRateBp: 1600 },
    ],
    validUntil: inSeconds(FORTNIGHT_SECONDS),
    terms: 'Half before we begin, half when you have accepted the site.',
  })
  await sendQuote(tx, deps, deps.invoicing, { id: draft.id, by: { kind: 'staff', userId: by, all: true } })
}

async function seedProject(tx: Tx, deps: WorkDeps, { client, request, team: { by, maker } }: Begun): Promise<void> {
  const project = await startProject(tx, {
    ...{ clientId: client.id, requestId: request.id, quoteId: null, title: request.title, dueOn: null, by },
    summary: 'From the first room to the first booking in eight weeks.',
  })
  await tx.raw('INSERT INTO agency.project_member (project_id, user_id, added_at) VALUES ($1, $2, now())', [
    project.id,
    maker,
  ])
  for (const title of ['Design', 'Rooms and seasons', 'Payments', 'Launch'])
    await addMilestone(tx, project, { title, dueOn: null })
  const [design, rooms] = await milestonesOf(tx, project.id)
  if (design === undefined || rooms === undefined) return
  await moveMilestone(tx, project, { id: design.id, expected: 'todo', state: 'done' })
  await moveMilestone(tx, project, { id: rooms.id, expected: 'todo', state: 'in_progress' })
  const home = { title: 'Home page', description: 'Three lodges at one glance.', milestoneId: design.id }
  const deliverable = await addDeliverable(tx, project, home)
  await shareDeliverable(tx, deps, project, deliverable)
  const author = { kind: 'staff', id: maker } as const
  const words = { body: 'The photos are still ours; yours fit in the same frame.', visibility: 'customer' } as const
  await addComment(tx, { project, deliverableId: deliverable.id }, author, words)
}
