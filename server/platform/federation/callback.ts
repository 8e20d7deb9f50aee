import type { FastifyRequest } from 'fastify'
import type { Call } from '../../kernel/http/route.ts'
import { Problem } from '../../kernel/problem.ts'
import type { SignIn } from '../identity/index.ts'
import { type Begun, consumeFlow, deriveFlow, type Linking } from './flow.ts'
import { link } from './linking.ts'
import { type Parts, redirectUri } from './parts.ts'
import { federationProblem } from './problems.ts'
import type { Profile, Provider } from './provider.ts'
import { withError } from './return-to.ts'
import { signInByProfile } from './sign-in.ts'

const LOGIN_PAGE = '/login'
const SECOND_FACTOR_PAGE = '/login/second-factor'
const BASE = 'http://path.invalid'

type CallbackCall = Pick<Call, 'request' | 'reply' | 'origin' | 'transaction'>

/**
 * The way back from a provider: finishes the sign-in or the link, once, and returns the path that the browser goes on to. A browser is
 * sent on with a word about what went wrong; other callers are answered the problem itself.
 */
export async function finishFlow(parts: Parts, call: CallbackCall, provider: Provider): Promise<string> {
  let begun: Begun | null = null
  try {
    const answer = new URL(call.request.raw.url ?? '/', BASE).searchParams
    const state = answer.get('state')
    const browser = parts.browser.read(call.request)
    if (state === null || browser === undefined) throw federationProblem('state-invalid')
    begun = await call.transaction((tx) => consumeFlow(tx, { state, browser, provider: provider.id }))
    const flow = deriveFlow(parts.key, { state, browser, redirectUri: redirectUri(parts, provider.id) })
    // A link is refused before the code is traded when the session that asked for it is not this browser's.
    const carried = await parts.identity.carried(call.request, 'cookie')
    if (begun.linking !== null && !isSame(begun.linking, carried.replaces)) throw federationProblem('state-invalid')
    const profile = await provider.redeem(flow, answer)
    if (begun.linking !== null)
      return await finishLink(parts, call, { provider, profile, begun, linking: begun.linking })
    const proven = { provider: provider.id, profile, carried }
    const signIn = await call.transaction((tx) => signInByProfile(parts, tx, proven))
    return await goOn(parts, call, signIn, begun.returnTo)
  } catch (error) {
    return await refuse(parts, call, { error, provider, begun })
  }
}

function isSame(
  { userId, sessionId }: Linking,
  held: { readonly id: string; readonly userId: string } | null,
): boolean {
  return held?.id === sessionId && held.userId === userId
}

interface Linkage {
  readonly provider: Provider
  readonly profile: Profile
  readonly begun: Begun
  readonly linking: Linking
}

async function finishLink(parts: Parts, call: CallbackCall, { provider, profile, begun, linking }: Linkage) {
  const { userId } = linking
  // A provider's answer is anybody's to open, but this one counts in the session alone that asked for it: its person is who links.
  const actor = { kind: 'user', ...linking, permissions: new Set<string>() } as const
  await parts.db.transaction({ ...call.origin, actor }, async (tx) => {
    // It may have ended while the person was at the provider: whoever lost it links nothing.
    if (!(await parts.identity.holdSession(tx, linking))) throw federationProblem('state-invalid')
    await link(parts, tx, { userId, provider: provider.id, profile }, true)
  })
  return begun.returnTo
}

/** The challenge stands behind `#`: a fragment is sent to no server and stands in no log. */
async function goOn(parts: Parts, { reply }: CallbackCall, signIn: SignIn, returnTo: string): Promise<string> {
  const body = await parts.identity.answerSignIn(reply, signIn)
  parts.metrics.authLogins.inc({ method: 'oauth', result: signIn.kind === 'session' ? 'ok' : 'challenged' })
  if (!('challenge' in body)) return returnTo
  const { challenge, methods } = body
  return `${SECOND_FACTOR_PAGE}#${new URLSearchParams({ challenge, methods: methods.join(), returnTo })}`
}

interface Refusal {
  readonly error: unknown
  readonly provider: Provider
  readonly begun: Begun | null
}

async function refuse(parts: Parts, call: CallbackCall, { error, provider, begun }: Refusal): Promise<string> {
  if (!(error instanceof Problem)) throw error
  const linking = begun?.linking ?? null
  parts.metrics.authLogins.inc({ method: 'oauth', result: 'refused' })
  logRefusal(parts, provider, error)
  await call.transaction((tx) =>
    tx.audit({
      action: linking === null ? 'federation.sign-in.refused' : 'federation.link.refused',
      subject: linking === null ? { kind: 'provider', id: provider.id } : { kind: 'user', id: linking.userId },
      details: { provider: provider.id, reason: error.code },
    }),
  )
  if (!isPage(call.request)) throw error
  return withError(begun !== null && linking !== null ? begun.returnTo : LOGIN_PAGE, {
    error: error.code,
    provider: provider.id,
  })
}

/** For the operator; the cause says no more than `providerFault` tells of it. */
export function logRefusal({ log }: Parts, provider: Provider, { code, cause }: Problem): void {
  const why = cause instanceof Error ? cause.message : undefined
  log.warn({ provider: provider.id, code, why }, 'a sign-in by a provider was refused')
}

/** True for a browser that shows what it is answered. */
export function isPage({ headers }: FastifyRequest): boolean {
  return headers.accept?.includes('text/html') === true
}
