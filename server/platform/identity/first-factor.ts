import type { Id } from '../../kernel/id.ts'
import type { Transport } from './tables.ts'

/** The ways in. Names in sessions are those of RFC 8176. */
export type SignInMethod = 'password' | 'magic-link' | 'oauth' | 'passkey' | 'invitation' | 'set-up'

export const FIRST_AMR: Readonly<Record<SignInMethod, string>> = {
  password: 'pwd',
  'magic-link': 'otp',
  oauth: 'fed',
  passkey: 'hwk',
  invitation: 'pwd',
  'set-up': 'pwd',
}

/** What has been proven of a person so far. */
export interface FirstFactor {
  readonly userId: Id<'user'>
  readonly via: SignInMethod
  /** 2 only for a passkey that verified its user: two factors in one. */
  readonly aal: 1 | 2
  readonly transport: Transport
  /** A session that the browser already holds: it ends, so that no id from before the sign-in lives on. */
  readonly replaces: { readonly id: Id<'session'>; readonly userId: Id<'user'> } | null
  /** Value of the trusted-device cookie, if the browser sent one. */
  readonly deviceToken: string | undefined
}
