import { Type } from 'typebox'
import { eventType } from '../../kernel/db/events.ts'
import { idOf, object, oneOf } from '../../kernel/http/schema.ts'
import { verdicts } from './tables.ts'

const application = { applicationId: idOf('application'), applicantId: idOf('user') }
const submission = { submissionId: idOf('submission'), artistId: idOf('artist'), round: Type.Integer() }
const track = object({ trackId: idOf('track'), artistId: idOf('artist') })

export const applicationSubmitted = eventType(
  'music.application.submitted',
  'An artist application waits for review.',
  object(application),
)
export const applicationApproved = eventType(
  'music.application.approved',
  'An application was approved and its artist exists.',
  object({ ...application, artistId: idOf('artist') }),
)
export const applicationRejected = eventType(
  'music.application.rejected',
  'An application was rejected.',
  object(application),
)
export const submissionReceived = eventType(
  'music.submission.received',
  'A track was submitted or sent in again; its files are to be checked.',
  object(submission),
)
export const submissionChecked = eventType(
  'music.submission.checked',
  'The files of a submission were measured: it waits for review, or was refused by the rules.',
  object({ ...submission, accepted: Type.Boolean() }),
)
export const submissionDecided = eventType(
  'music.submission.decided',
  'A reviewer decided on a submission.',
  object({ ...submission, verdict: oneOf(verdicts) }),
)
export const trackPublished = eventType('music.track.published', 'A track can be heard by everybody.', track)
export const trackUnpublished = eventType('music.track.unpublished', 'A track was taken out of the catalogue.', track)
