import { problems } from '../../kernel/problem.ts'

export const filesProblem = problems('files', {
  'not-found': { status: 404, title: 'There is no such file' },
  'upload-not-found': {
    status: 404,
    title: 'There is no such upload',
    detail: 'It was cancelled, has lapsed, or belongs to somebody else.',
  },
  'unknown-purpose': { status: 422, title: 'Files are not taken for this purpose' },
  'type-not-accepted': { status: 415, title: 'This type of file is not accepted here' },
  'too-large': { status: 413, title: 'The file is larger than this purpose allows' },
  'too-many-open': { status: 429, title: 'Too many uploads are unfinished', detail: 'Finish or cancel some first.' },
  'quota-exceeded': {
    status: 409,
    title: 'There is no room left for this file',
    detail: 'Remove files or cancel unfinished uploads first.',
  },
  'too-many-files': {
    status: 409,
    title: 'There are as many files here as are taken',
    detail: 'An upload that was not finished counts until it lapses.',
  },
  'bad-signature': {
    status: 403,
    title: 'The address is not valid',
    detail: 'Ask for a new one: it was changed or has lapsed.',
  },
  'size-differs': { status: 422, title: 'The bytes do not have the announced length' },
  'hash-differs': { status: 422, title: 'The bytes do not have the announced SHA-256' },
  'type-differs': { status: 422, title: 'The content is not of the announced type' },
  'not-uploaded': { status: 409, title: 'The bytes have not arrived yet' },
  'parts-missing': {
    status: 409,
    title: 'Parts of the upload have not arrived yet',
    detail: 'GET the upload: it names the parts that are missing, and where they go.',
  },
  'being-checked': {
    status: 409,
    title: 'The bytes are still being checked',
    detail: 'Confirm again in a moment: the answer is the file once they are.',
  },
  'already-uploaded': { status: 409, title: 'The bytes of this upload have already arrived' },
  quarantined: {
    status: 409,
    title: 'The file waits for the malware scanner',
    detail: 'Try again in a few minutes.',
  },
  infected: {
    status: 403,
    title: 'The malware scanner found something in this file',
    detail: 'It stays in quarantine; upload it again from a clean copy.',
  },
  'original-withheld': {
    status: 403,
    title: 'The bytes of a public picture are not handed out as they were sent',
    detail: 'Ask for one of its variants; GET the file names them.',
  },
  'image-pending': { status: 409, title: 'The picture is still being prepared', detail: 'Try again in a few seconds.' },
  'image-unreadable': { status: 422, title: 'The picture is damaged or incomplete' },
  'image-too-large': { status: 422, title: 'The picture has more pixels than allowed' },
  'variant-not-found': { status: 404, title: 'The picture has no such variant' },
  'not-changeable': {
    status: 409,
    title: 'Files of this purpose stay as they were stored',
    detail: 'Upload it as another file.',
  },
  'always-private': { status: 409, title: 'Files of this purpose are never public' },
  'version-conflict': {
    status: 409,
    title: 'The file has a newer version than the one this was made from',
    detail: 'GET the file, look at what it is now, and try again with its newest version.',
  },
  'version-not-found': { status: 404, title: 'The file has no such version' },
  'version-shown': {
    status: 409,
    title: 'This version is the one the file shows',
    detail: 'Show another one first, or remove the file.',
  },
  'range-not-satisfiable': { status: 416, title: 'The range lies outside the file' },
  damaged: {
    status: 502,
    title: 'The stored bytes are not what was stored',
    detail: 'That was recorded; the file can be read again once its bytes are restored.',
  },
})
