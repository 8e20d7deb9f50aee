import { Type } from 'typebox'
import { type Call, type Route, route } from '../../../kernel/http/route.ts'
import { instant, line, namedObject, nullable, object } from '../../../kernel/http/schema.ts'
import type { Id } from '../../../kernel/id.ts'
import { testimonialType } from '../catalogue/testimonial.ts'
import { findClient } from '../clients.ts'
import { agencyProblem } from '../problems.ts'
import type { WorkDeps } from './deps.ts'
import { byId, ownProject, PROJECT, signedIn } from './portal-projects.routes.ts'
import { giveTestimonial, viewTestimonial } from './testimonials.ts'

const PATH = '/api/portal/projects/{id}/testimonial'
const { author, quote, rating } = testimonialType.fields.properties
const testimonialShape = namedObject('AskedTestimonial', {
  reference: Type.String(),
  title: Type.String(),
  isAsked: Type.Boolean(),
  name: Type.String({ description: 'Of the client, as the agency knows them' }),
  given: nullable(
    object({
      givenAt: instant,
      isPublished: Type.Boolean(),
      words: nullable(object({ author, role: nullable(Type.String()), quote, rating })),
    }),
  ),
})

/** What clients say of a project when the agency has asked. */
export function testimonialRoutes(deps: WorkDeps): Route[] {
  return [readRoute(deps), giveRoute(deps)]
}

async function ownOf({ db }: WorkDeps, call: Pick<Call, 'principal'>, id: Id<'client-project'>) {
  const project = await ownProject(db, call, id)
  const client = await findClient(db, project.client_id)
  if (client === undefined) throw agencyProblem('client-not-found')
  return { project, client }
}

function readRoute(deps: WorkDeps): Route {
  return route(
    {
      id: 'agency.getMyTestimonial',
      method: 'GET',
      path: PATH,
      summary: 'Whether the client was asked for a testimonial of the project, and what they handed in.',
      policy: signedIn('read'),
      schema: { params: byId, response: { 200: testimonialShape } },
      problems: [PROJECT],
    },
    async (call) => viewTestimonial(deps, deps.db, await ownOf(deps, call, call.params.id)),
  )
}

function giveRoute(deps: WorkDeps): Route {
  const body = object({ author, role: Type.Optional(line(120)), quote, rating })
  return route(
    {
      id: 'agency.giveTestimonial',
      method: 'POST',
      path: PATH,
      summary:
        'Hands in a testimonial of the project, once, when the agency has asked; it is shown when somebody has published it.',
      policy: { ...signedIn('write'), idempotency: 'optional' },
      schema: { params: byId, body, response: { 201: testimonialShape } },
      problems: [PROJECT, 'agency/testimonial-not-asked', 'agency/testimonial-given'],
    },
    async (call) => {
      const own = await ownOf(deps, call, call.params.id)
      return await call.transaction(async (tx) => {
        const project = await giveTestimonial(tx, deps, own, call.body)
        return await viewTestimonial(deps, tx, { ...own, project })
      })
    },
  )
}
