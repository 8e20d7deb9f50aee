import { now } from '../../../kernel/clock.ts'
import type { Tx } from '../../../kernel/db/database.ts'
import type { Id } from '../../../kernel/id.ts'
import { type Subscription, subscribe } from '../../../kernel/unit.ts'
import { invoicePaid } from '../../../platform/invoices/index.ts'
import type { Reader } from '../caller.ts'
import type { Testimonial } from '../catalogue/testimonial.ts'
import { writeToClientById } from './client-letters.ts'
import type { WorkDeps } from './deps.ts'
import { projectCompleted } from './events.ts'
import { testimonialMail } from './mails.ts'
import { workProblem } from './problems.ts'
import { auditProject, PROJECT_SOURCE } from './projects.ts'
import type { ClientRow, ProjectRow, WorkTables } from './tables.ts'

type Asking = Pick<WorkDeps, 'mailer' | 'publicUrl' | 'invoicing'>

/** Completion and payment come in either order: whichever is last asks. */
export function testimonialSubscriptions(deps: Asking): Subscription[] {
  return [
    subscribe(projectCompleted, 'agency.ask-after-completion', (tx, { projectId }) =>
      askForTestimonial(deps, tx, projectId),
    ),
    subscribe(invoicePaid, 'agency.ask-after-payment', async (tx, { source }) => {
      if (source?.type === PROJECT_SOURCE) await askForTestimonial(deps, tx, source.id as Id<'client-project'>)
    }),
  ]
}

/** Asks the client for a few words once the project is completed and nothing of it is left to pay; once, whoever notices. */
async function askForTestimonial(deps: Asking, tx: Tx, projectId: Id<'client-project'>): Promise<void> {
  const invoices = await deps.invoicing.ofSource(tx, { type: PROJECT_SOURCE, id: projectId })
  const isOwed = invoices.some(({ kind, status }) => kind === 'invoice' && status !== 'paid' && status !== 'void')
  if (isOwed) return
  const project = await tx
    .query<WorkTables>()
    .updateTable('agency.client_project')
    .set({ testimonial_asked_at: now() })
    .where('id', '=', projectId)
    .where('state', '=', 'completed')
    .where('testimonial_asked_at', 'is', null)
    .returningAll()
    .executeTakeFirst()
  if (project === undefined) return
  await auditProject(tx, 'testimonial-asked', project)
  await writeToClientById(deps, tx, project.client_id, {
    template: testimonialMail,
    page: `/portal/projects/${project.id}/testimonial`,
    guest: project.request_id === null ? null : { requestId: project.request_id, byGuest: false },
    fields: { reference: project.reference, title: project.title },
  })
}

type Words = Pick<Testimonial, 'author' | 'role' | 'quote' | 'rating'>

/**
 * Hands in what a client says of a project, once; it waits for somebody of the agency to publish it. Whose it is and of what is said by the
 * project, not by the client. Throws agency/testimonial-not-asked, testimonial-given.
 */
export async function giveTestimonial(
  tx: Tx,
  { catalogue }: Pick<WorkDeps, 'catalogue'>,
  { project, client }: { readonly project: ProjectRow; readonly client: ClientRow },
  words: Words,
): Promise<ProjectRow> {
  if (project.testimonial_asked_at === null) throw workProblem('testimonial-not-asked')
  await tx.raw('SELECT FROM agency.client_project WHERE id = $1 FOR UPDATE', [project.id])
  const service = await serviceOf(tx, catalogue, project)
  const testimonialId = await catalogue.testimonials.handIn(tx, {
    ...words,
    clientProject: project.reference,
    ...(service === null ? {} : { service }),
    ...(client.company === null ? {} : { company: client.company.slice(0, 120) }),
    ...(client.email === null ? {} : { email: client.email }),
  })
  const given = await tx
    .query<WorkTables>()
    .updateTable('agency.client_project')
    .set({ testimonial_id: testimonialId, testimonial_given_at: now() })
    .where('id', '=', project.id)
    .where('testimonial_id', 'is', null)
    .returningAll()
    .executeTakeFirst()
  if (given === undefined) throw workProblem('testimonial-given')
  await auditProject(tx, 'testimonial-given', given, { testimonialId })
  return given
}

async function serviceOf(tx: Tx, catalogue: WorkDeps['catalogue'], project: ProjectRow) {
  if (project.request_id === null) return null
  const request = await tx
    .query<WorkTables>()
    .selectFrom('agency.service_request')
    .select('service')
    .where('id', '=', project.request_id)
    .executeTakeFirst()
  return request?.service == null ? null : await catalogue.serviceAt(tx, request.service)
}

/** What the client of a project was asked and has said. */
export async function viewTestimonial(
  { catalogue }: Pick<WorkDeps, 'catalogue'>,
  source: Reader,
  { project, client }: { readonly project: ProjectRow; readonly client: ClientRow },
) {
  const { reference, title, testimonial_id: id, testimonial_given_at: givenAt } = project
  const handedIn = id === null ? null : await catalogue.testimonials.handedIn(source, id)
  const { author, role, quote, rating } = handedIn?.fields ?? {}
  const words =
    author === undefined || quote === undefined || rating === undefined
      ? null
      : { author, role: role ?? null, quote, rating }
  return {
    ...{ reference, title, isAsked: project.testimonial_asked_at !== null },
    name: client.name,
    given: givenAt === null ? null : { givenAt, isPublished: handedIn?.state === 'published', words },
  }
}
