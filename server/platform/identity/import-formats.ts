import { nowMs } from '../../kernel/clock.ts'
import { readCsv } from './import-csv.ts'

export const importFormats = ['auth0', 'supabase', 'firebase', 'csv'] as const
export type ImportFormat = (typeof importFormats)[number]

/** A person as another system had them. */
export interface ImportedPerson {
  readonly email: string
  readonly name: string
  /** As it came; null for a person without a password. */
  readonly passwordHash: string | null
  readonly emailVerified: boolean
  readonly disabled: boolean
}

/** The project's password hash parameters, as Firebase's console shows them. */
export interface FirebaseParameters {
  readonly signerKey: string
  readonly saltSeparator: string
  readonly rounds: number
  readonly memCost: number
}

type Fields = Record<string, unknown>

const text = (value: unknown): string => (typeof value === 'string' ? value.trim() : '')
const yes = (value: unknown): boolean => value === true || /^(true|t|1|yes)$/i.test(text(value))
const some = (value: unknown): string | null => (text(value) === '' ? null : text(value))
/** The members of an object; none of anything else. */
const fieldsOf = (value: unknown): Fields => (typeof value === 'object' && value !== null ? (value as Fields) : {})

/** Reads an export; every entry gives a row, whatever is wrong with it. Throws SyntaxError when the whole cannot be read. */
export function readImport(
  format: ImportFormat,
  content: string,
  firebase: FirebaseParameters | null,
): ImportedPerson[] {
  if (format === 'csv') return readCsv(content).map(fromCsv)
  if (format === 'auth0') return readJsonLines(content).map(fromAuth0)
  if (format === 'firebase') return readFirebase(content).map((user) => fromFirebase(user, firebase))
  return readSupabase(content).map(fromSupabase)
}

function fromCsv(row: Fields): ImportedPerson {
  return {
    email: text(row.email),
    name: text(row.name),
    passwordHash: some(row.password_hash ?? row.passwordhash ?? row.hash),
    emailVerified: yes(row.email_verified ?? row.emailverified),
    disabled: yes(row.disabled),
  }
}

/** Auth0's export is one JSON object a line; an array is taken as well. */
function readJsonLines(content: string): Fields[] {
  const trimmed = content.trim()
  if (trimmed.startsWith('[')) return readList(trimmed)
  return trimmed.split(/\r?\n/).flatMap((line) => (line.trim() === '' ? [] : [fieldsOf(JSON.parse(line))]))
}

function readList(content: string): Fields[] {
  return (JSON.parse(content) as unknown[]).map(fieldsOf)
}

function fromAuth0(user: Fields): ImportedPerson {
  const name = [user.name, user.Name, user.nickname, user.given_name]
    .map(text)
    .find((one) => one !== '' && !one.includes('@'))
  return {
    email: text(user.email ?? user.Email),
    name: name ?? '',
    passwordHash: some(user.passwordHash ?? user.password_hash) ?? auth0Hash(fieldsOf(user.custom_password_hash)),
    emailVerified: yes(user.email_verified ?? user['Email Verified']),
    disabled: yes(user.blocked),
  }
}

function auth0Hash(custom: Fields): string | null {
  const hash = fieldsOf(custom.hash)
  const value = some(hash.value)
  if (value === null || custom.algorithm !== 'scrypt') return value
  const { cost = 16_384, blockSize = 8, parallelization = 1 } = custom
  const salt = fieldsOf(hash.salt)
  return `$scrypt$ln=${Math.log2(Number(cost))},r=${Number(blockSize)},p=${Number(parallelization)}$${base64(salt, 'utf8')}$${base64(hash, 'base64')}`
}

function base64({ value, encoding }: Fields, otherwise: BufferEncoding): string {
  const name = text(encoding)
  return Buffer.from(text(value), Buffer.isEncoding(name) ? name : otherwise)
    .toString('base64')
    .replace(/=+$/, '')
}

function readFirebase(content: string): Fields[] {
  const { users } = fieldsOf(JSON.parse(content))
  if (!Array.isArray(users)) throw new SyntaxError('the export has no list of users')
  return users.map(fieldsOf)
}

function fromFirebase(user: Fields, parameters: FirebaseParameters | null): ImportedPerson {
  const [hash, salt] = [user.passwordHash, user.salt].map((part) =>
    text(part).replaceAll('-', '+').replaceAll('_', '/'),
  )
  return {
    email: text(user.email),
    name: text(user.displayName),
    passwordHash: hash === '' || hash === undefined ? null : firebaseHash(hash, salt ?? '', parameters),
    emailVerified: yes(user.emailVerified),
    disabled: yes(user.disabled),
  }
}

function firebaseHash(hash: string, salt: string, parameters: FirebaseParameters | null): string {
  if (parameters === null)
    throw new SyntaxError('hashes of Firebase need the signer key, salt separator, rounds and mem cost')
  const { signerKey, saltSeparator, rounds, memCost } = parameters
  return `$fbscrypt$v=1,n=${memCost},r=${rounds},p=1,ss=${saltSeparator},sk=${signerKey}$${salt}$${hash}`
}

/** `auth.users` as JSON, as CSV, or out of a dump by pg_dump (COPY). */
function readSupabase(content: string): Fields[] {
  const start = content.trimStart()
  if (start.startsWith('[')) return readList(start)
  const copy = /^COPY auth\.users \(([^)]+)\) FROM stdin;\r?\n([\s\S]*?)^\\\.\r?$/m.exec(content)
  if (copy === null) {
    if (/^(--|SET |COPY )/m.test(start)) throw new SyntaxError('the dump has no COPY auth.users')
    return readCsv(content)
  }
  const names = (copy[1] ?? '').split(',').map((name) => name.trim().replaceAll('"', ''))
  return (copy[2] ?? '')
    .split(/\r?\n/)
    .filter((line) => line !== '')
    .map((line) => Object.fromEntries(line.split('\t').map((value, at) => [names[at] ?? '', copyText(value)])))
}

const COPY_SIGNS: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', '\\': '\\' }

/** Undoes the escapes of PostgreSQL's text format; `\N` is null. */
function copyText(value: string): string | null {
  return value === '\\N' ? null : value.replace(/\\(.)/g, (_, sign: string) => COPY_SIGNS[sign] ?? sign)
}

function fromSupabase(user: Fields): ImportedPerson {
  return {
    email: text(user.email),
    name: nameOf(user.raw_user_meta_data),
    passwordHash: some(user.encrypted_password),
    emailVerified: some(user.email_confirmed_at ?? user.confirmed_at) !== null,
    disabled: Date.parse(text(user.banned_until)) > nowMs() || some(user.deleted_at) !== null,
  }
}

function nameOf(metadata: unknown): string {
  let fields = metadata
  if (typeof metadata === 'string') {
    try {
      fields = JSON.parse(metadata)
    } catch {
      return ''
    }
  }
  const { full_name: fullName, name } = fieldsOf(fields)
  return text(fullName) === '' ? text(name) : text(fullName)
}
