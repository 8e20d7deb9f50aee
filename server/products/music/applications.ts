import { now } from '../../kernel/clock.ts'
import type { Tx } from '../../kernel/db/database.ts'
import { violatedConstraint } from '../../kernel/db/sqlstate.ts'
import { type Id, newId } from '../../kernel/id.ts'
import { currentAgreements, recordAcceptances } from './agreements.ts'
import { type ApplicationChange, changePayload } from './application-payload.ts'
import { reportApplication } from './application-report.ts'
import { answerDue, noClaim } from './claims.ts'
import type { MusicDeps } from './deps.ts'
import { applicationSubmitted } from './events.ts'
import { errorsOf, faultsOf } from './findings.ts'
import { type Recipient, sendLetter } from './letters.ts'
import { applicationReceivedMail } from './mails.ts'
import { nameKey } from './name-key.ts'
import { musicProblem } from './problems.ts'
import type { ApplicationRow, ApplicationState, MusicTables } from './tables.ts'

type Letters = Pick<MusicDeps, 'mailer' | 'publicUrl'>

/** Whose application is meant. */
export interface OwnApplication {
  readonly id: Id<'application'>
  readonly applicantId: Id<'user'>
}

export interface DraftInput {
  readonly change: ApplicationChange
  readonly agreementIds?: readonly Id<'agreement'>[] | undefined
  /** The version the change was made on. */
  readonly version?: number | undefined
}

/** Starts a draft. Throws music/application-open, music/already-artist, music/reapply-later. */
export async function startApplication(tx: Tx, applicantId: Id<'user'>, input: DraftInput): Promise<ApplicationRow> {
  const payload = changePayload({}, input.change)
  const key = nameKey(payload.stageName ?? '')
  await assertNameFree(tx, applicantId, key)
  const row = await tx
    .query<MusicTables>()
    .insertInto('music.application')
    .values({
      id: newId<'application'>(),
      applicant_id: applicantId,
      state: 'draft',
      payload,
      agreement_ids: [...(input.agreementIds ?? [])],
      stage_name_key: key,
      version: 1,
      created_at: now(),
      updated_at: now(),
    })
    .returningAll()
    .executeTakeFirstOrThrow()
    .catch(throwOpenName)
  await auditApplication(tx, 'started', row)
  return row
}

/** Changes a draft, or an application whose reviewer asked for something. Throws music/stale, music/wrong-state. */
export async function saveApplication(tx: Tx, own: OwnApplication, input: DraftInput): Promise<ApplicationRow> {
  const row = await lockOwn(tx, own)
  assertState(row, ['draft', 'info_requested'])
  if (input.version !== undefined && input.version !== row.version) throw musicProblem('stale')
  const payload = changePayload(row.payload, input.change)
  const key = nameKey(payload.stageName ?? '')
  if (key !== row.stage_name_key) await assertNameFree(tx, own.applicantId, key)
  return await updateApplication(tx, row, {
    payload,
    stage_name_key: key,
    ...(input.agreementIds === undefined ? {} : { agreement_ids: [...input.agreementIds] }),
  }).catch(throwOpenName)
}

/**
 * Submits a draft; an application that waits for information goes back to review. Records the acceptances. Throws
 * music/application-incomplete with each error of the report.
 */
export async function submitApplication(tx: Tx, letters: Letters, own: OwnApplication, to: Recipient) {
  const row = await lockOwn(tx, own)
  assertState(row, ['draft', 'info_requested'])
  await assertComplete(tx, row)
  await recordAcceptances(tx, { applicationId: row.id, userId: own.applicantId, agreementIds: row.agreement_ids })
  if (row.state === 'info_requested') return await backToReview(tx, row)
  await assertNameFree(tx, own.applicantId, row.stage_name_key)
  const submitted = await updateApplication(tx, row, { state: 'submitted', submitted_at: now(), due_at: answerDue() })
  await auditApplication(tx, 'submitted', submitted)
  await tx.publish(applicationSubmitted, { applicationId: row.id, applicantId: row.applicant_id })
  await sendLetter(letters, tx, to, {
    template: applicationReceivedMail,
    page: applicationPage(row.id),
    fields: { what: stageNameOf(row) },
  })
  return submitted
}

export async function withdrawApplication(tx: Tx, own: OwnApplication): Promise<ApplicationRow> {
  const row = await lockOwn(tx, own)
  assertState(row, ['draft', 'submitted', 'in_review', 'info_requested'])
  const withdrawn = await updateApplication(tx, row, { state: 'withdrawn', ...noClaim })
  await auditApplication(tx, 'withdrawn', withdrawn)
  return withdrawn
}

