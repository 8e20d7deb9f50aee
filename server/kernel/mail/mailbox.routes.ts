import { Type } from 'typebox'
import { type Call, type Route, type RouteHead, route } from '../http/route.ts'
import { idOf, instant, object } from '../http/schema.ts'
import { mailProblems } from './address.ts'
import type { MailboxFolder, StoredMail } from './mailbox-folder.ts'
import { linksOf } from './mailbox-links.ts'
import { MAIL_POLICY, mailboxPage, PAGE_POLICY } from './mailbox-page.ts'
import type { Templates } from './templates.ts'

const summary = { id: idOf('mail'), to: Type.String(), subject: Type.String(), at: instant, template: Type.String() }
const item = object(summary)
const whole = object({ ...summary, text: Type.String(), html: Type.String(), links: Type.Array(Type.String()) })
const params = object({ id: idOf('mail') })

type Place = Pick<RouteHead, 'id' | 'path' | 'summary'>

/** Everybody who reaches a development server may read its mailbox, so nothing of this is registered elsewhere. */
const head = <const Schema extends RouteHead['schema']>(place: Place, schema: Schema): RouteHead<Schema> => ({
  ...place,
  method: 'GET',
  policy: { access: 'public', rate: 'read' },
  hidden: true,
  schema,
})

/** The development mailbox: for tests and the console as JSON, for people as a page that needs neither console nor script. */
export function mailboxRoutes({ mailbox, templates }: { mailbox: MailboxFolder; templates: Templates }): Route[] {
  return [
    route(
      head(
        { id: 'mailbox.list', path: '/api/dev/mailbox', summary: 'Mail kept in development, newest first.' },
        { response: { 200: object({ items: Type.Array(item) }) } },
      ),
      async () => ({ items: (await mailbox.list()).map(summaryOf) }),
    ),
    route(
      head(
        { id: 'mailbox.get', path: '/api/dev/mailbox/{id}', summary: 'One mail with its links.' },
        { params, response: { 200: whole } },
      ),
      async ({ params: { id } }) => {
        const mail = found(await mailbox.read(id))
        return { ...summaryOf(mail), text: mail.text, html: mail.html, links: linksOf(mail.text) }
      },
    ),
    route(
      head(
        { id: 'mailbox.page', path: '/dev/mailbox', summary: 'The mailbox as a page.' },
        { response: { 200: null } },
      ),
      async (call) =>
        html(
          call,
          PAGE_POLICY,
          mailboxPage(
            await mailbox.list(),
            templates.list().map(({ name }) => name),
          ),
        ),
    ),
    route(
      head(
        { id: 'mailbox.html', path: '/dev/mailbox/{id}', summary: 'The HTML part of one mail.' },
        { params, response: { 200: null } },
      ),
      async (call) => html(call, MAIL_POLICY, found(await mailbox.read(call.params.id)).html),
    ),
    route(
      head(
        { id: 'mailbox.template', path: '/dev/mailbox/templates/{name}', summary: 'A template with its sample.' },
        { params: object({ name: Type.String({ maxLength: 100 }) }), response: { 200: null } },
      ),
      async (call) => html(call, MAIL_POLICY, found(templates.preview(call.params.name)).html),
    ),
  ]
}

function summaryOf({ id, to, subject, at, template }: StoredMail) {
  return { id, to: to.address, subject, at, template }
}

function found<Value>(value: Value | null): Value {
  if (value === null) throw mailProblems('not-found')
  return value
}

function html(call: Pick<Call, 'reply'>, policy: string, text: string): string {
  call.reply.header('content-type', 'text/html; charset=utf-8').header('content-security-policy', policy)
  return text
}
