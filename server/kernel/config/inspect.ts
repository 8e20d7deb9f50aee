import type { FileSettings } from './files.ts'
import type { MailSettings } from './mail.ts'
import type { PaymentSettings } from './payments.ts'
import type { RawValues } from './read.ts'
import type { Secret } from './secret.ts'
import type { AppEnvironment } from './setting-layers.ts'
import type { SmsSettings } from './sms.ts'
import type { Variable } from './variable.ts'
import { VARIABLES, type VariableName } from './variables.ts'

/** Something about a configuration that runs: a warning marks health as degraded, an info is told. What must not run is a fault. */
export interface ConfigFinding {
  readonly severity: 'warning' | 'info'
  readonly variable: VariableName
  /** A sentence about the variable, without its value. */
  readonly message: string
}

/** A variable as it stands, for operators. */
export interface VariableStanding {
  readonly name: string
  readonly group: string
  readonly kind: Variable['kind']
  readonly description: string
  readonly default: string | null
  /** `file`: by NAME_FILE; `generated`: made at the first start and kept in DATA_DIR/keys. */
  readonly source: 'environment' | 'file' | 'generated' | 'default' | 'unset'
  /** Null for what is not set, and for every secret. */
  readonly value: string | null
}

export interface Inspection {
  readonly variables: readonly VariableStanding[]
  readonly findings: readonly ConfigFinding[]
}

/** What of the configuration is looked at. */
interface Inspected {
  readonly mode: 'development' | 'test' | 'production'
  readonly appEnvironment: AppEnvironment
  readonly database: { readonly url: Secret | null }
  readonly redisUrl: Secret | null
  readonly keys: { readonly generated: readonly string[] }
  readonly mail: Pick<MailSettings, 'carrier'>
  readonly sms: Pick<SmsSettings, 'twilio'>
  readonly payments: PaymentSettings
  readonly files: Pick<FileSettings, 's3' | 'clamdUrl'>
  readonly signInProviders: readonly unknown[]
  readonly telemetry: { readonly metricsToken: Secret | null }
}

/** Tells of every variable where its value comes from, and what a person should know of the whole. */
export function inspect(raw: RawValues, config: Inspected): Inspection {
  return { variables: standings(raw, config.keys.generated), findings: [...weakSecrets(raw), ...remarks(raw, config)] }
}

function standings(raw: RawValues, generated: readonly string[]): VariableStanding[] {
  return (Object.entries(VARIABLES) as [VariableName, Variable][]).map(([name, variable]) => {
    const given = raw.get(name)
    const fallback = variable.default ?? null
    return {
      ...{ name, group: variable.group, kind: variable.kind, description: variable.description, default: fallback },
      source: sourceOf(raw, name, generated.includes(name), fallback),
      value: variable.kind === 'secret' ? null : withoutCredentials(given ?? fallback),
    }
  })
}

function sourceOf(
  raw: RawValues,
  name: VariableName,
  isGenerated: boolean,
  fallback: string | null,
): VariableStanding['source'] {
  if (raw.get(name) !== undefined) return raw.isFromFile(name) ? 'file' : 'environment'
  if (isGenerated) return 'generated'
  return fallback === null ? 'unset' : 'default'
}

/** An address may carry what opens it. */
function withoutCredentials(text: string | null): string | null {
  return text?.replaceAll(/(?<=:\/\/)[^/?#\s,]*@/g, '') ?? null
}

/** A generated secret of this length has more different characters; a word repeated has not. */
const CHARACTERS_MIN = 8

function weakSecrets(raw: RawValues): ConfigFinding[] {
  return (Object.entries(VARIABLES) as [VariableName, Variable][]).flatMap(([variable, { kind, minLength }]) => {
    const given = raw.get(variable)
    if (kind !== 'secret' || minLength === undefined || given === undefined) return []
    return new Set(given).size >= CHARACTERS_MIN
      ? []
      : [{ severity: 'warning', variable, message: 'is easily guessed; make it with a generator' } as const]
  })
}

type Remark = ConfigFinding & { readonly holds: boolean }

function remarks(raw: RawValues, config: Inspected): ConfigFinding[] {
  const isProduction = config.mode === 'production'
  const { stripe, paypal, mpesa } = config.payments
  const environment = config.appEnvironment
  const isMixed = isProduction !== (environment === 'staging' || environment === 'production')
  const warnings: Remark[] = [
    warning('APP_ENV', isMixed, `is ${environment} while NODE_ENV is ${config.mode}`),
    warning(
      'SMTP_URL',
      isProduction && config.mail.carrier === null,
      'is not set: mail is kept here and reaches nobody',
    ),
    warning(
      'DATABASE_URL',
      isProduction && config.database.url === null,
      'is not set: the database is embedded, on this machine and for one process',
    ),
  ]
  const infos: Remark[] = [
    info(
      'REDIS_URL',
      isProduction && config.redisUrl === null,
      'is not set: each process counts and caches for itself',
    ),
    info('S3_BUCKET', isProduction && config.files.s3 === null, 'is not set: files are kept on this disk'),
    info('CLAMD_URL', isProduction && config.files.clamdUrl === null, 'is not set: files are not scanned for malware'),
    info('TWILIO_ACCOUNT_SID', config.sms.twilio === null, 'is not set: no text messages'),
    info(
      'STRIPE_SECRET_KEY',
      stripe === null && paypal === null && mpesa === null,
      'is not set, nor another: no payments',
    ),
    info('OIDC_PROVIDERS', config.signInProviders.length === 0, 'is not set, nor another: no sign-in by a provider'),
    info('METRICS_TOKEN', config.telemetry.metricsToken === null, 'is not set: /metrics answers this machine only'),
    info(
      'ADMIN_PASSWORD',
      isProduction && raw.get('ADMIN_PASSWORD') !== undefined,
      'is needed at the first start only',
    ),
  ]
  return [...warnings, ...infos].flatMap(({ holds, ...finding }) => (holds ? [finding] : []))
}

const warning = (variable: VariableName, holds: boolean, message: string): Remark => ({
  ...{ severity: 'warning', variable, message, holds },
})
const info = (variable: VariableName, holds: boolean, message: string): Remark => ({
  ...{ severity: 'info', variable, message, holds },
})
