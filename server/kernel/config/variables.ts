import type { Variable } from './variable.ts'
import { FILE_VARIABLES } from './variables-files.ts'
import { JOBS_VARIABLES } from './variables-jobs.ts'
import { MAIL_VARIABLES } from './variables-mail.ts'
import { PAYMENT_VARIABLES } from './variables-payments.ts'
import { SECRET_VARIABLES } from './variables-secrets.ts'
import { SETTINGS_VARIABLES } from './variables-settings.ts'

/** Every variable Plinth reads. `contract/env.md` and `.env.example` are generated from this table. */
export const VARIABLES = {
  NODE_ENV: {
    kind: 'choice',
    choices: ['development', 'test', 'production'],
    default: 'development',
    group: 'Server',
    description: 'What the process runs as. Production refuses generated keys and demo data.',
  },
  APP_ENV: {
    kind: 'choice',
    choices: ['development', 'test', 'staging', 'production'],
    group: 'Server',
    description: 'The environment as settings and telemetry know it; follows NODE_ENV when absent.',
  },
  PORT: {
    kind: 'integer',
    min: 0,
    max: 65_535,
    default: '3000',
    group: 'Server',
    description:
      'Port to listen on; when taken, development uses the next free one and says so. 0 lets the system choose.',
  },
  HOST: {
    kind: 'text',
    group: 'Server',
    description: 'Address to listen on. Default: 127.0.0.1 in development, 0.0.0.0 in production.',
  },
  PUBLIC_URL: {
    kind: 'url',
    schemes: ['http:', 'https:'],
    production: 'required',
    group: 'Server',
    description:
      'Where users reach the server. Every link in a mail comes from it, never from a request header. Default in development: http://localhost:PORT.',
  },
  DATA_DIR: {
    kind: 'path',
    default: './data',
    group: 'Server',
    description: 'Folder for everything embedded: PostgreSQL, files, mailbox, generated keys.',
  },
  PRODUCTS: {
    kind: 'list',
    group: 'Server',
    description: 'Products to run, separated by commas. Default: all of them.',
  },
  DEMO: {
    kind: 'boolean',
    group: 'Server',
    description: 'Seed demo data at the first start. Default: true in development; refused in production.',
  },
  ALLOWED_ORIGINS: {
    kind: 'list',
    default: '',
    group: 'Server',
    description: 'Origins besides PUBLIC_URL that may call the API with credentials.',
  },
  TRUSTED_PROXIES: {
    kind: 'list',
    default: '',
    group: 'Server',
    description: 'Addresses or CIDR ranges whose X-Forwarded-For is believed.',
  },
  WEBHOOKS_PRIVATE_NETWORKS: {
    kind: 'list',
    default: '',
    group: 'Server',
    description:
      'Addresses or CIDR ranges that webhooks may be sent to, and calendars read from, although they are private, over http too.',
  },
  SHUTDOWN_ANNOUNCE_MS: {
    kind: 'integer',
    min: 0,
    max: 30_000,
    group: 'Server',
    description:
      'How long readiness answers 503 before connections are closed at SIGTERM. Default: 0 in development, 3000 in production.',
  },
  ...SETTINGS_VARIABLES,
  ...JOBS_VARIABLES,
  DATABASE_URL: {
    kind: 'secret',
    schemes: ['postgres:', 'postgresql:'],
    group: 'Database',
    description: 'PostgreSQL 15 or newer. Absent: an embedded PostgreSQL in DATA_DIR.',
  },
  DATABASE_POOL_MAX: {
    kind: 'integer',
    min: 2,
    max: 200,
    default: '8',
    group: 'Database',
    description: 'Connections of the request pool.',
  },
  DATABASE_WAIT_SECONDS: {
    kind: 'integer',
    min: 0,
    max: 86_400,
    default: '600',
    group: 'Database',
    description:
      'How long a server that starts while PostgreSQL cannot be reached keeps trying, not ready, before it ends with an error. 0: not at all.',
  },
  DATABASE_PREPARED: {
    kind: 'boolean',
    default: 'true',
    group: 'Database',
    description:
      'Prepare repeated statements by name. Set to false behind a pooler without support for it (PgBouncer before 1.21).',
  },
  REDIS_URL: {
    kind: 'secret',
    schemes: ['redis:', 'rediss:'],
    group: 'Limits',
    description:
      'Redis for request limits and cached values of all processes, and for jobs with JOBS_CARRIER=bullmq. Absent: each process has its own.',
  },
  SESSION_SECRET: {
    kind: 'secret',
    production: 'required',
    minLength: 32,
    group: 'Keys',
    description: 'Root of the keys for refresh tokens, CSRF tokens and counters. At least 32 characters.',
  },
  JWT_PRIVATE_KEY: {
    kind: 'secret',
    group: 'Keys',
    description:
      'Private key of access tokens (PKCS#8 PEM; EC P-256, or RSA of 2048 bits or more). JWT_KEYS takes precedence.',
  },
  JWT_KEYS: {
    kind: 'secret',
    group: 'Keys',
    description:
      'JSON array [{"kid","privateKeyPem","active"}]: several keys for rotation, of either algorithm; one is active and signs, all verify. `wrappedKey` in place of privateKeyPem is opened by KMS_UNWRAP_URL. `plinth keys rotate` makes the next set.',
  },
  SIGNING_ALGORITHM: {
    kind: 'choice',
    choices: ['ES256', 'RS256'],
    group: 'Keys',
    description:
      'What access tokens are signed with; the active key must fit. Default: what the key given is made for, and ES256 for a generated one.',
  },
  KMS_UNWRAP_URL: {
    kind: 'url',
    schemes: ['https:', 'http:'],
    group: 'Keys',
    description:
      'Opens wrapped keys of JWT_KEYS at the start: POST {"kid","ciphertext"} answers {"plaintext": base64 of the PKCS#8 key}. http on loopback only.',
  },
  KMS_UNWRAP_TOKEN: { kind: 'secret', minLength: 16, group: 'Keys', description: 'Bearer token for KMS_UNWRAP_URL.' },
  ENCRYPTION_KEYS: {
    kind: 'secret',
    production: 'required',
    group: 'Keys',
    description: 'Field encryption keys, newest first: `kid:base64 of 32 bytes`, separated by commas.',
  },
  PASSWORD_PEPPERS: {
    kind: 'secret',
    group: 'Keys',
    description:
      'Secrets mixed into password hashes, newest first, as ENCRYPTION_KEYS are written; a sign-in moves a hash to the newest. Absent: they follow from ENCRYPTION_KEYS.',
  },
  ...SECRET_VARIABLES,
  ...MAIL_VARIABLES,
  TWILIO_ACCOUNT_SID: {
    kind: 'text',
    group: 'SMS',
    description:
      'Twilio account, `AC...`. Absent: SMS is kept in DATA_DIR/mailbox in development, and not offered in production.',
  },
  TWILIO_AUTH_TOKEN: { kind: 'secret', group: 'SMS', description: 'Goes with TWILIO_ACCOUNT_SID.' },
  TWILIO_FROM: {
    kind: 'text',
    group: 'SMS',
    description: 'Sender: a number such as +15005550006, a sender name, or a messaging service `MG...`.',
  },
  TWILIO_API_BASE: {
    kind: 'url',
    schemes: ['https:', 'http:'],
    default: 'https://api.twilio.com',
    group: 'SMS',
    description: 'Where Twilio answers; http on loopback only.',
  },
  SMS_COUNTRIES: {
    kind: 'list',
    default: '',
    group: 'SMS',
    description:
      'Prefixes that get SMS, such as `49,43,1`, or with `!` do not, `!4487`; the longest decides. Absent: all but premium numbers.',
  },
  SMS_COUNTRY_HOURLY_MAX: {
    kind: 'integer',
    min: 1,
    max: 1_000_000,
    default: '200',
    group: 'SMS',
    description: 'Most SMS to one country within an hour: a limit to what an attacker can cost.',
  },
  ...PAYMENT_VARIABLES,
  ...FILE_VARIABLES,
  GOOGLE_CLIENT_ID: {
    kind: 'text',
    group: 'Sign-in providers',
    description: 'Sign-in with Google: client id. Absent: not offered.',
  },
  GOOGLE_CLIENT_SECRET: { kind: 'secret', group: 'Sign-in providers', description: 'Goes with GOOGLE_CLIENT_ID.' },
  GOOGLE_ISSUER: {
    kind: 'url',
    schemes: ['https:', 'http:'],
    default: 'https://accounts.google.com',
    group: 'Sign-in providers',
    description: 'OpenID issuer of Google; http on loopback only, outside production.',
  },
  GITHUB_CLIENT_ID: {
    kind: 'text',
    group: 'Sign-in providers',
    description: 'Sign-in with GitHub: client id. Absent: not offered.',
  },
  GITHUB_CLIENT_SECRET: { kind: 'secret', group: 'Sign-in providers', description: 'Goes with GITHUB_CLIENT_ID.' },
  GITHUB_AUTHORIZE_URL: {
    kind: 'url',
    schemes: ['https:', 'http:'],
    default: 'https://github.com/login/oauth/authorize',
    group: 'Sign-in providers',
    description: "GitHub's authorization page.",
  },
  GITHUB_TOKEN_URL: {
    kind: 'url',
    schemes: ['https:', 'http:'],
    default: 'https://github.com/login/oauth/access_token',
    group: 'Sign-in providers',
    description: "GitHub's token endpoint; http on loopback only, outside production.",
  },
  GITHUB_API_BASE: {
    kind: 'url',
    schemes: ['https:', 'http:'],
    default: 'https://api.github.com',
    group: 'Sign-in providers',
    description: "GitHub's API; http on loopback only, outside production.",
  },
  LINKEDIN_CLIENT_ID: {
    kind: 'text',
    group: 'Sign-in providers',
    description: 'Sign-in with LinkedIn: client id. Absent: not offered.',
  },
  LINKEDIN_CLIENT_SECRET: { kind: 'secret', group: 'Sign-in providers', description: 'Goes with LINKEDIN_CLIENT_ID.' },
  LINKEDIN_ISSUER: {
    kind: 'url',
    schemes: ['https:', 'http:'],
    default: 'https://www.linkedin.com/oauth',
    group: 'Sign-in providers',
    description: 'OpenID issuer of LinkedIn; http on loopback only, outside production.',
  },
  MICROSOFT_CLIENT_ID: {
    kind: 'text',
    group: 'Sign-in providers',
    description: 'Sign-in with Microsoft: client id. Absent: not offered.',
  },
  MICROSOFT_CLIENT_SECRET: {
    kind: 'secret',
    group: 'Sign-in providers',
    description: 'Goes with MICROSOFT_CLIENT_ID.',
  },
  MICROSOFT_TENANT: {
    kind: 'text',
    default: 'common',
    group: 'Sign-in providers',
    description: 'Whose accounts: a tenant id, `organizations`, `consumers`, or `common` for all.',
  },
  MICROSOFT_ISSUER: {
    kind: 'url',
    schemes: ['https:', 'http:'],
    group: 'Sign-in providers',
    description: 'Replaces the issuer made of MICROSOFT_TENANT.',
  },
  OIDC_PROVIDERS: {
    kind: 'secret',
    group: 'Sign-in providers',
    description:
      'More OpenID providers: JSON array [{"id","title","issuer","clientId","clientSecret","scopes"?,"hosts"?}]; `hosts` are further hosts its metadata may name. A provider is believed about every address it calls verified.',
  },
  RATE_LIMITS: {
    kind: 'choice',
    choices: ['on', 'off'],
    default: 'on',
    group: 'Limits',
    description: 'Request limits by address and account. `off` is for load measurements and refused in production.',
  },
  CAPTCHA_PROVIDER: {
    kind: 'choice',
    choices: ['altcha', 'turnstile', 'hcaptcha'],
    group: 'Limits',
    description:
      'Who is asked after repeated failures: `altcha` is built in (proof of work, no third party). Default: the service whose keys are given, else altcha.',
  },
  TURNSTILE_SITE_KEY: { kind: 'text', group: 'Limits', description: 'Cloudflare Turnstile, public key.' },
  TURNSTILE_SECRET_KEY: { kind: 'secret', group: 'Limits', description: 'Cloudflare Turnstile, secret key.' },
  TURNSTILE_API_BASE: {
    kind: 'url',
    schemes: ['https:', 'http:'],
    default: 'https://challenges.cloudflare.com',
    group: 'Limits',
    description: 'Where Turnstile answers; http on loopback only.',
  },
  HCAPTCHA_SITE_KEY: { kind: 'text', group: 'Limits', description: 'hCaptcha, public key.' },
  HCAPTCHA_SECRET_KEY: { kind: 'secret', group: 'Limits', description: 'hCaptcha, secret key.' },
  HCAPTCHA_API_BASE: {
    kind: 'url',
    schemes: ['https:', 'http:'],
    default: 'https://api.hcaptcha.com',
    group: 'Limits',
    description: 'Where hCaptcha answers; http on loopback only.',
  },
  PASSWORD_MEMORY_KIB: {
    kind: 'integer',
    min: 19_456,
    max: 1_048_576,
    group: 'Limits',
    description:
      'Memory of one argon2id hash; the floor is that of OWASP. Without this and PASSWORD_PASSES the cost is measured at the first use: the strongest that takes 40 ms here.',
  },
  PASSWORD_PASSES: {
    kind: 'integer',
    min: 2,
    max: 16,
    group: 'Limits',
    description: 'Passes of argon2id; see PASSWORD_MEMORY_KIB.',
  },
  MFA_REQUIRED_ROLES: {
    kind: 'list',
    group: 'Limits',
    description:
      'Roles whose holders must prove a second factor, separated by commas, or `none`; a role edited in the console says so itself. Default: administrator in production, none otherwise.',
  },
  LOG_LEVEL: {
    kind: 'choice',
    choices: ['fatal', 'error', 'warn', 'info', 'debug', 'silent'],
    default: 'info',
    group: 'Observability',
    description: 'Least severe level that is logged.',
  },
  LOG_FORMAT: {
    kind: 'choice',
    choices: ['json', 'text'],
    group: 'Observability',
    description: 'JSON lines, or short text for a person. Default: text when development runs in a terminal.',
  },
  METRICS_TOKEN: {
    kind: 'secret',
    minLength: 16,
    group: 'Observability',
    description: 'Bearer token of /metrics. Absent: /metrics answers loopback callers only.',
  },
  ADMIN_EMAIL: {
    kind: 'text',
    group: 'First administrator',
    description: 'With ADMIN_PASSWORD: makes the first administrator at start, when there is none.',
  },
  ADMIN_PASSWORD: { kind: 'secret', minLength: 12, group: 'First administrator', description: 'See ADMIN_EMAIL.' },
} as const satisfies Record<string, Variable>

export type VariableName = keyof typeof VARIABLES
