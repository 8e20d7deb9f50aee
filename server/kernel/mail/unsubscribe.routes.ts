import { Type } from 'typebox'
import type { SealingKey } from '../crypto/seal.ts'
import { readRawBody } from '../http/raw-body.ts'
import { type Call, type Route, type RouteHead, route } from '../http/route.ts'
import { object } from '../http/schema.ts'
import { hashAddress, suppress } from './suppressions.ts'
import type { Templates } from './templates.ts'
import { readUnsubscribeToken, type Unsubscription } from './unsubscribe.ts'
import { askingPage, BROKEN_PAGE, donePage, UNSUBSCRIBE_POLICY } from './unsubscribe-page.ts'

interface UnsubscribeParts {
  readonly keys: readonly SealingKey[]
  readonly templates: Pick<Templates, 'subscriptionTitle'>
}

const BODY_BYTES_MAX = 4096
/** RFC 8058, 3.2: as a form of either encoding. */
const ONE_CLICK = /List-Unsubscribe"?(?:=|\r?\n\r?\n)One-Click/
const BAD_REQUEST = 400

const head = {
  path: '/api/mail/unsubscribe',
  schema: { query: object({ token: Type.String({ maxLength: 1000 }) }), response: { 200: null } },
  hidden: true,
} as const satisfies Partial<RouteHead>

/**
 * Ends a subscription by the link of a mail, without signing in. A GET asks only, as scanners follow links; a POST ends it, from the
 * page or from the mail program itself.
 */
export function unsubscribeRoutes(parts: UnsubscribeParts): Route[] {
  return [
    route(
      {
        ...head,
        id: 'mail.unsubscribePage',
        method: 'GET',
        summary: 'A page that asks for one click.',
        policy: { access: 'public', rate: 'read' },
      },
      async (call) => {
        const asked = readUnsubscribeToken(parts.keys, call.query.token)
        return asked === null ? broken(call) : html(call, askingPage(titleOf(parts, asked)))
      },
    ),
    route(
      {
        ...head,
        id: 'mail.unsubscribe',
        method: 'POST',
        summary: 'Ends the subscription that the link names.',
        policy: { access: 'public', rate: 'write', csrf: 'exempt' },
        rawBody: true,
      },
      async (call) => {
        const body = await readRawBody(call, BODY_BYTES_MAX)
        const asked = readUnsubscribeToken(parts.keys, call.query.token)
        if (asked === null || !ONE_CLICK.test(body.toString('latin1'))) return broken(call)
        await call.transaction((tx) =>
          suppress(tx, {
            ...{ reason: 'unsubscribe', scope: 'subscription', subscription: asked.subscription },
            ...{ addressHash: hashAddress(asked.address), address: asked.address, detail: null, mailId: null },
          }),
        )
        return html(call, donePage(titleOf(parts, asked)))
      },
    ),
  ]
}

function titleOf({ templates }: UnsubscribeParts, { subscription }: Unsubscription): string {
  return templates.subscriptionTitle(subscription) ?? 'News'
}

function broken(call: Pick<Call, 'reply'>): Promise<void> {
  call.reply.code(BAD_REQUEST)
  return html(call, BROKEN_PAGE)
}

async function html({ reply }: Pick<Call, 'reply'>, text: string): Promise<void> {
  reply.headers({ 'content-security-policy': UNSUBSCRIBE_POLICY, 'content-type': 'text/html; charset=utf-8' })
  await reply.send(text)
}
