import { problems } from '../../../kernel/problem.ts'

export const workProblem = problems('agency', {
  'request-not-found': { status: 404, title: 'There is no such request' },
  'stage-changed': {
    status: 409,
    title: 'The request is at another stage by now',
    detail: 'Read it again, then decide anew.',
  },
  'stage-refused': { status: 409, title: 'A request does not go from this stage to that' },
  'request-closed': { status: 409, title: 'This request is over' },
  'quote-not-found': { status: 404, title: 'There is no such quote' },
  'quote-stale': {
    status: 409,
    title: 'Somebody changed this quote in the meantime',
    detail: 'Read it again, then repeat the change.',
  },
  'quote-not-draft': { status: 409, title: 'Only a draft is changed or sent', detail: 'Make a revision of it.' },
  'quote-has-draft': { status: 409, title: 'This quote has a revision that waits to be sent' },
  'quote-not-open': { status: 409, title: 'This quote is not open any more' },
  'quote-expired': { status: 409, title: 'This quote has expired', detail: 'Ask for a new one.' },
  'quote-differs': {
    status: 409,
    title: 'What you accept is not what was sent',
    detail: 'Read the quote and its terms again; both hashes are of exactly what is shown.',
  },
  'quote-not-accepted': { status: 409, title: 'Only an accepted quote becomes a project' },
  'quote-converted': { status: 409, title: 'This quote became a project already' },
  'validity-past': { status: 422, title: 'A quote is valid until a time to come' },
  'client-mismatch': { status: 422, title: 'This request is of another client' },
  'project-not-found': { status: 404, title: 'There is no such project' },
  'project-stale': {
    status: 409,
    title: 'Somebody changed this project in the meantime',
    detail: 'Read it again, then repeat the change.',
  },
  'project-over': { status: 409, title: 'This project is over' },
  'testimonial-not-asked': { status: 409, title: 'Nobody has asked for a testimonial of this project yet' },
  'testimonial-given': { status: 409, title: 'There is a testimonial of this project already' },
  'milestone-not-found': { status: 404, title: 'There is no such milestone in this project' },
  'milestone-moved': { status: 409, title: 'The milestone is in another state by now' },
  'deliverable-not-found': { status: 404, title: 'There is no such deliverable in this project' },
  'deliverable-moved': {
    status: 409,
    title: 'The deliverable is in another state by now',
    detail: 'It may have been shared anew or decided on.',
  },
})
