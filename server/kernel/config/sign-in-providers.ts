import type { RawValues } from './read.ts'
import { type Secret, secret } from './secret.ts'
import { VARIABLES, type VariableName } from './variables.ts'

interface ProviderClient {
  readonly id: string
  readonly title: string
  readonly clientId: string
  readonly clientSecret: Secret
}

/** An OpenID provider; the named ones have ways of their own. */
export interface OpenIdSettings extends ProviderClient {
  readonly kind: 'google' | 'linkedin' | 'microsoft' | 'openid'
  /** https, or http on loopback outside production. */
  readonly issuer: URL
  /** Null: those of the kind. */
  readonly scopes: readonly string[] | null
  /** Further hosts its metadata may name. */
  readonly hosts: readonly string[]
}

export interface GithubSettings extends ProviderClient {
  readonly kind: 'github'
  readonly authorizeUrl: URL
  readonly tokenUrl: URL
  readonly apiBase: URL
}

export type SignInProvider = OpenIdSettings | GithubSettings

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]'])
const ID = /^[a-z][a-z0-9-]{0,30}$/
const HOST = /^[a-z0-9.-]+$/
const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]+$/
const NAMES = ['GOOGLE', 'GITHUB', 'LINKEDIN', 'MICROSOFT'] as const

/** Reads who may prove people for us, in the order of NAMES and then as listed; faults go to `raw`. */
export function readSignInProviders(raw: RawValues, production: boolean): SignInProvider[] {
  const checkUrl = (variable: string, text: string): URL => checkedUrl(raw, variable, text, production)
  const url = (name: VariableName): URL => checkUrl(name, raw.get(name) ?? defaultOf(name))
  const found = NAMES.flatMap((name): SignInProvider[] => {
    const client = readClient(raw, name)
    if (client === null) return []
    if (name === 'GITHUB') {
      const urls = { authorizeUrl: url('GITHUB_AUTHORIZE_URL'), tokenUrl: url('GITHUB_TOKEN_URL') }
      return [{ ...client, kind: 'github', title: 'GitHub', ...urls, apiBase: url('GITHUB_API_BASE') }]
    }
    const given = { ...client, scopes: null, hosts: [] }
    if (name === 'GOOGLE') return [{ ...given, kind: 'google', title: 'Google', issuer: url('GOOGLE_ISSUER') }]
    if (name === 'LINKEDIN') return [{ ...given, kind: 'linkedin', title: 'LinkedIn', issuer: url('LINKEDIN_ISSUER') }]
    const tenant = raw.get('MICROSOFT_TENANT') ?? defaultOf('MICROSOFT_TENANT')
    const issuer = raw.get('MICROSOFT_ISSUER') ?? `https://login.microsoftonline.com/${encodeURIComponent(tenant)}/v2.0`
    return [{ ...given, kind: 'microsoft', title: 'Microsoft', issuer: checkUrl('MICROSOFT_ISSUER', issuer) }]
  })
  return [...found, ...readOthers(raw, checkUrl)]
}

function defaultOf(name: VariableName): string {
  return 'default' in VARIABLES[name] ? (VARIABLES[name] as { default: string }).default : ''
}

function readClient(raw: RawValues, name: (typeof NAMES)[number]) {
  const [id, key] = [`${name}_CLIENT_ID`, `${name}_CLIENT_SECRET`] as const
  const [clientId, clientSecret] = [raw.get(id), raw.get(key)]
  if (clientId === undefined && clientSecret === undefined) return null
  if (clientId === undefined || clientSecret === undefined) {
    raw.fault(clientId === undefined ? id : key, 'goes together with its pair')
    return null
  }
  return { id: name.toLowerCase(), clientId, clientSecret: secret(clientSecret) }
}

/** A URL that secrets can be sent to. */
function checkedUrl(raw: RawValues, variable: string, text: string, production: boolean): URL {
  const url = URL.canParse(text) ? new URL(text) : null
  const plain = url?.protocol === 'http:' && LOOPBACK.has(url.hostname) && !production
  const clean = url !== null && `${url.username}${url.password}${url.search}${url.hash}` === ''
  if (url !== null && clean && (url.protocol === 'https:' || plain)) return url
  raw.fault(variable, 'is an https URL without query and credentials; http on loopback only, outside production')
  return new URL('https://fault.invalid')
}

type Entry = Readonly<Record<string, unknown>>

/** An entry without faults. */
interface Listed {
  readonly id: string
  readonly title: string
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  readonly scopes?: readonly string[]
  readonly hosts?: readonly string[]
}

function readOthers(raw: RawValues, checkUrl: (variable: string, text: string) => URL): OpenIdSettings[] {
  const text = raw.get('OIDC_PROVIDERS')
  if (text === undefined) return []
  const entries = parseEntries(text)
  if (entries === null) raw.fault('OIDC_PROVIDERS', 'is a JSON array of objects')
  const taken = new Set<string>(NAMES.map((name) => name.toLowerCase()))
  return (entries ?? []).flatMap((entry, at) => {
    const fault = faultOf(entry, taken)
    if (fault !== null) {
      raw.fault('OIDC_PROVIDERS', `entry ${at + 1}: ${fault}`)
      return []
    }
    const { id, title, issuer, clientId, clientSecret, scopes = null, hosts = [] } = entry as unknown as Listed
    taken.add(id)
    const common = { kind: 'openid', id, title, clientId, clientSecret: secret(clientSecret) } as const
    return [{ ...common, issuer: checkUrl('OIDC_PROVIDERS', issuer), scopes, hosts }]
  })
}

function parseEntries(text: string): Entry[] | null {
  try {
    const parsed: unknown = JSON.parse(text)
    const isList = Array.isArray(parsed) && parsed.every((entry) => typeof entry === 'object' && entry !== null)
    return isList ? (parsed as Entry[]) : null
  } catch {
    return null
  }
}

const MEMBERS = new Set(['id', 'title', 'issuer', 'clientId', 'clientSecret', 'scopes', 'hosts'])

function faultOf(entry: Entry, taken: ReadonlySet<string>): string | null {
  const unknown = Object.keys(entry).find((name) => !MEMBERS.has(name))
  if (unknown !== undefined) return `has an unknown member; known are ${[...MEMBERS].join(', ')}`
  for (const name of ['id', 'title', 'issuer', 'clientId', 'clientSecret'])
    if (typeof entry[name] !== 'string' || entry[name] === '') return `${name} is a text`
  if (!ID.test(String(entry.id)) || taken.has(String(entry.id)))
    return 'id is in lower case, and of this provider alone'
  if (!isListOf(entry.scopes, SCOPE) || (Array.isArray(entry.scopes) && !entry.scopes.includes('openid')))
    return 'scopes is a list with openid in it'
  return isListOf(entry.hosts, HOST) ? null : 'hosts is a list of host names'
}

function isListOf(value: unknown, form: RegExp): boolean {
  return (
    value === undefined || (Array.isArray(value) && value.every((one) => typeof one === 'string' && form.test(one)))
  )
}