/** Answers the reviewer's question. Throws music/application-incomplete when what was changed meanwhile is not whole. */
export async function answerApplication(tx: Tx, own: OwnApplication, message: string): Promise<ApplicationRow> {
  const row = await lockOwn(tx, own)
  assertState(row, ['info_requested'])
  await assertComplete(tx, row)
  await recordAcceptances(tx, { applicationId: row.id, userId: own.applicantId, agreementIds: row.agreement_ids })
  await insertMessage(tx, row.id, { authorId: own.applicantId, sender: 'applicant', body: message })
  return await backToReview(tx, row)
}

/** The claim stays with the reviewer who asked, but has lapsed: anybody may take the item up. */
async function backToReview(tx: Tx, row: ApplicationRow): Promise<ApplicationRow> {
  const answered = await updateApplication(tx, row, { state: 'in_review', claimed_until: now(), due_at: answerDue() })
  await auditApplication(tx, 'answered', answered)
  return answered
}

export interface NewMessage {
  readonly authorId: Id<'user'>
  readonly sender: 'reviewer' | 'applicant'
  readonly body: string
}

export async function insertMessage(tx: Tx, applicationId: Id<'application'>, message: NewMessage): Promise<void> {
  await tx
    .query<MusicTables>()
    .insertInto('music.application_message')
    .values({
      id: newId<'message'>(),
      application_id: applicationId,
      author_id: message.authorId,
      sender: message.sender,
      body: message.body,
      sent_at: now(),
    })
    .execute()
}

/** Locks the row and counts its version up; the only way an application changes. */
export async function updateApplication(
  tx: Tx,
  row: ApplicationRow,
  changes: Partial<ApplicationRow>,
): Promise<ApplicationRow> {
  return await tx
    .query<MusicTables>()
    .updateTable('music.application')
    .set({ ...changes, version: row.version + 1, updated_at: now() })
    .where('id', '=', row.id)
    .returningAll()
    .executeTakeFirstOrThrow()
}

/** Throws music/application-not-found: for everybody else an application does not exist. */
async function lockOwn(tx: Tx, { id, applicantId }: OwnApplication): Promise<ApplicationRow> {
  const row = await tx
    .query<MusicTables>()
    .selectFrom('music.application')
    .selectAll()
    .where('id', '=', id)
    .where('applicant_id', '=', applicantId)
    .forUpdate()
    .executeTakeFirst()
  if (row === undefined) throw musicProblem('application-not-found')
  return row
}

export function assertState(row: { readonly state: string }, states: readonly ApplicationState[]): void {
  if (!states.some((state) => state === row.state)) throw musicProblem('wrong-state', { params: { state: row.state } })
}

async function assertComplete(tx: Tx, row: ApplicationRow): Promise<void> {
  const draft = { payload: row.payload, agreementIds: row.agreement_ids }
  const findings = reportApplication(draft, await currentAgreements(tx))
  if (errorsOf(findings).length > 0) throw musicProblem('application-incomplete', { errors: faultsOf(findings) })
}

/** A name is taken up again only after the day the last rejection named, and never twice by one person. */
async function assertNameFree(tx: Tx, applicantId: Id<'user'>, key: string): Promise<void> {
  if (key === '') return
  const decided = await tx
    .query<MusicTables>()
    .selectFrom('music.application')
    .select(['state', 'reapply_after'])
    .where('applicant_id', '=', applicantId)
    .where('stage_name_key', '=', key)
    .where((where) => where.or([where('state', '=', 'approved'), where('reapply_after', '>', now())]))
    .execute()
  if (decided.some(({ state }) => state === 'approved')) throw musicProblem('already-artist')
  const until = decided[0]?.reapply_after
  if (until !== null && until !== undefined) throw musicProblem('reapply-later', { params: { reapplyAfter: until } })
}

function throwOpenName(error: unknown): never {
  throw violatedConstraint(error) === 'application_one_open' ? musicProblem('application-open') : error
}

export async function auditApplication(tx: Tx, what: string, row: ApplicationRow): Promise<void> {
  await tx.audit({
    action: `music.application.${what}`,
    subject: { kind: 'application', id: row.id },
    details: { state: row.state, version: row.version },
  })
}

export function stageNameOf({ payload }: ApplicationRow): string {
  return payload.stageName ?? 'your artist'
}

export function applicationPage(id: Id<'application'>): string {
  return `/apply/${id}`
}
