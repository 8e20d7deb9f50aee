import { Type } from 'typebox'
import { idOf, instant, namedObject, nullable, object, oneOf } from '../../kernel/http/schema.ts'
import type { Id } from '../../kernel/id.ts'
import { currentAgreements } from './agreements.ts'
import { applicationPayload } from './application-payload.ts'
import { reportApplication } from './application-report.ts'
import type { Reader } from './caller.ts'
import { claimShape, viewClaim } from './claims.ts'
import type { Person } from './deps.ts'
import { findingShape } from './findings.ts'
import { type ApplicationRow, applicationStates, type MusicTables } from './tables.ts'

const message = object({ at: instant, from: oneOf(['reviewer', 'applicant']), text: Type.String() })

export const applicationShape = namedObject('ArtistApplication', {
  id: idOf('application'),
  state: oneOf(applicationStates),
  applicant: nullable(object({ id: idOf('user'), name: Type.String(), email: Type.String() })),
  payload: applicationPayload,
  agreementIds: Type.Array(idOf('agreement')),
  findings: Type.Array(findingShape),
  messages: Type.Array(message),
  version: Type.Integer(),
  claim: claimShape,
  submittedAt: nullable(instant),
  dueAt: nullable(instant),
  decidedAt: nullable(instant),
  decisionReason: nullable(Type.String()),
  reapplyAfter: nullable(instant),
  artistId: nullable(idOf('artist')),
  createdAt: instant,
  updatedAt: instant,
})

/** Applications as the wire shows them. The claim names a reviewer, so only reviewers see it. */
export async function viewApplications(
  source: Reader,
  rows: readonly ApplicationRow[],
  { people, toReviewer }: { readonly people: ReadonlyMap<string, Person>; readonly toReviewer: boolean },
) {
  const agreements = await currentAgreements(source)
  const messages = await messagesOf(
    source,
    rows.map(({ id }) => id),
  )
  return rows.map((row) => ({
    id: row.id,
    state: row.state,
    applicant: applicantOf(row, people),
    payload: row.payload,
    agreementIds: row.agreement_ids,
    findings: reportApplication({ payload: row.payload, agreementIds: row.agreement_ids }, agreements),
    messages: messages
      .filter((sent) => sent.application_id === row.id)
      .map(({ sent_at, sender, body }) => ({ at: sent_at, from: sender, text: body })),
    version: row.version,
    claim: toReviewer ? viewClaim(row, people) : null,
    submittedAt: row.submitted_at,
    dueAt: row.due_at,
    decidedAt: row.decided_at,
    decisionReason: row.decision_reason,
    reapplyAfter: row.reapply_after,
    artistId: row.artist_id,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }))
}

function applicantOf({ applicant_id }: ApplicationRow, people: ReadonlyMap<string, Person>) {
  const applicant = people.get(applicant_id)
  return applicant === undefined ? null : { id: applicant.id, name: applicant.name, email: applicant.email }
}

/** People whose names a view of these rows shows. */
export function peopleIn(rows: readonly ApplicationRow[]): Id<'user'>[] {
  return [...new Set(rows.flatMap((row) => [row.applicant_id, ...(row.claimed_by === null ? [] : [row.claimed_by])]))]
}

async function messagesOf(source: Reader, ids: readonly Id<'application'>[]) {
  if (ids.length === 0) return []
  return await source
    .query<MusicTables>()
    .selectFrom('music.application_message')
    .selectAll()
    .where('application_id', 'in', ids)
    .orderBy('id')
    .execute()
}
