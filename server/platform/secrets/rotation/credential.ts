import { type Secret, secret } from '../../../kernel/config/secret.ts'
import { membersOf } from '../reference.ts'

/** An account and what it signs in with. */
export interface Credential {
  readonly username: string
  readonly password: Secret
}

/** Of a URL with both in it, or of an object in JSON with members `username` and `password`; null for any other value. */
export function credentialOf(value: Secret): Credential | null {
  const text = value.reveal()
  const url = urlIn(value)
  if (url !== null)
    return { username: decodeURIComponent(url.username), password: secret(decodeURIComponent(url.password)) }
  const { username, password } = membersOf(text) ?? {}
  return typeof username === 'string' && typeof password === 'string' ? { username, password: secret(password) } : null
}

/** The same value for another account, or another password. */
export function withCredential(value: Secret, { username, password }: Credential): Secret {
  const url = urlIn(value)
  if (url === null)
    return secret(JSON.stringify({ ...membersOf(value.reveal()), username, password: password.reveal() }))
  return atUrl(url, { username, password })
}

/** The URL at which a value signs in: itself, or that of the administrator with the value's account. */
export function signInUrl(value: Secret, administrator: Secret, credential: Credential): Secret {
  return urlIn(value) === null ? atUrl(new URL(administrator.reveal()), credential) : value
}

function atUrl(from: URL, { username, password }: Credential): Secret {
  const url = new URL(from)
  url.username = encodeURIComponent(username)
  url.password = encodeURIComponent(password.reveal())
  return secret(url.href)
}

const SCHEMES = /^(?:postgres(?:ql)?|rediss?):$/

function urlIn(value: Secret): URL | null {
  const text = value.reveal()
  const url = URL.canParse(text) ? new URL(text) : null
  return url !== null && SCHEMES.test(url.protocol) ? url : null
}
