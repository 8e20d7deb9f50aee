import { BlockList, isIP } from 'node:net'
import { resolve } from 'node:path'
import { type CaptchaBases, type CaptchaSettings, readCaptcha, readCaptchaBases } from './captcha.ts'
import { type FileSettings, readFiles } from './files.ts'
import { type Inspection, inspect } from './inspect.ts'
import { type Keys, readKeys, readStoreKeys, type StoreKeys } from './keys.ts'
import { type MailSettings, readMail } from './mail.ts'
import { type PasswordSettings, readPasswords } from './passwords.ts'
import { type PaymentSettings, readPayments } from './payments.ts'
import { ConfigError, type Environment, parseBoolean, parseList, RawValues } from './read.ts'
import type { Resolved, VariableReference } from './references.ts'
import { type Secret, secret } from './secret.ts'
import { readSecrets, type SecretProviderSettings } from './secrets.ts'
import { type AppEnvironment, readSettingLayers, type SettingLayers } from './setting-layers.ts'
import { readSignInProviders, type SignInProvider } from './sign-in-providers.ts'
import { readSms, type SmsSettings } from './sms.ts'
import { VARIABLES, type VariableName } from './variables.ts'

/** The whole configuration: read once, validated, frozen; handed on in slices. */
export interface Config {
  readonly mode: 'development' | 'test' | 'production'
  readonly appEnvironment: AppEnvironment
  /** What is said of settings outside the database. */
  readonly settings: SettingLayers
  readonly server: ServerConfig
  readonly dataDir: string
  readonly database: DatabaseConfig
  /** Null: what Redis would share is kept in each process. */
  readonly redisUrl: Secret | null
  /** Private networks that webhooks may be sent to. */
  readonly webhooks: { readonly privateNetworks: BlockList }
  /** Not null: BullMQ on this Redis brings jobs to workers. */
  readonly jobsRedisUrl: Secret | null
  readonly keys: Keys
  /** Where secrets are kept; the first answers `secret:` references. */
  readonly secretProviders: readonly SecretProviderSettings[]
  /** Variables that secrets kept elsewhere gave their values. */
  readonly references: readonly ConfigReference[]
  readonly mail: MailSettings
  readonly sms: SmsSettings
  readonly payments: PaymentSettings
  readonly files: FileSettings
  readonly identity: {
    readonly passwords: PasswordSettings
    readonly captcha: CaptchaSettings
    readonly captchaBases: CaptchaBases
    /** Roles that demand a second factor unless the role itself says otherwise. */
    readonly mfaRequiredRoles: readonly string[]
    readonly admin: { readonly email: string; readonly password: Secret } | null
  }
  readonly signInProviders: readonly SignInProvider[]
  readonly telemetry: { readonly level: string; readonly format: 'json' | 'text'; readonly metricsToken: Secret | null }
  readonly products: readonly string[]
  readonly demo: boolean
  readonly inspection: Inspection
}

export interface ConfigReference extends VariableReference {
  /** The value that the process began with, or was renewed to. */
  readonly value: Secret
  /** Whether a new value is used without a restart. */
  readonly renewable: boolean
  /** Puts a new value in use; answers what is wrong with it, null when nothing is. */
  renew(text: string): string | null
}

export interface ServerConfig {
  readonly host: string
  readonly port: number
  readonly portMayMove: boolean
  readonly publicUrl: URL
  readonly allowedOrigins: readonly string[]
  readonly trustedProxies: BlockList
  readonly embeddedJobs: boolean
  readonly shutdownAnnounceMs: number
  readonly rateLimits: boolean
}

export interface DatabaseConfig {
  /** Null: embedded. */
  readonly url: Secret | null
  readonly poolMax: number
  /** How long a start waits for PostgreSQL. */
  readonly waitSeconds: number
  readonly prepared: boolean
}

/** What the program knows that the configuration must agree with. */
export interface Surroundings {
  /** Names of the products that exist. */
  readonly products: readonly string[]
  /** True when standard output is a person's terminal: decides the default log format. */
  readonly terminal: boolean
}

