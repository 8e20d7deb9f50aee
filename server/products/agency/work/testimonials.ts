import { now } from '../../../kernel/clock.ts'
import type { Tx } from '../../../kernel/db/database.ts'
import type { Id } from '../../../kernel/id.ts'
import { type Subscription, subscribe } from '../../../kernel/unit.ts'
import { invoicePaid } from '../../../platform/invoices/index.ts'
import { writeToClientById } from './client-letters.ts'
import type { WorkDeps } from './deps.ts'
import { projectCompleted } from './events.ts'
import { testimonialMail } from './mails.ts'
import { auditProject, PROJECT_SOURCE } from './projects.ts'
import type { WorkTables } from './tables.ts'

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
    page: `/portal/projects/${project.id}`,
    guest: project.request_id === null ? null : { requestId: project.request_id, byGuest: false },
    fields: { reference: project.reference, title: project.title },
  })
}
