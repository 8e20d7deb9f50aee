import { problems } from '../../kernel/problem.ts'

export const musicProblem = problems('music', {
  'application-not-found': { status: 404, title: 'There is no such application' },
  'application-open': {
    status: 409,
    title: 'You have an open application under this name',
    detail: 'Go on with that one, or withdraw it first.',
  },
  'application-incomplete': {
    status: 422,
    title: 'The application is not complete',
    detail: 'See errors for each field; the draft is kept as it was.',
  },
  'already-artist': { status: 409, title: 'You already are an artist under this name' },
  'reapply-later': {
    status: 409,
    title: 'You may apply again under this name later',
    detail: 'The former decision names the day.',
  },
  'wrong-state': { status: 409, title: 'This step is not possible in the present state' },
  stale: {
    status: 409,
    title: 'Somebody changed this in the meantime',
    detail: 'Read it again, then repeat the change.',
  },
  claimed: {
    status: 409,
    title: 'Another reviewer is at work on this',
    detail: 'It is free again when the claim lapses.',
  },
  'not-claimed': { status: 409, title: 'Claim this first', detail: 'Your claim is missing or has lapsed.' },
  'own-artist': { status: 403, title: 'Nobody decides about an artist of their own' },
  'reasons-missing': {
    status: 422,
    title: 'The decision needs reasons',
    detail: 'At least one reason and ten words of feedback that the artist can act on.',
  },
  'submission-not-found': { status: 404, title: 'There is no such submission' },
  'submission-invalid': {
    status: 422,
    title: 'The track cannot be submitted like this',
    detail: 'See errors for each field.',
  },
  'not-your-artist': { status: 403, title: 'You do not submit for this artist' },
  'duplicate-recording': { status: 409, title: 'This recording was already submitted' },
  'isrc-in-use': { status: 409, title: 'Another recording carries this ISRC' },
  'track-not-found': { status: 404, title: 'There is no such track' },
  'artist-not-found': { status: 404, title: 'There is no such artist' },
  'playlist-not-found': { status: 404, title: 'There is no such playlist' },
  'item-not-found': { status: 404, title: 'There is no such item in this playlist' },
  'playlist-full': { status: 409, title: 'The playlist is full' },
})
