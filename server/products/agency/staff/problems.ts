import { problems } from '../../../kernel/problem.ts'

export const staffProblem = problems('agency', {
  'department-not-found': { status: 404, title: 'There is no such department' },
  'department-taken': { status: 409, title: 'There is a department of this name' },
  'department-in-use': { status: 409, title: 'People belong to this department', detail: 'Move them first.' },
  'employee-not-found': { status: 404, title: 'There is no such employee' },
  'employee-stale': {
    status: 409,
    title: 'Somebody changed this profile in the meantime',
    detail: 'Read it again, then repeat the change.',
  },
  'employee-left': { status: 409, title: 'This person has left' },
  'ticket-not-found': { status: 404, title: 'There is no such ticket' },
  'ticket-moved': { status: 409, title: 'The ticket is in another state by now', detail: 'Read it again.' },
  'ticket-step-refused': { status: 409, title: 'A ticket does not go from this state to that' },
  'ticket-closed': { status: 409, title: 'This ticket is closed', detail: 'Open a new one.' },
  'enquiry-not-found': { status: 404, title: 'There is no such enquiry' },
  'enquiry-moved': { status: 409, title: 'The enquiry is in another state by now' },
  'lead-not-found': { status: 404, title: 'There is no such lead' },
  'lead-stale': {
    status: 409,
    title: 'Somebody changed this lead in the meantime',
    detail: 'Read it again, then repeat the change.',
  },
  'lead-over': { status: 409, title: 'This lead was won or lost' },
  'lead-exists': { status: 409, title: 'This enquiry is a lead already' },
  'subscription-link-gone': {
    status: 404,
    title: 'This link does not work any more',
    detail: 'Subscribe once more for a new one.',
  },
  'campaign-not-found': { status: 404, title: 'There is no such campaign' },
  'campaign-stale': {
    status: 409,
    title: 'The campaign was changed or moved on in the meantime',
    detail: 'Read it again, then repeat the step.',
  },
  'photo-not-usable': {
    status: 422,
    title: 'This picture cannot be used',
    detail: 'Upload it first for `agency.portrait`; it is made anew within seconds.',
  },
})
