import { Type } from 'typebox'
import type { Tx } from '../../kernel/db/database.ts'
import { type Call, type Route, route } from '../../kernel/http/route.ts'
import { idOf, instant, object, oneOf, page, pageQuery } from '../../kernel/http/schema.ts'
import type { Id } from '../../kernel/id.ts'
import { currentAgreements } from './agreements.ts'
import { applicationChange } from './application-payload.ts'
import { findApplication, listOwnApplications } from './application-reads.ts'
import { applicationShape, peopleIn, viewApplications } from './application-view.ts'
import {
  answerApplication,
  type OwnApplication,
  saveApplication,
  startApplication,
  submitApplication,
  withdrawApplication,
} from './applications.ts'
import { callerId, callerMay } from './caller.ts'
import type { MusicDeps } from './deps.ts'
import { recipientOf } from './letters.ts'
import { musicProblem } from './problems.ts'
import type { ApplicationRow } from './tables.ts'

export const messageText = Type.String({ minLength: 1, maxLength: 4000, pattern: '\\S' })
const acceptances = { agreementIds: Type.Optional(Type.Array(idOf('agreement'), { maxItems: 10, uniqueItems: true })) }
const byId = object({ id: idOf('application') })
const nameProblems = ['music/application-open', 'music/already-artist', 'music/reapply-later']
const stepProblems = ['music/application-not-found', 'music/wrong-state']

/** What a person does with applications of their own. */
export function applicationRoutes(deps: MusicDeps): Route[] {
  return [
    agreementsRoute(deps),
    startRoute(deps),
    listRoute(deps),
    getRoute(deps),
    saveRoute(deps),
    submitRoute(deps),
    withdrawRoute(deps),
    answerRoute(deps),
  ]
}

/** Runs `step` in a transaction and answers with the application as it is then; the applicant is looked up before. */
async function changeOwn(
  deps: MusicDeps,
  call: Pick<Call, 'principal' | 'transaction'>,
  step: (
    tx: Tx,
    applicantId: Id<'user'>,
    applicant: Awaited<ReturnType<typeof recipientOf>>,
  ) => Promise<ApplicationRow>,
) {
  const applicantId = callerId(call)
  const applicant = await recipientOf(deps, applicantId)
  const people = new Map(applicant === null ? [] : [[applicant.id as string, applicant]])
  return await call.transaction(async (tx) => {
    const row = await step(tx, applicantId, applicant)
    return (await viewApplications(tx, [row], { people, toReviewer: false }))[0]
  })
}

function agreementsRoute({ db }: MusicDeps): Route {
  const agreement = object({
    id: idOf('agreement'),
    kind: oneOf(['terms', 'license', 'warranties']),
    version: Type.Integer(),
    title: Type.String(),
    body: Type.String(),
    sha256: Type.String(),
    effectiveAt: instant,
  })
  return route(
    {
      id: 'music.listAgreements',
      method: 'GET',
      path: '/api/agreements/current',
      summary: 'The texts an applicant accepts, in the versions in force.',
      policy: { access: 'public', rate: 'read' },
      schema: { response: { 200: object({ items: Type.Array(agreement) }) } },
    },
    async () => ({
      items: (await currentAgreements(db)).map(({ sha256, effective_at, ...row }) => ({
        ...row,
        sha256: sha256.toString('hex'),
        effectiveAt: effective_at,
      })),
    }),
  )
}

function startRoute(deps: MusicDeps): Route {
  return route(
    {
      id: 'music.startApplication',
      method: 'POST',
      path: '/api/artist/signup',
      summary: 'Starts an artist application as a draft; with `submit` a whole one is submitted at once.',
      policy: { access: 'signed-in', rate: 'write', idempotency: 'optional' },
      schema: {
        body: object({ ...applicationChange, ...acceptances, submit: Type.Optional(Type.Boolean()) }),
        response: { 201: applicationShape },
      },
      problems: [...nameProblems, 'music/application-incomplete'],
    },
    (call) => {
      const { agreementIds, submit, ...change } = call.body
      return changeOwn(deps, call, async (tx, applicantId, applicant) => {
        const draft = await startApplication(tx, applicantId, { change, agreementIds })
        return submit === true ? await submitApplication(tx, deps, { id: draft.id, applicantId }, applicant) : draft
      })
    },
  )
}

