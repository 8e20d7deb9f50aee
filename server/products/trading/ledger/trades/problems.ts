import { problems } from '../../../../kernel/problem.ts'

/** What notes, tags, groups and bars of trades answer. */
export const tradesProblem = problems('trading', {
  'trade-stale': {
    status: 409,
    title: 'What is said of the trade was changed in the meantime',
    detail: 'Read it again and repeat the change.',
  },
  'trade-locked': {
    status: 409,
    title: 'The review of this trade is locked',
    detail: 'Set its review state to reviewed before anything else is changed.',
  },
  'review-step': {
    status: 409,
    title: 'A review does not take this step',
    detail: 'A trade is reviewed before it is locked, and reviewed again when it is unlocked.',
  },
  'trade-note-not-found': { status: 404, title: 'There is no such note without a trade' },
  'trade-has-note': { status: 409, title: 'The trade has a note of its own' },
  'tag-not-found': { status: 404, title: 'There is no such tag' },
  'tag-exists': { status: 409, title: 'The group has a tag of this name' },
  'too-many-tags': { status: 409, title: 'There are as many tags as there may be', detail: 'At most 200.' },
  'selection-too-large': {
    status: 422,
    title: 'These are more trades than are changed at once',
    detail: 'Narrow the filter to 5000 trades or fewer.',
  },
  'trade-group-not-found': { status: 404, title: 'There is no such group of trades' },
  'trade-grouped': { status: 409, title: 'One of the trades belongs to another group' },
  'trade-group-mixed': { status: 409, title: 'Trades of one group are of one account' },
  'trade-group-full': { status: 409, title: 'The group holds as many trades as it may', detail: 'At most 50.' },
})
