import { problems } from '../../kernel/problem.ts'

export const contentProblem = problems('content', {
  'entry-not-found': { status: 404, title: 'There is no such entry' },
  'version-not-found': { status: 404, title: 'The entry has no such version' },
  'preview-not-found': {
    status: 404,
    title: 'This preview link is no longer good',
    detail: 'It has expired, or was never given out. Ask whoever sent it for another.',
  },
  'redirect-not-found': { status: 404, title: 'There is no such redirect' },
  'changed-since': {
    status: 409,
    title: 'Somebody else has saved this entry in the meantime',
    detail: 'Read the current version, carry your changes over and save again.',
  },
  'edited-by-other': {
    status: 409,
    title: 'Somebody else is editing this entry',
    detail: 'Wait until they are done, or take over knowingly.',
  },
  'slug-taken': { status: 409, title: 'Another entry has this address' },
  'slug-reserved': { status: 422, title: 'This address is kept for the site itself' },
  'wrong-state': { status: 409, title: 'The entry is not in a state that allows this' },
  'translation-exists': { status: 409, title: 'The entry has a translation into this language' },
  'comment-not-found': { status: 404, title: 'There is no such comment' },
  'too-many-comments': { status: 429, title: 'There were many comments from here', detail: 'Try again in an hour.' },
  'form-expired': { status: 422, title: 'The form has expired', detail: 'Load it again; what you wrote can be kept.' },
  'media-not-found': { status: 404, title: 'The library has no such file' },
  'media-in-use': {
    status: 409,
    title: 'Entries use this file',
    detail: 'It goes once no version of an entry has it, the older ones and those in the trash included.',
  },
  'not-in-future': { status: 422, title: 'The time of a schedule lies in the future, its end after its beginning' },
})
