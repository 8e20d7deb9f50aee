import { Type } from 'typebox'
import type { Tx } from '../../kernel/db/database.ts'
import { type Call, type Route, route } from '../../kernel/http/route.ts'
import { idOf, namedObject, nullable, object, oneOf, page, pageQuery } from '../../kernel/http/schema.ts'
import type { Id } from '../../kernel/id.ts'
import { memberRole } from './artists.ts'
import { callerId, type Reader } from './caller.ts'
import { claimShape, viewClaim } from './claims.ts'
import type { MusicParts } from './deps.ts'
import { musicProblem } from './problems.ts'
import { findSubmission, listReviewQueue } from './submission-reads.ts'
import { submissionProperties, viewSubmissions } from './submission-view.ts'
import { type SubmissionRow, submissionStates, verdicts } from './tables.ts'
import { claimTrack, decideTrack, extendClaim, releaseTrack, reviewReasons, type TrackReview } from './track-review.ts'

const byId = object({ id: idOf('submission') })
const readPolicy = { can: 'music:review-tracks', rate: 'read' } as const
const writePolicy = { can: 'music:review-tracks', rate: 'write', idempotency: 'optional' } as const
const problems = ['music/submission-not-found', 'music/own-artist', 'music/wrong-state', 'music/not-claimed']

const queued = object({
  ...submissionProperties,
  claim: claimShape,
  submitter: nullable(object({ id: idOf('user'), name: Type.String() })),
})

const measured = object({
  format: Type.String(),
  container: Type.String(),
  codec: Type.String(),
  contentType: Type.String(),
  sampleRateHz: Type.Integer(),
  bitDepth: nullable(Type.Integer()),
  channels: Type.Integer(),
  bitrateBps: Type.Integer(),
  lossless: Type.Boolean(),
  durationMs: Type.Integer(),
  bytes: Type.Integer(),
  title: nullable(Type.String()),
  isrc: nullable(Type.String()),
})

const detail = namedObject('ReviewedTrack', {
  ...submissionProperties,
  claim: claimShape,
  submitter: nullable(object({ id: idOf('user'), name: Type.String() })),
  /** The reviewer belongs to the artist and may look but not decide. */
  ownArtist: Type.Boolean(),
  probe: nullable(measured),
  waveform: object({ version: Type.Integer(), peaks: Type.Array(Type.Integer()) }),
  streamUrl: Type.String(),
})

const decisionBody = object({
  verdict: oneOf(verdicts),
  reasons: Type.Optional(Type.Array(oneOf(reviewReasons), { maxItems: reviewReasons.length, uniqueItems: true })),
  feedback: Type.Optional(Type.String({ maxLength: 4000 })),
  publishAt: Type.Optional(nullable(Type.String({ format: 'date-time' }))),
})

/** What reviewers do with submitted tracks. */
export function trackReviewRoutes(deps: MusicParts): Route[] {
  return [
    queueRoute(deps),
    detailRoute(deps),
    stepRoute(deps, {
      id: 'music.claimTrack',
      verb: 'claim',
      summary: 'Takes a submission for 30 minutes; claiming again extends it.',
      step: claimTrack,
    }),
    stepRoute(deps, {
      id: 'music.heartbeatTrack',
      verb: 'heartbeat',
      summary: 'Extends the claim by another 30 minutes.',
      step: extendClaim,
    }),
    stepRoute(deps, {
      id: 'music.releaseTrack',
      verb: 'release',
      summary: 'Puts a claimed submission back into the queue.',
      step: releaseTrack,
    }),
    decideRoute(deps),
    streamRoute(deps),
  ]
}

function queueRoute(deps: MusicParts): Route {
  return route(
    {
      id: 'music.reviewQueue',
      method: 'GET',
      path: '/api/review/tracks',
      summary: 'Submissions by when an answer is due; without `state` those that wait for a reviewer.',
      policy: readPolicy,
      schema: {
        query: object({ ...pageQuery, state: Type.Optional(oneOf(submissionStates)) }),
        response: { 200: page(queued) },
      },
    },
    async (call) => {
      const { rows, nextCursor } = await listReviewQueue(deps.db, call.query)
      const people = await deps.people(peopleIn(rows))
      const items = (await viewSubmissions(deps.db, rows)).map((item, at) => ({
        ...item,
        ...reviewersPart(rows[at], people),
      }))
      return { items, nextCursor }
    },
  )
}

