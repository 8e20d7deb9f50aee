import { Type } from 'typebox'
import type { SealingKey } from '../crypto/seal.ts'
import { readRawBody } from '../http/raw-body.ts'
import { type Call, type Route, type RouteHead, route } from '../http/route.ts'
import { object } from '../http/schema.ts'
import { frameFor } from './frames.ts'
import { mailRecords } from './records.ts'
import { endSubscription } from './subscriptions.ts'
import { titleFor } from './template.ts'
import type { Templates } from './templates.ts'
import { readUnsubscribeToken, type Unsubscription } from './unsubscribe.ts'
import { askingPage, brokenPage, endedPage, resumedPage, UNSUBSCRIBE_POLICY } from './unsubscribe-page.ts'

interface UnsubscribeParts {
  readonly keys: readonly SealingKey[]
  readonly templates: Pick<Templates, 'subscription' | 'frames'>
  readonly publicUrl: URL
}

const BODY_BYTES_MAX = 4096
/** RFC 8058, 3.2: as a form of either encoding. */
const ONE_CLICK = /List-Unsubscribe"?(?:=|\r?\n\r?\n)One-Click/
/** What the page posts to take it back: nothing that a mail program sends. */
const AGAIN = /^List-Unsubscribe=Again$/
const BAD_REQUEST = 400

const head = {
  path: '/api/mail/unsubscribe',
  schema: { query: object({ token: Type.String({ maxLength: 1000 }) }), response: { 200: null } },
  hidden: true,
} as const satisfies Partial<RouteHead>

/**
 * Ends a subscription by the link of a mail, without signing in. A GET asks only, as scanners follow links; a POST ends it, from the
 * page or from the mail program itself. The page that says so takes it back by the same link: who has none of our accounts has no
 * other way.
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
        if (asked === null) return broken(parts, call)
        const { spoken, title } = wordsFor(parts, asked)
        return html(call, askingPage(spoken, title))
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
        const isAgain = AGAIN.test(body.toString('latin1'))
        if (asked === null || !(isAgain || ONE_CLICK.test(body.toString('latin1')))) return broken(parts, call)
        await call.transaction((tx) => (isAgain ? mailRecords.allowAgain(tx, asked) : endSubscription(tx, asked)))
        const { spoken, title } = wordsFor(parts, asked)
        const settings = new URL('/account', parts.publicUrl)
        return html(call, isAgain ? resumedPage(spoken, title) : endedPage(spoken, title, settings))
      },
    ),
  ]
}

function wordsFor({ templates }: UnsubscribeParts, { subscription, locale }: Unsubscription) {
  const spoken = frameFor(templates.frames(), locale)
  const known = templates.subscription(subscription)
  return { spoken, title: known === null ? spoken.words.news : titleFor(known, spoken.language) }
}

/** Of nobody knows whom: in the language of the browser. */
function broken({ templates }: UnsubscribeParts, call: Pick<Call, 'reply' | 'origin'>): Promise<void> {
  call.reply.code(BAD_REQUEST)
  return html(call, brokenPage(frameFor(templates.frames(), call.origin.acceptLanguage?.split(/[,;]/)[0]?.trim())))
}

async function html({ reply }: Pick<Call, 'reply'>, text: string): Promise<void> {
  reply.headers({ 'content-security-policy': UNSUBSCRIBE_POLICY, 'content-type': 'text/html; charset=utf-8' })
  await reply.send(text)
}
