import { Type } from 'typebox'
import type { Tx } from '../../kernel/db/database.ts'
import { type Call, type Route, route } from '../../kernel/http/route.ts'
import { idOf, object, oneOf, page, pageQuery } from '../../kernel/http/schema.ts'
import type { Id } from '../../kernel/id.ts'
import { findApplication, listQueue } from './application-reads.ts'
import {
  type ApplicationReview,
  approveApplication,
  claimApplication,
  rejectApplication,
  requestInformation,
} from './application-review.ts'
import { applicationShape, peopleIn, viewApplications } from './application-view.ts'
import { messageText } from './applications.routes.ts'
import { callerId } from './caller.ts'
import type { MusicDeps } from './deps.ts'
import { musicProblem } from './problems.ts'
import { type ApplicationRow, applicationStates } from './tables.ts'

const byId = object({ id: idOf('application') })
const policy = { can: 'music:review-applications', rate: 'write', idempotency: 'optional' } as const
const problems = ['music/application-not-found', 'music/own-artist', 'music/wrong-state', 'music/not-claimed']

/** What reviewers do with applications. */
export function applicationReviewRoutes(deps: MusicDeps): Route[] {
  return [
    queueRoute(deps),
    route(
      {
        id: 'music.claimApplication',
        method: 'POST',
        path: '/api/review/applications/{id}/claim',
        summary: 'Takes an application for 30 minutes; claiming again extends it.',
        policy,
        schema: { params: byId, response: { 200: applicationShape } },
        problems: ['music/application-not-found', 'music/own-artist', 'music/wrong-state', 'music/claimed'],
      },
      (call) => review(deps, call, call.params.id, claimApplication),
    ),
    route(
      {
        id: 'music.requestInformation',
        method: 'POST',
        path: '/api/review/applications/{id}/request-info',
        summary: 'Asks the applicant something; the application waits for the answer.',
        policy,
        schema: { params: byId, body: object({ message: messageText }), response: { 200: applicationShape } },
        problems,
      },
      (call) =>
        review(deps, call, call.params.id, (tx, found) => requestInformation(tx, deps, found, call.body.message)),
    ),
    route(
      {
        id: 'music.approveApplication',
        method: 'POST',
        path: '/api/review/applications/{id}/approve',
        summary: 'Makes the applicant an artist.',
        policy,
        schema: { params: byId, response: { 200: applicationShape } },
        problems,
      },
      (call) => review(deps, call, call.params.id, (tx, found) => approveApplication(tx, deps, found)),
    ),
    rejectRoute(deps),
  ]
}

function queueRoute(deps: MusicDeps): Route {
  const states = applicationStates.filter((state) => state !== 'draft')
  return route(
    {
      id: 'music.applicationQueue',
      method: 'GET',
      path: '/api/review/applications',
      summary: 'Applications by when an answer is due; without `state` those that wait for a reviewer.',
      policy: { can: 'music:review-applications', rate: 'read' },
      schema: {
        query: object({ ...pageQuery, state: Type.Optional(oneOf(states)) }),
        response: { 200: page(applicationShape) },
      },
    },
    async (call) => {
      const { rows, nextCursor } = await listQueue(deps.db, call.query)
      const people = await deps.people(peopleIn(rows))
      return { items: await viewApplications(deps.db, rows, { people, toReviewer: true }), nextCursor }
    },
  )
}

function rejectRoute(deps: MusicDeps): Route {
  return route(
    {
      id: 'music.rejectApplication',
      method: 'POST',
      path: '/api/review/applications/{id}/reject',
      summary: 'Declines an application with a reason, and says when the applicant may try again.',
      policy,
      schema: {
        params: byId,
        body: object({
          reason: messageText,
          reapplyAfterDays: Type.Optional(Type.Integer({ minimum: 0, maximum: 730 })),
        }),
        response: { 200: applicationShape },
      },
      problems,
    },
    (call) => review(deps, call, call.params.id, (tx, found) => rejectApplication(tx, deps, found, call.body)),
  )
}

/** Runs one step of a review; applicant and reviewer are looked up before the transaction. */
async function review(
  deps: MusicDeps,
  call: Pick<Call, 'principal' | 'transaction'>,
  id: Id<'application'>,
  step: (tx: Tx, review: ApplicationReview) => Promise<ApplicationRow>,
) {
  const reviewerId = callerId(call)
  const row = await findApplication(deps.db, id)
  if (row === undefined) throw musicProblem('application-not-found')
  const people = await deps.people([row.applicant_id, reviewerId])
  const applicant = people.get(row.applicant_id) ?? null
  return await call.transaction(async (tx) => {
    const changed = await step(tx, { id, reviewerId, applicant })
    return (await viewApplications(tx, [changed], { people, toReviewer: true }))[0]
  })
}