function detailRoute(deps: MusicParts): Route {
  return route(
    {
      id: 'music.reviewDetail',
      method: 'GET',
      path: '/api/review/tracks/{id}',
      summary: 'A submission with everything a reviewer looks at.',
      policy: readPolicy,
      schema: { params: byId, response: { 200: detail } },
      problems: ['music/submission-not-found'],
    },
    async (call) => {
      const row = await findSubmitted(deps, call.params.id)
      return await viewDetail(deps.db, row, {
        people: await deps.people(peopleIn([row])),
        reviewerId: callerId(call),
      })
    },
  )
}

interface Step {
  readonly id: string
  readonly verb: string
  readonly summary: string
  readonly step: (tx: Tx, review: TrackReview) => Promise<SubmissionRow>
}

function stepRoute(deps: MusicParts, { id, verb, summary, step }: Step): Route {
  return route(
    {
      id,
      method: 'POST',
      path: `/api/review/tracks/{id}/${verb}`,
      summary,
      policy: writePolicy,
      schema: { params: byId, response: { 200: detail } },
      problems: [...problems, 'music/claimed'],
    },
    (call) => review(deps, call, call.params.id, step),
  )
}

function decideRoute(deps: MusicParts): Route {
  return route(
    {
      id: 'music.decideTrack',
      method: 'POST',
      path: '/api/review/tracks/{id}/decide',
      summary: 'Approves, asks for changes or declines. All but approval need reasons and ten words of feedback.',
      policy: writePolicy,
      schema: { params: byId, body: decisionBody, response: { 200: detail } },
      problems: [...problems, 'music/reasons-missing'],
    },
    async (call) => {
      const { verdict, reasons = [], feedback = '', publishAt } = call.body
      const decision = { verdict, reasons, feedback, publishAt: publishAt == null ? null : new Date(publishAt) }
      const row = await findSubmitted(deps, call.params.id)
      const submitter = (await deps.people([row.submitted_by])).get(row.submitted_by) ?? null
      return await review(deps, call, row.id, (tx, found) => decideTrack(tx, deps, { ...found, submitter }, decision))
    },
  )
}

function streamRoute(deps: MusicParts): Route {
  return route(
    {
      id: 'music.reviewStream',
      method: 'GET',
      path: '/api/review/tracks/{id}/stream',
      summary: 'The submitted recording, for reviewers.',
      policy: { can: 'music:review-tracks', rate: 'stream' },
      schema: { params: byId, response: { 200: null } },
      problems: ['music/submission-not-found'],
    },
    async (call) => {
      const row = await findSubmitted(deps, call.params.id)
      await deps.files.send(call, row.audio_file_id, { inline: true })
    },
  )
}

/** Reviewers see what passed the checks at least once. */
async function findSubmitted({ db }: MusicParts, id: Id<'submission'>): Promise<SubmissionRow> {
  const row = await findSubmission(db, id)
  if (row === undefined || row.submitted_at === null) throw musicProblem('submission-not-found')
  return row
}

/** Runs one step of a review; the people its answer names are looked up before the transaction. */
async function review(
  deps: MusicParts,
  call: Pick<Call, 'principal' | 'transaction'>,
  id: Id<'submission'>,
  step: Step['step'],
) {
  const reviewerId = callerId(call)
  const row = await findSubmitted(deps, id)
  const people = await deps.people([row.submitted_by, reviewerId])
  return await call.transaction(async (tx) =>
    viewDetail(tx, await step(tx, { id, reviewerId }), { people, reviewerId }),
  )
}

type People = Awaited<ReturnType<MusicParts['people']>>

async function viewDetail(
  source: Reader,
  row: SubmissionRow,
  { people, reviewerId }: { readonly people: People; readonly reviewerId: Id<'user'> },
) {
  const [item] = await viewSubmissions(source, [row])
  return {
    ...item,
    ...reviewersPart(row, people),
    ownArtist: (await memberRole(source, row.artist_id, reviewerId)) !== null,
    probe: row.probe,
    waveform: { version: 1, peaks: [...(row.waveform ?? [])] },
    streamUrl: `/api/review/tracks/${row.id}/stream`,
  }
}

function reviewersPart(row: SubmissionRow | undefined, people: People) {
  if (row === undefined) throw new TypeError('every view has its row')
  const submitter = people.get(row.submitted_by)
  return {
    claim: viewClaim(row, people),
    submitter: submitter === undefined ? null : { id: submitter.id, name: submitter.name },
  }
}

function peopleIn(rows: readonly SubmissionRow[]): Id<'user'>[] {
  return [...new Set(rows.flatMap((row) => [row.submitted_by, ...(row.claimed_by === null ? [] : [row.claimed_by])]))]
}
