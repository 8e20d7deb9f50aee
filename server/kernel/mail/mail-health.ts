import { monotonicMs } from '../clock.ts'
import type { Db } from '../db/database.ts'
import type { HealthCheck, HealthFinding } from '../telemetry/health.ts'
import { outboxState } from './outbox.ts'
import type { MailTransport } from './transport.ts'

/** A finding about the mail server is kept this long: anybody may ask for health, and each answer costs a connection. */
const VERIFIED_FOR_MS = 30_000
const WAITING_SECONDS_MAX = 600

interface Watched {
  readonly db: Db
  readonly transport: MailTransport
  readonly development: boolean
}

/** Does the mail server answer, and does the outbox drain? Never takes the process out of service: mail waits. */
export function mailHealth(watched: Watched): HealthCheck {
  let verified: { readonly finding: Promise<HealthFinding>; readonly untilMs: number } | null = null
  const transportFinding = (): Promise<HealthFinding> => {
    if (verified === null || monotonicMs() >= verified.untilMs) {
      verified = { finding: watched.transport.verify(), untilMs: monotonicMs() + VERIFIED_FOR_MS }
    }
    return verified.finding
  }
  return {
    name: 'mail',
    ready: false,
    async run(signal) {
      const found = await Promise.race([transportFinding(), silence(signal)])
      if (found.status !== 'pass') return found
      return (await outboxFinding(watched)) ?? modeFinding(watched, found)
    },
  }
}

async function outboxFinding({ db }: Watched): Promise<HealthFinding | null> {
  const { waiting, oldestWaitingSeconds, failed, uncertain } = await outboxState(db)
  if (oldestWaitingSeconds > WAITING_SECONDS_MAX) {
    const minutes = Math.floor(oldestWaitingSeconds / 60)
    const observed = `${waiting} mails wait, the oldest for ${minutes} minutes`
    return { status: 'warn', observed, fix: 'check that a worker runs, and the queue mail.send' }
  }
  if (failed > 0) {
    const observed = `${failed} mails of the last day were not delivered`
    return { status: 'warn', observed, fix: 'see failed jobs of mail.send' }
  }
  if (uncertain === 0) return null
  return {
    status: 'warn',
    observed: `of ${uncertain} mails of the last day nobody knows whether they arrived`,
    fix: 'send them again, or not, under Mail in the console',
  }
}

function modeFinding({ transport, development }: Watched, found: HealthFinding): HealthFinding {
  if (transport.name !== 'mailbox' || development) return found
  return {
    status: 'warn',
    observed: found.observed,
    fix: 'set SMTP_URL, RESEND_API_KEY or SENDGRID_API_KEY: nobody gets any mail',
  }
}

function silence(signal: AbortSignal): Promise<HealthFinding> {
  const finding: HealthFinding = {
    status: 'fail',
    observed: 'the mail server has not answered in time',
    fix: 'check the network between',
  }
  return new Promise((resolve) => {
    if (signal.aborted) resolve(finding)
    else signal.addEventListener('abort', () => resolve(finding), { once: true })
  })
}
