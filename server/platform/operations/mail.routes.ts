import { Type } from 'typebox'
import { type Route, route } from '../../kernel/http/route.ts'
import { idOf, instant, nullable, object, oneOf, page, pageQuery } from '../../kernel/http/schema.ts'
import type { MailDesk } from '../../kernel/mail/mail.ts'

const STATES = ['queued', 'sending', 'sent', 'failed', 'suppressed'] as const
const REASONS = ['bounce', 'complaint', 'unsubscribe'] as const

const mailShape = object({
  id: idOf('mail'),
  to: Type.String(),
  template: Type.String(),
  purpose: oneOf(['essential', 'service', 'news']),
  state: oneOf(STATES),
  attempts: Type.Integer(),
  reason: nullable(Type.String()),
  reported: nullable(oneOf(['bounce', 'complaint'])),
  createdAt: instant,
  sentAt: nullable(instant),
})

const suppressionShape = object({
  id: idOf('mail-suppression'),
  address: nullable(Type.String({ description: 'Null once the person was erased' })),
  scope: oneOf(['all', 'ordinary', 'subscription']),
  subscription: nullable(Type.String()),
  reason: oneOf(REASONS),
  detail: nullable(Type.String()),
  mailId: nullable(idOf('mail')),
  createdAt: instant,
})

/** What became of mail, and whom none is sent to. */
export function mailRoutes(desk: MailDesk): Route[] {
  return [
    route(
      {
        id: 'mail.list',
        method: 'GET',
        path: '/api/mail',
        summary: 'Mail, newest first, with what became of it',
        policy: { can: 'mail:read', rate: 'read' },
        schema: {
          query: object({ ...pageQuery, state: Type.Optional(oneOf(STATES)) }),
          response: { 200: page(mailShape) },
        },
      },
      ({ query }) => desk.listMail(query),
    ),
    route(
      {
        id: 'mail.listSuppressions',
        method: 'GET',
        path: '/api/mail/suppressions',
        summary: 'Addresses that mail is not sent to, newest first',
        policy: { can: 'mail:read', rate: 'read' },
        schema: {
          query: object({
            ...pageQuery,
            reason: Type.Optional(oneOf(REASONS)),
            address: Type.Optional(Type.String({ maxLength: 254 })),
          }),
          response: { 200: page(suppressionShape) },
        },
      },
      ({ query }) => desk.listSuppressions(query),
    ),
    route(
      {
        id: 'mail.removeSuppression',
        method: 'DELETE',
        path: '/api/mail/suppressions/{id}',
        summary: 'Lets mail go to the address again',
        policy: { can: 'mail:manage', rate: 'write' },
        schema: { params: object({ id: idOf('mail-suppression') }), response: { 204: null } },
        problems: ['mail/no-such-suppression'],
      },
      (call) => call.transaction((tx) => desk.removeSuppression(tx, call.params.id)),
    ),
  ]
}
