import { Type } from 'typebox'
import type { Tx } from '../../../kernel/db/database.ts'
import { type Route, route } from '../../../kernel/http/route.ts'
import { nullable, object } from '../../../kernel/http/schema.ts'
import { findClient, mailboxOf } from '../clients.ts'
import { guestToken, issueGuestToken, mayMailLink, readGuestToken } from '../guest-access.ts'
import { agencyProblem } from '../problems.ts'
import type { WorkDeps } from './deps.ts'
import { guestLinkMail } from './mails.ts'

/** What the link of a mail is for, which holds nothing but a secret; and another one for it, by mail. */
export function guestLinkRoutes(deps: WorkDeps): Route[] {
  return [openRoute(deps), renewRoute(deps)]
}

function openRoute({ db }: WorkDeps): Route {
  return route(
    {
      id: 'agency.openGuestLink',
      method: 'GET',
      path: '/api/guest/link',
      summary: 'What the secret in X-Guest-Token opens: a request or a ticket, by its reference.',
      policy: { access: 'public', rate: 'read' },
      schema: {
        response: {
          200: object({
            request: nullable(Type.String()),
            ticket: nullable(Type.String()),
            hasAccount: Type.Boolean({ description: 'Whether the client has an account to sign in with' }),
          }),
        },
      },
      problems: ['agency/guest-link-gone', 'agency/guest-link-expired'],
    },
    async (call) => {
      call.reply.header('cache-control', 'no-store')
      const secret = guestToken(call)
      const held = secret === null ? null : await readGuestToken(db, secret)
      const client = held === null ? undefined : await findClient(db, held.client_id)
      if (held === null || client === undefined) throw agencyProblem('guest-link-gone')
      if (!held.isOpen) throw agencyProblem('guest-link-expired')
      return { request: held.request, ticket: held.ticket, hasAccount: client.user_id !== null }
    },
  )
}

function renewRoute(deps: WorkDeps): Route {
  return route(
    {
      id: 'agency.renewGuestLink',
      method: 'POST',
      path: '/api/guest/link/renew',
      summary:
        'Mails a new link to where this one was mailed, even if it has lapsed. The answer never tells whether it was.',
      policy: { access: 'public', rate: 'mail' },
      schema: {
        body: object({ token: Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' }) }),
        response: { 202: object({ status: Type.Literal('received') }) },
      },
    },
    (call) =>
      call.transaction(async (tx) => {
        await mailLinkAgain(tx, deps, call.body.token)
        return { status: 'received' }
      }),
  )
}

async function mailLinkAgain(
  tx: Tx,
  { mailer, publicUrl }: Pick<WorkDeps, 'mailer' | 'publicUrl'>,
  secret: string,
): Promise<void> {
  const held = await readGuestToken(tx, secret)
  const client = held === null ? undefined : await findClient(tx, held.client_id)
  const to = client === undefined ? null : mailboxOf(client)
  if (held === null || client === undefined || to === null || !(await mayMailLink(tx, client.id))) return
  const made = await issueGuestToken(tx, client.id, { ...subjectOf(held), byGuest: true })
  const [page, reference] = held.request === null ? ['ticket', held.ticket ?? ''] : ['request', held.request]
  const url = new URL(`/guest/${page}#token=${made}`, publicUrl).href
  await mailer.send(tx, to, guestLinkMail, { name: client.name, url, reference })
}

function subjectOf({
  request_id: requestId,
  ticket_id: ticketId,
}: NonNullable<Awaited<ReturnType<typeof readGuestToken>>>) {
  if (requestId !== null) return { requestId }
  if (ticketId !== null) return { ticketId }
  throw new TypeError('a guest token is for a request or a ticket')
}
