/** A message was handed over and no answer came to it: it may have been taken, and be delivered. */
export class DeliveryUncertain extends Error {}

/** Codes of a connection that never was, so that nothing went over it. Any other fault may have come after the whole request. */
const NEVER_CONNECTED = new Set([
  ...['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT'],
  ...['CERT_HAS_EXPIRED', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'SELF_SIGNED_CERT_IN_CHAIN', 'ERR_TLS_CERT_ALTNAME_INVALID'],
])

/** What a failed fetch of a provider's API means, as a new error without the request in it: DeliveryUncertain unless nothing was sent. */
export function unreachable(provider: string, error: unknown): Error {
  const { cause, name } = error as { cause?: { code?: unknown }; name: string }
  const code = String(cause?.code ?? name)
  const said = `${provider} could not be reached: ${code}`
  return NEVER_CONNECTED.has(code) ? new Error(said) : new DeliveryUncertain(said)
}

/** Answers of a gateway that handed a request on and heard nothing usable of it. */
export const HANDED_ON = new Set([502, 504])
