import type { App } from '../app.ts'
import type { Config } from '../kernel/config/config.ts'
import type { OpenDatabase } from './database.ts'
import type { DemoPayments } from './demo-payments.ts'
import { table } from './table.ts'

export interface Announcement {
  readonly app: App
  readonly config: Config
  readonly database: OpenDatabase
  readonly demo: DemoPayments | null
  readonly port: number
  readonly wantedPort: number
}

/** Tells a person where everything is. In production the log line says it; standard output stays machine-readable. */
export async function announce(announcement: Announcement): Promise<void> {
  const { app, config, database, demo, port, wantedPort } = announcement
  if (config.mode === 'production') return
  const origin = config.server.publicUrl.origin
  const setupLink = await app.units.identity.createSetupLink()
  const rows: [string, string][] = [
    ['Console', origin],
    ['API', `${origin}/api/docs`],
    ['Health', `${origin}/health`],
    ...(config.mail.carrier === null ? ([['Mailbox', `${origin}/dev/mailbox`]] as [string, string][]) : []),
    ...(setupLink === null
      ? []
      : ([['Set up', `${setupLink}  (makes the first administrator, once)`]] as [string, string][])),
  ]
  if (config.demo && config.mail.carrier === null)
    for (const { email, what } of app.units.all.flatMap(({ demoPeople = [] }) => demoPeople))
      rows.push([
        'Demo',
        `${email} is ${what}: have a link mailed at ${origin}/sign-in-by-mail, it comes to the mailbox`,
      ])
  const payments = demo === null ? '' : `\n${paymentLines(demo)}`
  const embedded = [
    ...(database.embedded ? [`PostgreSQL in ${config.dataDir}/postgres (DATABASE_URL)`] : []),
    `files in ${config.files.dir} (FILES_DIR)`,
    ...(config.mail.carrier === null ? ['mail kept in the mailbox (SMTP_URL)'] : []),
    ...(config.redisUrl === null ? ['limits and cache in this process (REDIS_URL)'] : []),
  ]
  const generated =
    config.keys.generated.length === 0
      ? ''
      : `\n  Keys      generated in ${config.dataDir}/keys: ${config.keys.generated.join(', ')}`
  const moved = port === wantedPort || wantedPort === 0 ? '' : `  Port ${wantedPort} is taken, so this is ${port}.\n`
  const lines = rows.map(([name, value]) => `  ${name.padEnd(9)} ${value}`).join('\n')
  const found = await findingLines(app)
  process.stdout.write(
    `\n${moved}${lines}\n  Embedded  ${embedded.join('\n            ')}${payments}${generated}\n${found}\n`,
  )
}

/** What is to be said of the configuration and the settings. */
async function findingLines(app: App): Promise<string> {
  const { findings } = await app.units.settings.report()
  const rows = findings.map(({ severity, subject, message }) => ['Findings', severity, subject, message])
  return table(rows.map((row, at) => (at === 0 ? row : ['', ...row.slice(1)])))
}

/** What plays the providers, with what pays in it. */
function paymentLines({ urls }: DemoPayments): string {
  return [
    `  Payments  test payments, no money moves: card 4242 4242 4242 4242, M-Pesa 254712345678`,
    `            stand-ins: Stripe ${urls.stripe}, PayPal ${urls.paypal}, M-Pesa ${urls.mpesa}`,
  ].join('\n')
}
