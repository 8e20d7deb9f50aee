import { createSecretKey } from 'node:crypto'
import pino from 'pino'
import { secret } from '../config/secret.ts'
import { createDatabase } from '../db/database.ts'
import { startProcess } from '../jobs/jobs.test-support.ts'
import type { Logger } from '../telemetry/log.ts'
import { createMetrics } from '../telemetry/metrics.ts'
import { parseMailbox } from './address.ts'
import { createMail } from './mail.ts'

/** A worker process for tests that kill it: sends the mail whose id it is given, on the database and receiver it is given. */
const [databaseUrl = '', smtpUrl = '', key = '', mailId = ''] = process.argv.slice(2)

const fail = (): never => {
  throw new Error('only health reads this database')
}

const mail = createMail({
  db: createDatabase(
    { url: databaseUrl, name: 'child', poolMax: 2, statementTimeoutMs: 5000, prepared: true, onPoolError: fail },
    { audit: fail, publish: fail, enqueue: fail },
  ),
  config: {
    from: parseMailbox('Plinth <no-reply@example.com>'),
    carrier: { kind: 'smtp', url: secret(smtpUrl) },
    mailboxDir: '',
    reportKeys: { resend: null, sendgrid: null },
    encryptionKeys: [{ kid: 'e1', key: createSecretKey(Buffer.from(key, 'base64')) }],
    productName: 'Plinth',
    publicUrl: new URL('https://app.example.com'),
    development: false,
  },
  log: pino({ level: 'silent' }) as Logger,
  metrics: createMetrics('test'),
})
const worker = await startProcess(databaseUrl, 'worker', { jobs: [...mail.jobs] })
await worker.transaction((tx) => tx.enqueue({ queue: 'mail.send', data: { mailId }, options: {} }))
