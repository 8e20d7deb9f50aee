import { problems } from '../../../kernel/problem.ts'

/** What exports, restores, shares and mentors answer. */
export const sharingProblem = problems('trading', {
  'restore-not-found': { status: 404, title: 'There is no such restore' },
  'restore-file-not-found': {
    status: 422,
    title: 'The file cannot be restored',
    detail: 'Upload it for trading.account-file first; one that is still being scanned can be taken in a few minutes.',
  },
  'export-not-found': { status: 404, title: 'There is no such export' },
  'export-under-way': {
    status: 409,
    title: 'Another export is being made',
    detail: 'They are made one at a time. You get a letter when it is ready.',
  },
  'too-many-exports': {
    status: 409,
    title: 'There are as many exports as are kept',
    detail: 'Remove one, or wait until one expires.',
  },
  'export-not-ready': { status: 409, title: 'This export is not ready' },
  'export-expired': { status: 410, title: 'This export has expired', detail: 'Have it made again.' },
  'share-not-found': {
    status: 404,
    title: 'There is nothing shared here, or not any more',
    detail: 'The link has lapsed, was revoked, or is not whole.',
  },
  'plan-limit': { status: 409, title: 'The limit of the plan is reached' },
  'plan-not-needed': { status: 409, title: 'You have no limits, and need no plan' },
  'plan-not-offered': { status: 422, title: 'This plan is not offered' },
  'plan-not-payable': { status: 409, title: 'This plan cannot be paid for here at the moment' },
  'plan-paid-ahead': {
    status: 409,
    title: 'The plan is paid far enough ahead',
    detail: 'Another period can be bought when fewer than 400 days of it are left.',
  },
  'plan-other-currency': {
    status: 409,
    title: 'The plan is paid for in another currency',
    detail: 'Choose it when what you have paid for is over.',
  },
  'plan-order-not-found': { status: 404, title: 'There is no such order of a plan' },
  'plan-nothing-due': { status: 409, title: 'Nothing is due for this plan' },
  'plan-changed': {
    status: 409,
    title: 'The plan is not offered like this any more',
    detail: 'Choose it again, and you see what it costs now.',
  },
  'too-many-shares': {
    status: 409,
    title: 'There are as many shared links as there may be',
    detail: 'Revoke some first.',
  },
  'mentor-not-found': { status: 404, title: 'There is no such mentor' },
  'mentors-closed': { status: 403, title: 'Nobody can be invited as a mentor now' },
  'mentor-already-invited': { status: 409, title: 'This address was already invited' },
  'too-many-mentors': {
    status: 409,
    title: 'There are as many mentors as there may be',
    detail: 'Remove some first. Those who were invited today count until tomorrow.',
  },
  'comment-not-found': { status: 404, title: 'There is no such comment of yours' },
  'mentoring-not-found': {
    status: 404,
    title: 'There is no such trader to mentor, or not any more',
  },
})
