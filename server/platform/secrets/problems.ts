import { problems } from '../../kernel/problem.ts'

export const secretsProblem = problems('secrets', {
  'bad-reference': {
    status: 422,
    title: 'This is no reference of a secret',
    detail: 'It is written secret:path, secret:path#field, secret:path@stage or secret:path@7.',
  },
  'not-found': { status: 404, title: 'There is no such secret' },
  'version-not-found': { status: 404, title: 'The secret has no such version' },
  'grant-not-found': { status: 404, title: 'There is no such grant' },
  'organisation-not-found': { status: 404, title: 'There is no such organisation' },
  'no-field': { status: 422, title: 'The secret has no such field', detail: 'Only values in JSON have fields.' },
  'not-json': {
    status: 422,
    title: 'The value is no object in JSON',
    detail: 'The secret was made as one of format json.',
  },
  'provider-failed': { status: 503, title: 'Where secrets are kept, this one could not be had' },
  'too-large': { status: 422, title: 'The value is too large', detail: 'At most 64 KiB in UTF-8.' },
  'bad-policy': { status: 422, title: 'No value can be made so' },
  'bad-pattern': {
    status: 422,
    title: 'This says no paths',
    detail: 'It is a path, a path with /* behind it, or * alone.',
  },
  'bad-holder': {
    status: 422,
    title: 'Nobody can hold this',
    detail: 'The id of a person or an API key; the name of a role, for secrets of the installation only.',
  },
  'bad-options': { status: 422, title: 'This is not how it can be renewed' },
  'unknown-rotator': { status: 422, title: 'There is nothing that renews values so' },
  'unknown-owner': { status: 422, title: 'There is no such person' },
  'path-taken': {
    status: 409,
    title: 'There is a secret at this path',
    detail: 'Also one that was deleted and can still be brought back: restore or destroy that one.',
  },
  'changed-since': {
    status: 409,
    title: 'Somebody else has changed it since',
    detail: 'Read it again, then change it.',
  },
  deleted: { status: 409, title: 'The secret is deleted', detail: 'Restore it first.' },
  'not-deleted': { status: 409, title: 'The secret is not deleted' },
  'kept-stage': { status: 409, title: 'This stage is set by the store itself' },
  'nothing-before': { status: 409, title: 'There is no former version that is still good' },
  'still-current': {
    status: 409,
    title: 'The current version is not destroyed',
    detail: 'Make another one current first.',
  },
  'not-rotating': { status: 409, title: 'Nothing says how it is renewed' },
  'rotation-running': { status: 409, title: 'It is being renewed', detail: 'Wait for the end of that.' },
  'too-many': { status: 409, title: 'There are too many', detail: 'Destroy or remove what is not needed.' },
  unreadable: {
    status: 500,
    title: 'The stored value cannot be opened',
    detail: 'It was changed or moved, or its key is missing; nothing was given out. The log names the version and why.',
  },
})
