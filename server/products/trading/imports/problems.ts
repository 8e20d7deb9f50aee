import { problems } from '../../../kernel/problem.ts'

/** What imports and their profiles answer. */
export const importProblem = problems('trading', {
  'import-not-found': { status: 404, title: 'There is no such import' },
  'import-profile-not-found': { status: 404, title: 'There is no such import profile' },
  'import-file-not-found': {
    status: 422,
    title: 'The file cannot be imported',
    detail: 'Upload it for trading.import first; one that is still being scanned can be taken in a few minutes.',
  },
  'import-file-unreadable': { status: 422, title: 'The file cannot be read as this profile says' },
  'import-state': { status: 409, title: 'The import is in another state than this step begins from' },
  'import-unmapped': {
    status: 409,
    title: 'No profile knows this file',
    detail: 'Choose a profile, or describe the file by one of your own.',
  },
  'import-profile-invalid': { status: 422, title: 'The profile does not make sense' },
  'import-profile-name-taken': { status: 409, title: 'There is an import profile of this name' },
  'import-profile-stale': {
    status: 409,
    title: 'The import profile was changed in the meantime',
    detail: 'Read it again and repeat the change.',
  },
  'too-many-import-profiles': { status: 409, title: 'There are as many import profiles as there may be' },
  'nothing-waits': { status: 404, title: 'No row waits for this symbol' },
})