/** Reads the environment; throws ConfigError with every fault at once. `resolved`: what its references to secrets stand for. */
export function readConfig(
  environment: Environment,
  surroundings: Surroundings,
  resolved: Resolved = new Map(),
): Config {
  const { products: knownProducts, terminal } = surroundings
  const raw = new RawValues(environment, resolved)
  const read = reader(raw)
  const mode = read.choice('NODE_ENV') as Config['mode']
  const production = mode === 'production'
  const dataDir = resolve(read.text('DATA_DIR') ?? './data')
  const appEnvironment = (raw.get('APP_ENV') ?? mode) as AppEnvironment
  const captchaBases = readCaptchaBases(raw)
  const config: Omit<Config, 'inspection'> = {
    mode,
    appEnvironment,
    settings: readSettingLayers(environment, raw, appEnvironment),
    server: serverConfig(raw, read, production),
    dataDir,
    database: databaseConfig(read),
    redisUrl: read.secret('REDIS_URL'),
    webhooks: { privateNetworks: networks('WEBHOOKS_PRIVATE_NETWORKS', read, raw) },
    jobsRedisUrl: jobsRedisUrl(raw, read),
    keys: readKeys(raw, dataDir, production),
    secretProviders: readSecrets(raw, environment),
    mail: readMail(raw, dataDir),
    sms: readSms(raw),
    payments: readPayments(raw, production && appEnvironment === 'production'),
    files: readFiles(raw, dataDir),
    identity: {
      passwords: readPasswords(raw, mode),
      captcha: readCaptcha(raw, captchaBases),
      captchaBases,
      mfaRequiredRoles: mfaRequiredRoles(raw, production),
      admin: adminConfig(raw),
    },
    signInProviders: readSignInProviders(raw, production),
    telemetry: {
      level: read.choice('LOG_LEVEL'),
      format:
        (raw.get('LOG_FORMAT') as 'json' | 'text' | undefined) ??
        (mode === 'development' && terminal ? 'text' : 'json'),
      metricsToken: read.secret('METRICS_TOKEN'),
    },
    products: products(raw, read, knownProducts),
    demo: read.boolean('DEMO', mode === 'development'),
    // Last: by then it is known which values are revealed at each use.
    references: configReferences(raw, (renewed) => readConfig(environment, surroundings, renewed), resolved),
  }
  checkProduction(raw, config)
  if (raw.faults.length > 0) throw new ConfigError(raw.faults)
  return Object.freeze({ ...config, inspection: inspect(raw, config) })
}

/** What the database is opened with, and what is sealed in it. */
export interface StoreAccess extends Pick<Config, 'mode' | 'appEnvironment' | 'dataDir' | 'database'> {
  readonly keys: StoreKeys
}

/** The part of the configuration that secrets of the database are read by; its faults are in `raw`. */
export function readStoreAccess(raw: RawValues): StoreAccess {
  const read = reader(raw)
  const mode = read.choice('NODE_ENV') as Config['mode']
  const dataDir = resolve(read.text('DATA_DIR') ?? './data')
  return {
    mode,
    appEnvironment: (raw.get('APP_ENV') ?? mode) as AppEnvironment,
    dataDir,
    database: databaseConfig(read),
    keys: readStoreKeys(raw, dataDir, mode === 'production'),
  }
}

function databaseConfig(read: Reader): DatabaseConfig {
  return {
    url: read.secret('DATABASE_URL'),
    poolMax: read.integer('DATABASE_POOL_MAX'),
    waitSeconds: read.integer('DATABASE_WAIT_SECONDS'),
    prepared: read.boolean('DATABASE_PREPARED', true),
  }
}

/** `check` throws for a value that does not fit. */
function configReferences(raw: RawValues, check: (resolved: Resolved) => void, resolved: Resolved): ConfigReference[] {
  return raw.references.map(({ variable, reference }) => {
    const live = raw.renewable.get(variable)
    return {
      ...{ variable, reference, renewable: live !== undefined },
      value: live?.secret ?? secret(raw.get(variable) ?? ''),
      renew(text) {
        try {
          check(new Map([...resolved, [reference, { text }]]))
        } catch (error) {
          if (!(error instanceof ConfigError)) throw error
          return error.faults.map((fault) => fault.message).join('; ')
        }
        live?.renew(text)
        return null
      },
    }
  })
}

function reader(raw: RawValues) {
  const withDefault = (name: VariableName): string | undefined =>
    raw.get(name) ?? ('default' in VARIABLES[name] ? (VARIABLES[name] as { default: string }).default : undefined)
  return {
    text: withDefault,
    choice: (name: VariableName): string => withDefault(name) ?? '',
    integer: (name: VariableName): number => Number(withDefault(name)),
    boolean: (name: VariableName, fallback: boolean): boolean => parseBoolean(withDefault(name) ?? '') ?? fallback,
    list: (name: VariableName): string[] => parseList(withDefault(name) ?? ''),
    secret: (name: VariableName): Secret | null => {
      const value = raw.get(name)
      return value === undefined ? null : secret(value)
    },
  }
}

