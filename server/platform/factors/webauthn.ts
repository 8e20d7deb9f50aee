/** The WebAuthn library, loaded at the first passkey: a server without any starts faster and smaller. */
export function webauthn() {
  return import('@simplewebauthn/server')
}
