import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server'
import { Type } from 'typebox'

const bytes = (maxLength: number) => Type.String({ minLength: 1, maxLength, pattern: '^[A-Za-z0-9_-]+$' })

/** Longest answer of an authenticator worth reading. */
export const CREDENTIAL_BODY_MAX = 32 * 1024

/** An object of which browsers may send more than is read here. */
function open<Properties extends Parameters<typeof Type.Object>[0]>(properties: Properties) {
  return Type.Object(properties, { additionalProperties: true })
}

const common = {
  id: bytes(1400),
  rawId: bytes(1400),
  type: Type.Literal('public-key'),
  clientExtensionResults: open({}),
}

/** RegistrationResponseJSON of https://www.w3.org/TR/webauthn-3/#dictdef-registrationresponsejson. */
export const registrationShape = Type.Unsafe<RegistrationResponseJSON>(
  open({
    ...common,
    response: open({
      clientDataJSON: bytes(4000),
      attestationObject: bytes(16_000),
      transports: Type.Optional(Type.Array(Type.String({ maxLength: 30 }), { maxItems: 10 })),
    }),
  }),
)

/** AuthenticationResponseJSON of https://www.w3.org/TR/webauthn-3/#dictdef-authenticationresponsejson. */
export const assertionShape = Type.Unsafe<AuthenticationResponseJSON>(
  open({
    ...common,
    response: open({
      clientDataJSON: bytes(4000),
      authenticatorData: bytes(4000),
      signature: bytes(8000),
      userHandle: Type.Optional(Type.Unsafe<string>({ type: ['string', 'null'], maxLength: 100 })),
    }),
  }),
)

/** The options of a ceremony, to be handed to the browser as they are. */
export const optionsShape = Type.Unsafe<object>({ type: 'object', additionalProperties: true })
