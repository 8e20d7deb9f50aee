import { problems } from '../../kernel/problem.ts'

export const webhooksProblem = problems('webhooks', {
  'endpoint-not-found': { status: 404, title: 'There is no such webhook endpoint' },
  'delivery-not-found': { status: 404, title: 'There is no such delivery' },
  'too-many': { status: 409, title: 'There are too many webhook endpoints', detail: 'Delete one that is not needed.' },
  disabled: { status: 409, title: 'The endpoint is switched off', detail: 'Switch it on first.' },
  'bad-address': { status: 422, title: 'Nothing can be sent to this address' },
  'unknown-event': { status: 422, title: 'There is no such event' },
})