function jobsRedisUrl(raw: RawValues, read: Reader): Secret | null {
  if (read.choice('JOBS_CARRIER') !== 'bullmq') return null
  const url = read.secret('REDIS_URL')
  if (url === null)
    raw.fault('REDIS_URL', 'is what JOBS_CARRIER=bullmq carries jobs by; give it, or leave JOBS_CARRIER out')
  return url
}

function mfaRequiredRoles(raw: RawValues, production: boolean): readonly string[] {
  const text = raw.get('MFA_REQUIRED_ROLES')
  if (text === undefined) return production ? ['administrator'] : []
  return text === 'none' ? [] : parseList(text)
}

type Reader = ReturnType<typeof reader>

function serverConfig(raw: RawValues, read: Reader, production: boolean): ServerConfig {
  const port = read.integer('PORT')
  const publicUrl = new URL(raw.get('PUBLIC_URL') ?? `http://localhost:${port}`)
  const { pathname, search, hash, username, password } = publicUrl
  if (pathname !== '/' || `${search}${hash}${username}${password}` !== '')
    raw.fault('PUBLIC_URL', 'has no path, query, fragment or credentials')
  return {
    host: raw.get('HOST') ?? (production ? '0.0.0.0' : '127.0.0.1'),
    port,
    portMayMove: !production && raw.get('PUBLIC_URL') === undefined,
    publicUrl,
    allowedOrigins: read.list('ALLOWED_ORIGINS').map((origin) => originOf(origin, raw)),
    trustedProxies: networks('TRUSTED_PROXIES', read, raw),
    embeddedJobs: read.boolean('EMBEDDED_JOBS', true),
    shutdownAnnounceMs: Number(raw.get('SHUTDOWN_ANNOUNCE_MS') ?? (production ? 3000 : 0)),
    rateLimits: read.choice('RATE_LIMITS') === 'on',
  }
}

function originOf(text: string, raw: RawValues): string {
  if (URL.canParse(text) && new URL(text).origin === text) return text
  raw.fault('ALLOWED_ORIGINS', `${text} is not an origin such as https://app.example.com`)
  return text
}

function networks(name: 'TRUSTED_PROXIES' | 'WEBHOOKS_PRIVATE_NETWORKS', read: Reader, raw: RawValues): BlockList {
  const list = new BlockList()
  for (const entry of read.list(name)) {
    const [address = '', prefix] = entry.split('/')
    const family = isIP(address)
    const bits = prefix === undefined ? (family === 6 ? 128 : 32) : Number(prefix)
    const valid = family !== 0 && Number.isInteger(bits) && bits >= 0 && bits <= (family === 6 ? 128 : 32)
    if (valid) list.addSubnet(address, bits, family === 6 ? 'ipv6' : 'ipv4')
    else raw.fault(name, `${entry} is not an address or a CIDR range`)
  }
  return list
}

function adminConfig(raw: RawValues): Config['identity']['admin'] {
  const email = raw.get('ADMIN_EMAIL')
  const password = raw.get('ADMIN_PASSWORD')
  if (email === undefined && password === undefined) return null
  if (email === undefined || password === undefined) {
    raw.fault(email === undefined ? 'ADMIN_EMAIL' : 'ADMIN_PASSWORD', 'goes together with its pair')
    return null
  }
  return { email, password: secret(password) }
}

function products(raw: RawValues, read: Reader, known: readonly string[]): string[] {
  if (raw.get('PRODUCTS') === undefined) return [...known]
  const wanted = read.list('PRODUCTS')
  for (const name of wanted)
    if (!known.includes(name)) raw.fault('PRODUCTS', `${name} is not one of ${known.join(', ')}`)
  return wanted
}

/** Of 32 random characters fewer than this many different ones do not occur: a word repeated does. */
const SECRET_CHARACTERS_MIN = 10

function checkProduction(raw: RawValues, config: Omit<Config, 'inspection'>): void {
  if (config.mode !== 'production') return
  if (new Set(raw.get('SESSION_SECRET')).size < SECRET_CHARACTERS_MIN)
    raw.fault('SESSION_SECRET', `has at least ${SECRET_CHARACTERS_MIN} different characters; make it with a generator`)
  if (config.demo) raw.fault('DEMO', 'demo data is refused in production')
  if (!config.server.rateLimits) raw.fault('RATE_LIMITS', 'limits stay on in production')
  if (raw.get('PUBLIC_URL') === undefined) raw.fault('PUBLIC_URL', 'production names where users reach it')
  else if (config.server.publicUrl.protocol !== 'https:' && config.server.publicUrl.hostname !== 'localhost')
    raw.fault('PUBLIC_URL', 'production is reached by https')
}