function listRoute(deps: MusicDeps): Route {
  return route(
    {
      id: 'music.listMyApplications',
      method: 'GET',
      path: '/api/artist/applications',
      summary: "The caller's own applications, newest first.",
      policy: { access: 'signed-in', rate: 'read' },
      schema: { query: object(pageQuery), response: { 200: page(applicationShape) } },
    },
    async (call) => {
      const { rows, nextCursor } = await listOwnApplications(deps.db, callerId(call), call.query)
      const people = await deps.people(peopleIn(rows))
      return { items: await viewApplications(deps.db, rows, { people, toReviewer: false }), nextCursor }
    },
  )
}

function getRoute(deps: MusicDeps): Route {
  return route(
    {
      id: 'music.getApplication',
      method: 'GET',
      path: '/api/artist/applications/{id}',
      summary: 'One application: for its applicant, and once it is submitted for reviewers.',
      policy: { access: 'signed-in', rate: 'read' },
      schema: { params: byId, response: { 200: applicationShape } },
      problems: ['music/application-not-found'],
    },
    async (call) => {
      const row = await findApplication(deps.db, call.params.id)
      const isOwn = row?.applicant_id === callerId(call)
      const mayReview = callerMay(call, 'music:review-applications') && row?.submitted_at !== null
      if (row === undefined || !(isOwn || mayReview)) throw musicProblem('application-not-found')
      const people = await deps.people(peopleIn([row]))
      return (await viewApplications(deps.db, [row], { people, toReviewer: !isOwn }))[0]
    },
  )
}

function saveRoute(deps: MusicDeps): Route {
  return route(
    {
      id: 'music.saveApplication',
      method: 'PATCH',
      path: '/api/artist/applications/{id}',
      summary: 'Changes a draft: fields left out stay, null empties one. With `version`, a stale change is refused.',
      policy: { access: 'signed-in', rate: 'write' },
      schema: {
        params: byId,
        body: object({ ...applicationChange, ...acceptances, version: Type.Optional(Type.Integer({ minimum: 1 })) }),
        response: { 200: applicationShape },
      },
      problems: [...stepProblems, ...nameProblems, 'music/stale'],
    },
    (call) => {
      const { agreementIds, version, ...change } = call.body
      return changeOwn(deps, call, (tx, applicantId) =>
        saveApplication(tx, { id: call.params.id, applicantId }, { change, agreementIds, version }),
      )
    },
  )
}

function submitRoute(deps: MusicDeps): Route {
  return route(
    {
      id: 'music.submitApplication',
      method: 'POST',
      path: '/api/artist/applications/{id}/submit',
      summary: 'Submits a draft for review, or a changed application back to its review.',
      policy: { access: 'signed-in', rate: 'write', idempotency: 'optional' },
      schema: { params: byId, response: { 200: applicationShape } },
      problems: [...stepProblems, ...nameProblems, 'music/application-incomplete'],
    },
    (call) =>
      changeOwn(deps, call, (tx, applicantId, applicant) =>
        submitApplication(tx, deps, { id: call.params.id, applicantId }, applicant),
      ),
  )
}

function withdrawRoute(deps: MusicDeps): Route {
  return route(
    {
      id: 'music.withdrawApplication',
      method: 'POST',
      path: '/api/artist/applications/{id}/withdraw',
      summary: 'Takes an application back before it is decided.',
      policy: { access: 'signed-in', rate: 'write', idempotency: 'optional' },
      schema: { params: byId, response: { 200: applicationShape } },
      problems: stepProblems,
    },
    (call) => changeOwn(deps, call, (tx, applicantId) => withdrawApplication(tx, { id: call.params.id, applicantId })),
  )
}

function answerRoute(deps: MusicDeps): Route {
  return route(
    {
      id: 'music.answerApplication',
      method: 'POST',
      path: '/api/artist/applications/{id}/answer',
      summary: "Answers the reviewer's question; the application goes back to review.",
      policy: { access: 'signed-in', rate: 'write', idempotency: 'optional' },
      schema: { params: byId, body: object({ message: messageText }), response: { 200: applicationShape } },
      problems: [...stepProblems, 'music/application-incomplete'],
    },
    (call) =>
      changeOwn(deps, call, (tx, applicantId) => {
        const own: OwnApplication = { id: call.params.id, applicantId }
        return answerApplication(tx, own, call.body.message)
      }),
  )
}
