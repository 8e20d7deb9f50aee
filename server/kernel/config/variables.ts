/** How a variable's text is read. */
export type VariableKind = 'text' | 'secret' | 'integer' | 'boolean' | 'url' | 'list' | 'choice' | 'path'

export interface Variable {
  readonly kind: VariableKind
  readonly description: string
  readonly group: 'Server' | 'Database' | 'Keys' | 'Mail' | 'Files' | 'Limits' | 'Observability' | 'First administrator'
  readonly default?: string
  readonly choices?: readonly string[]
  readonly min?: number
  readonly max?: number
  /** What production demands beyond development. */
  readonly production?: 'required'
  /** Shortest acceptable secret in production, in bytes of text. */
  readonly minLength?: number
  /** URL schemes accepted. */
  readonly schemes?: readonly string[]
}

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
  EMBEDDED_JOBS: {
    kind: 'boolean',
    default: 'true',
    group: 'Server',
    description: 'Run jobs inside `serve`. Set to false when `plinth worker` processes run them.',
  },
  SHUTDOWN_ANNOUNCE_MS: {
    kind: 'integer',
    min: 0,
    max: 30_000,
    group: 'Server',
    description:
      'How long readiness answers 503 before connections are closed at SIGTERM. Default: 0 in development, 3000 in production.',
  },
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
  DATABASE_PREPARED: {
    kind: 'boolean',
    default: 'true',
    group: 'Database',
    description:
      'Prepare repeated statements by name. Set to false behind a pooler without support for it (PgBouncer before 1.21).',
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
    description: 'Private key of access tokens (PKCS#8 PEM, P-256). JWT_KEYS takes precedence.',
  },
  JWT_KEYS: {
    kind: 'secret',
    group: 'Keys',
    description: 'JSON array [{"kid","privateKeyPem","active"}]: several keys for rotation; one is active.',
  },
  ENCRYPTION_KEYS: {
    kind: 'secret',
    production: 'required',
    group: 'Keys',
    description: 'Field encryption keys, newest first: `kid:base64 of 32 bytes`, separated by commas.',
  },
  EMAIL_FROM: {
    kind: 'text',
    default: 'Plinth <no-reply@localhost.localdomain>',
    group: 'Mail',
    description: 'Sender of all mail, `Name <address>`.',
  },
  SMTP_URL: {
    kind: 'secret',
    schemes: ['smtp:', 'smtps:'],
    group: 'Mail',
    description:
      'Mail server, `smtps://user:password@host:465`. Absent: mail is kept in DATA_DIR/mailbox, shown at /dev/mailbox in development.',
  },
  UPLOAD_MAX_BYTES: {
    kind: 'integer',
    min: 1024,
    max: 5_000_000_000,
    default: '524288000',
    group: 'Files',
    description: 'Largest single upload; purposes may set less.',
  },
  FILES_DIR: { kind: 'path', group: 'Files', description: 'Folder for file bytes. Default: DATA_DIR/files.' },
  RATE_LIMITS: {
    kind: 'choice',
    choices: ['on', 'off'],
    default: 'on',
    group: 'Limits',
    description: 'Request limits by address and account. `off` is for load measurements and refused in production.',
  },
  PASSWORD_MEMORY_KIB: {
    kind: 'integer',
    min: 19_456,
    max: 1_048_576,
    default: '19456',
    group: 'Limits',
    description: 'Memory of one argon2id hash; the floor is that of OWASP.',
  },
  PASSWORD_PASSES: {
    kind: 'integer',
    min: 2,
    max: 16,
    default: '2',
    group: 'Limits',
    description: 'Passes of argon2id.',
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
