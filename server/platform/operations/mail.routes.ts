import { Type } from 'typebox'
import { type Route, route } from '../../kernel/http/route.ts'
import { idOf, instant, nullable, object, oneOf, page, pageQuery } from '../../kernel/http/schema.ts'
import { mailProblems } from '../../kernel/mail/address.ts'
import type { MailDesk } from '../../kernel/mail/mail.ts'
import { FRAMED_MAIL_POLICY } from '../../kernel/mail/mailbox-page.ts'

const STATES = ['queued', 'sending', 'sent', 'failed', 'suppressed', 'uncertain'] as const
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

/** What became of mail, and whom none is sent to; templates with their samples. */
export function mailRoutes(desk: MailDesk): Route[] {
  return [
    ...templateRoutes(desk),
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
        id: 'mail.sendAgain',
        method: 'POST',
        path: '/api/mail/{id}/send-again',
        summary: 'Sends a mail once more of which nobody knows whether it arrived',
        policy: { can: 'mail:manage', rate: 'write' },
        schema: { params: object({ id: idOf('mail') }), response: { 204: null } },
        problems: ['mail/not-found', 'mail/not-uncertain'],
      },
      (call) => call.transaction((tx) => desk.sendAgain(tx, call.params.id)),
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

const templateShape = {
  name: Type.String(),
  purpose: oneOf(['essential', 'service', 'news']),
  subscription: nullable(Type.String()),
  subject: Type.String({ description: 'Of the sample' }),
  languages: Type.Array(Type.String()),
}

const templatePath = object({ name: Type.String({ maxLength: 100 }) })
const inLanguage = object({ language: Type.Optional(Type.String({ maxLength: 20 })) })

function templateRoutes({ templates }: MailDesk): Route[] {
  const found = (name: string, language: string | undefined) => {
    const preview = templates.preview(name, language)
    if (preview === null) throw mailProblems('no-such-template')
    return preview
  }
  return [
    route(
      {
        id: 'mail.listTemplates',
        method: 'GET',
        path: '/api/mail/templates',
        summary: 'Every template of mail',
        policy: { can: 'mail:read', rate: 'read' },
        schema: { response: { 200: object({ items: Type.Array(object(templateShape)) }) } },
      },
      async () => ({ items: templates.list() }),
    ),
    route(
      {
        id: 'mail.previewTemplate',
        method: 'GET',
        path: '/api/mail/templates/{name}',
        summary: 'A template with its sample: subject and text',
        policy: { can: 'mail:read', rate: 'read' },
        schema: {
          params: templatePath,
          query: inLanguage,
          response: { 200: object({ ...templateShape, text: Type.String() }) },
        },
        problems: ['mail/no-such-template'],
      },
      async ({ params, query }) => found(params.name, query.language),
    ),
    route(
      {
        id: 'mail.templateHtml',
        method: 'GET',
        path: '/api/mail/templates/{name}/html',
        summary: 'The HTML part of a template with its sample, for a frame of the console',
        policy: { can: 'mail:read', rate: 'read' },
        schema: { params: templatePath, query: inLanguage, response: { 200: null } },
        problems: ['mail/no-such-template'],
        hidden: true,
      },
      async ({ params, query, reply }) => {
        const { html } = found(params.name, query.language)
        reply.headers({ 'content-security-policy': FRAMED_MAIL_POLICY, 'x-frame-options': 'SAMEORIGIN' })
        await reply.type('text/html; charset=utf-8').send(html)
      },
    ),
  ]
}
