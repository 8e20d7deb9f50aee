import type { FactorMethod } from '../factors/index.ts'
import type { SignInMethod } from './first-factor.ts'

/** What is known when a first factor was proven. */
export interface SignInFacts {
  readonly via: SignInMethod
  /** 2 for a passkey that verified its user: two factors in one. */
  readonly aal: 1 | 2
  /** Second factors that the person has. */
  readonly methods: readonly FactorMethod[]
  /** Whether a role of the person demands a second factor. */
  readonly demanded: boolean
}

/** Second factors one of which is still due, and whether a trusted browser may stand in for them. */
export interface Due {
  readonly methods: readonly FactorMethod[]
  readonly trustCounts: boolean
}

/**
 * The one decision for every way in (ASVS 6.3.4). A code by mail proves nothing beyond a link by mail, nor a passkey beyond a passkey. A person without a second
 * factor gets a session, which `dueOfSession` keeps closed while a role demands more.
 */
export function dueAtSignIn({ via, aal, methods, demanded }: SignInFacts): Due {
  if (aal === 2) return { methods: [], trustCounts: false }
  const independent = methods.filter((method) => !isProvenTwice(via, method))
  const due = independent.some((method) => method !== 'backup') ? independent : []
  return { methods: due, trustCounts: due.length > 0 && !demanded }
}

/** The same mailbox, or a passkey that did not make sure of its person and another such, is one factor and not two. */
export function isProvenTwice(via: SignInMethod, method: FactorMethod): boolean {
  return (via === 'magic-link' && method === 'email') || (via === 'passkey' && method === 'passkey')
}

/** Why a session may not be used yet; null when it may. */
export function dueOfSession(facts: {
  readonly aal: 1 | 2
  readonly demanded: boolean
  readonly enrolled: boolean
}): 'mfa-required' | 'mfa-enrolment-required' | null {
  if (!facts.demanded || facts.aal === 2) return null
  return facts.enrolled ? 'mfa-required' : 'mfa-enrolment-required'
}

/** RFC 8176 names of what the second factors prove. */
const SECOND_AMR: Readonly<Record<FactorMethod, string>> = {
  totp: 'otp',
  sms: 'sms',
  email: 'otp',
  passkey: 'hwk',
  backup: 'otp',
}

/** The names of a session that proved `method` beyond `first`. */
export function withSecond(first: readonly string[], method: FactorMethod): string[] {
  return [...new Set([...first, SECOND_AMR[method], 'mfa'])]
}

/** Whether a session rests on a mailed link alone, which a mailed code adds nothing to, or on a passkey alone, which another does not. */
export function isProvenAlready(amr: readonly string[], method: FactorMethod): boolean {
  if (method !== 'email' && method !== 'passkey') return false
  const proven = method === 'email' ? 'otp' : 'hwk'
  return amr.every((name) => name === proven)
}
