import {
  browserSupportsWebAuthn,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  startAuthentication,
  startRegistration,
} from '@simplewebauthn/browser'

/** The server's options, as it sent them. */
export type PasskeyRequest = Readonly<Record<string, unknown>>

/** False where the browser has no passkeys: what needs them is not offered. */
export const passkeysSupported: boolean = browserSupportsWebAuthn()

/** Asks the browser's authenticator to sign the server's challenge. */
export async function answerPasskey(options: PasskeyRequest): Promise<Record<string, unknown>> {
  const optionsJSON = options as unknown as PublicKeyCredentialRequestOptionsJSON
  return { ...(await startAuthentication({ optionsJSON })) }
}

/** Has the browser's authenticator make a passkey. */
export async function makePasskey(options: PasskeyRequest) {
  const optionsJSON = options as unknown as PublicKeyCredentialCreationOptionsJSON
  return startRegistration({ optionsJSON })
}
