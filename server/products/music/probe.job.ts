import { systemOrigin } from '../../kernel/db/actor.ts'
import type { Tx } from '../../kernel/db/database.ts'
import { type Job, type JobContext, job, PermanentFailure } from '../../kernel/jobs/job.ts'
import { type AudioAnalysis, analyseAudio } from './audio-probe.ts'
import type { AudioProbe, Finding } from './audio-types.ts'
import { answerDue } from './claims.ts'
import { normaliseCover } from './cover-image.ts'
import { storeCover } from './covers.ts'
import type { MusicDeps } from './deps.ts'
import { submissionChecked } from './events.ts'
import { errorsOf, warningAt } from './findings.ts'
import { normaliseIsrc } from './identifiers.ts'
import { type Recipient, recipientOf, sendLetter } from './letters.ts'
import { submissionReceivedMail, submissionRefusedMail } from './mails.ts'
import { findSubmission } from './submission-reads.ts'
import { auditSubmission, lockSubmission, probeInput, updateSubmission } from './submissions.ts'
import type { SubmissionRow, SubmissionUpdate } from './tables.ts'

type Deps = Pick<MusicDeps, 'files' | 'mailer' | 'publicUrl' | 'people'>

/** The longest recording takes less; the rest of the job's deadline is for the cover and the database. */
const ANALYSIS_MS = 240_000

/** What the files of a submission turned out to be: acceptable with these values, or refused. */
interface Checked {
  readonly findings: readonly Finding[]
  readonly accepted: Pick<SubmissionUpdate, 'probe' | 'waveform' | 'cover_variant_ids'> | null
}

/** Measures the files of a submission; it waits for review afterwards, or was refused by the rules. */
export function probeTrackJob(deps: Deps): Job<typeof probeInput> {
  return job({
    name: 'music.probe-track',
    description: 'Measures recording and cover of a submission and applies the rules',
    data: probeInput,
    attempts: 3,
    backoffSeconds: 10,
    deadlineSeconds: 300,
    idempotentBy: 'the round of the submission: only one that is still being probed in this round is changed',
    async handle(context, { submissionId, round }) {
      const row = await findSubmission(context.db, submissionId)
      if (row === undefined || !isAwaited(row, round)) return
      const checked = await checkFiles(deps, context, row)
      const submitter = await recipientOf(deps, row.submitted_by)
      await context.once((tx) => recordCheck(tx, deps, row, { checked, submitter }))
    },
  })
}

function isAwaited(row: SubmissionRow, round: number): boolean {
  return row.state === 'probing' && row.round === round
}

async function checkFiles(deps: Deps, { db, jobId, signal }: JobContext, row: SubmissionRow): Promise<Checked> {
  const { files } = deps
  for (const id of [row.audio_file_id, row.cover_file_id]) {
    if ((await files.file(db, id)) === null) throw new PermanentFailure(`file ${id} is no longer there`)
  }
  const audio = await analyse(files, row)
  signal.throwIfAborted()
  const cover = await normaliseCover(await files.bytesOf(row.cover_file_id))
  const findings = [
    ...row.findings,
    ...at('/audioFileId', audio.ok ? audio.warnings : audio.findings),
    ...at('/coverFileId', cover.ok ? cover.warnings : cover.findings),
  ]
  if (!audio.ok || !cover.ok) return { findings, accepted: null }
  signal.throwIfAborted()
  const variants = await storeCover(files, systemOrigin('music.probe-track', jobId), cover.image.jpeg)
  return {
    findings: [...findings, ...differingIsrc(row, audio.probe)],
    accepted: {
      probe: audio.probe,
      waveform: Buffer.from(audio.waveform?.peaks ?? []),
      cover_variant_ids: variants,
    },
  }
}

async function analyse(files: Deps['files'], row: SubmissionRow): Promise<AudioAnalysis> {
  const local = await files.localPath(row.audio_file_id)
  try {
    return await analyseAudio(local.path, { deadlineMs: ANALYSIS_MS })
  } finally {
    await local.release()
  }
}

/** Findings speak of the field through which the file came. */
function at(path: string, findings: readonly Finding[]): Finding[] {
  return findings.map((finding) => ({ ...finding, path }))
}

function differingIsrc({ isrc }: SubmissionRow, probe: AudioProbe): Finding[] {
  const tagged = probe.isrc === null ? null : normaliseIsrc(probe.isrc)
  if (isrc === null || tagged === null || tagged === isrc) return []
  return [warningAt('/isrc', 'ISRC_DIFFERS', 'The file carries another ISRC in its tags.', { tagged })]
}

/** Writes the outcome, once: a submission that was withdrawn or sent in again meanwhile is left as it is. */
async function recordCheck(
  tx: Tx,
  deps: Deps,
  { id, round }: SubmissionRow,
  { checked, submitter }: { readonly checked: Checked; readonly submitter: Recipient },
): Promise<void> {
  const row = await lockSubmission(tx, id)
  if (row === undefined || !isAwaited(row, round)) return
  const { accepted } = checked
  const findings = JSON.stringify(checked.findings)
  const recorded = await updateSubmission(
    tx,
    row,
    accepted === null
      ? { state: 'rejected', findings }
      : {
          ...accepted,
          state: 'submitted',
          findings,
          submitted_at: row.updated_at,
          due_at: answerDue(),
        },
  )
  await auditSubmission(tx, accepted === null ? 'refused' : 'accepted', recorded)
  await tx.publish(submissionChecked, {
    submissionId: id,
    artistId: row.artist_id,
    round,
    accepted: accepted !== null,
  })
  const page = `/submissions/${id}`
  if (accepted === null) {
    const items = errorsOf(checked.findings).map(({ message }) => message)
    const fields = { what: row.title, items }
    await sendLetter(deps, tx, submitter, { template: submissionRefusedMail, page, fields })
  } else {
    await sendLetter(deps, tx, submitter, { template: submissionReceivedMail, page, fields: { what: row.title } })
  }
}
