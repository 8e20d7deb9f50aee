/** What a way to a provider and back is bound to. Only `state` travels openly. */
export interface Flow {
  readonly state: string
  readonly nonce: string
  /** PKCE (RFC 7636). */
  readonly verifier: string
  /** One per provider, so that an answer of one cannot be taken for another's (RFC 9700, 4.4.2.2). */
  readonly redirectUri: URL
}

/** Whom a provider has proven. */
export interface Profile {
  /** With `subject`, the only key of the account at the provider. */
  readonly issuer: string
  readonly subject: string
  readonly email: string | null
  /** True only when the provider vouches for the address. */
  readonly emailProven: boolean
  /** True when that address makes an account, but enters none that is somebody's. */
  readonly newcomersOnly?: boolean
  readonly name: string | null
}

/** Somebody who proves people: OpenID Connect, or GitHub's own protocol. */
export interface Provider {
  readonly id: string
  readonly title: string
  /** Where the browser goes. Throws federation/provider-broken, federation/provider-unavailable. */
  authorizationUrl(flow: Flow): Promise<URL>
  /**
   * Trades the answer that the browser brought for a proven profile. Also throws federation/response-invalid, federation/cancelled,
   * federation/proof-invalid.
   */
  redeem(flow: Flow, answer: URLSearchParams): Promise<Profile>
}
