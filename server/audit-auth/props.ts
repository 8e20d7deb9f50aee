/** What an OpenID provider in our hands does otherwise than an honest one. */
export interface Mischief {
  /** On the parameters it sends the browser back with. */
  readonly answer?: (parameters: URLSearchParams) => void
  /** Over the ID token's claims; undefined removes one. */
  readonly claims?: Readonly<Record<string, unknown>>
  /** Who signs the ID token: a stranger's key, the public key as HMAC secret, or nobody. */
  readonly signedBy?: 'stranger' | 'public-key' | 'nobody'
  readonly userInfo?: Readonly<Record<string, unknown>>
}

/** A provider that the instance takes for good. */
export interface EvilProvider {
  /** Its names at the instance: two, for one provider's answer at the other's door. */
  readonly id: string
  readonly otherId: string
  /** A third, whose metadata name another issuer than it has. */
  readonly impostorId: string
  play(mischief: Mischief): void
  /** What the last code was asked for with, and what redeemed it (RFC 7636). */
  redeemed(): { readonly challenge: string; readonly verifier: string }
}

/** What a passkey, or its browser, does otherwise than it should. */
export interface Misconduct {
  readonly origin?: string
  readonly rpId?: string
  readonly challenge?: string
  readonly type?: string
  readonly userVerified?: boolean
  readonly counter?: number
  readonly userHandle?: string | null
  readonly credentialId?: string
  readonly brokenSignature?: boolean
}

/** A passkey in software. */
export interface Passkey {
  readonly credentialId: string
  create(options: unknown, misconduct?: Misconduct): object
  get(options: unknown, misconduct?: Misconduct): object
}
