import type { Tx } from '../../kernel/db/database.ts'
import { type Call, type Route, route } from '../../kernel/http/route.ts'
import { idOf, object, page, pageQuery } from '../../kernel/http/schema.ts'
import { memberRole } from './artists.ts'
import { callerId, callerMay } from './caller.ts'
import { coverAge, coverQuery, variantOf } from './covers.ts'
import type { MusicDeps } from './deps.ts'
import { musicProblem } from './problems.ts'
import { submissionChange, submissionInput } from './submission-fields.ts'
import { findSubmission, listOwnSubmissions } from './submission-reads.ts'
import { submissionShape, viewSubmissions } from './submission-view.ts'
import { resubmitTrack, type SubmissionDeps, submitTrack, withdrawSubmission } from './submissions.ts'
import type { SubmissionRow } from './tables.ts'

type Deps = MusicDeps & SubmissionDeps

const byId = object({ id: idOf('submission') })
const fieldProblems = ['music/submission-invalid', 'music/duplicate-recording', 'music/isrc-in-use']

/** What artists do with tracks they send in. */
export function submissionRoutes(deps: Deps): Route[] {
  return [submitRoute(deps), listRoute(deps), getRoute(deps), resubmitRoute(deps), withdrawRoute(), coverRoute(deps)]
}

async function change(call: Pick<Call, 'transaction'>, step: (tx: Tx) => Promise<SubmissionRow>) {
  return await call.transaction(async (tx) => (await viewSubmissions(tx, [await step(tx)]))[0])
}

function submitRoute(deps: Deps): Route {
  return route(
    {
      id: 'music.submitTrack',
      method: 'POST',
      path: '/api/tracks/submit',
      summary: 'Sends a track in; its uploaded files are measured, then it waits for review.',
      policy: { can: 'music:submit', rate: 'write', idempotency: 'required' },
      schema: { body: submissionInput, response: { 201: submissionShape } },
      problems: ['music/not-your-artist', ...fieldProblems],
    },
    (call) => change(call, (tx) => submitTrack(tx, deps, callerId(call), call.body)),
  )
}

function listRoute({ db }: Deps): Route {
  return route(
    {
      id: 'music.listMySubmissions',
      method: 'GET',
      path: '/api/tracks/submissions',
      summary: "Submissions of the caller's artists, newest first.",
      policy: { can: 'music:submit', rate: 'read' },
      schema: { query: object(pageQuery), response: { 200: page(submissionShape) } },
    },
    async (call) => {
      const { rows, nextCursor } = await listOwnSubmissions(db, callerId(call), call.query)
      return { items: await viewSubmissions(db, rows), nextCursor }
    },
  )
}

function getRoute({ db }: Deps): Route {
  return route(
    {
      id: 'music.getSubmission',
      method: 'GET',
      path: '/api/tracks/submissions/{id}',
      summary: "A submission of one of the caller's artists.",
      policy: { can: 'music:submit', rate: 'read' },
      schema: { params: byId, response: { 200: submissionShape } },
      problems: ['music/submission-not-found'],
    },
    async (call) => {
      const row = await findSubmission(db, call.params.id)
      if (row === undefined || (await memberRole(db, row.artist_id, callerId(call))) === null)
        throw musicProblem('submission-not-found')
      return (await viewSubmissions(db, [row]))[0]
    },
  )
}

function resubmitRoute(deps: Deps): Route {
  return route(
    {
      id: 'music.resubmit',
      method: 'PATCH',
      path: '/api/tracks/submissions/{id}',
      summary: 'Changes a refused or criticised track and sends it in again.',
      policy: { can: 'music:submit', rate: 'write', idempotency: 'optional' },
      schema: { params: byId, body: submissionChange, response: { 200: submissionShape } },
      problems: ['music/submission-not-found', 'music/wrong-state', 'music/stale', ...fieldProblems],
    },
    (call) => change(call, (tx) => resubmitTrack(tx, deps, { id: call.params.id, userId: callerId(call) }, call.body)),
  )
}

function withdrawRoute(): Route {
  return route(
    {
      id: 'music.withdrawSubmission',
      method: 'POST',
      path: '/api/tracks/submissions/{id}/withdraw',
      summary: 'Takes a track back before it is decided.',
      policy: { can: 'music:submit', rate: 'write', idempotency: 'optional' },
      schema: { params: byId, response: { 200: submissionShape } },
      problems: ['music/submission-not-found', 'music/wrong-state'],
    },
    (call) => change(call, (tx) => withdrawSubmission(tx, { id: call.params.id, userId: callerId(call) })),
  )
}

function coverRoute({ db, files }: Deps): Route {
  return route(
    {
      id: 'music.submissionCover',
      method: 'GET',
      path: '/api/tracks/submissions/{id}/cover',
      summary: 'The normalised cover of a submission, for its artist and for reviewers.',
      policy: { access: 'signed-in', rate: 'stream' },
      schema: { params: byId, query: coverQuery, response: { 200: null } },
      problems: ['music/submission-not-found'],
    },
    async (call) => {
      const row = await findSubmission(db, call.params.id)
      const isVisible = row !== undefined && (await maySee(call, row))
      if (!isVisible || row.cover_variant_ids === null) throw musicProblem('submission-not-found')
      await files.send(call, variantOf(row.cover_variant_ids, call.query.size), {
        inline: true,
        maxAgeSeconds: coverAge,
      })
    },
  )

  async function maySee(call: Pick<Call, 'principal'>, row: SubmissionRow): Promise<boolean> {
    return callerMay(call, 'music:review-tracks') || (await memberRole(db, row.artist_id, callerId(call))) !== null
  }
}
