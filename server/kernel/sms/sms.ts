import { inSeconds } from '../clock.ts'
import type { Secret } from '../config/secret.ts'
import { deriveKey } from '../crypto/derive-key.ts'
import { type SealingKey, seal } from '../crypto/seal.ts'
import type { Db, Tx } from '../db/database.ts'
import { newId } from '../id.ts'
import { type AnyJob, enqueue, type Schedule } from '../jobs/job.ts'
import { createMailboxFolder } from '../mail/mailbox-folder.ts'
import type { HealthCheck } from '../telemetry/health.ts'
import type { Metrics } from '../telemetry/metrics.ts'
import { DEFAULT_CAPS, takeSms } from './caps.ts'
import { type CountryRule, countryRule } from './countries.ts'
import { createMailboxTransport } from './mailbox-transport.ts'
import { insertSms } from './outbox.ts'
import { type PhoneNumber, smsProblem } from './phone-number.ts'
import { smsHealth } from './sms-health.ts'
import { createSmsJob, purgeSmsJob, purgeSmsSchedule } from './sms-job.ts'
import { createTwilioTransport, type TwilioAccount } from './twilio-transport.ts'

export interface SmsConfig {
  /** Null: messages are kept in `mailboxDir` in development, and there are none in production. */
  readonly twilio: TwilioAccount | null
  readonly mailboxDir: string
  readonly development: boolean
  /** The first seals; all open. */
  readonly encryptionKeys: readonly SealingKey[]
  /** The counters' key is derived from it. */
  readonly masterSecret: Secret
  /** Prefixes that may be written to, or with `!` may not. */
  readonly countries: readonly string[]
  readonly countryHourlyMax: number
}

export interface Message {
  /** `unit.what`: `factors.code`. */
  readonly purpose: string
  readonly text: string
  /** After that many seconds it is no longer worth sending. */
  readonly lifetimeSeconds: number
}

/** What units send SMS by. */
export interface SmsSender {
  /** False: this server sends no SMS. */
  readonly enabled: boolean
  /** Throws sms/not-set-up, or sms/country-refused for a number that is never written to. */
  assertAccepts(to: PhoneNumber): void
  /**
   * Queues a message in the caller's transaction: an outbox row and a job; sent after commit. False when one of the hourly caps (number,
   * block of numbers, client network, country) is reached: nothing is queued, and the caller answers as if it were. Throws as assertAccepts.
   */
  send(tx: Tx, to: PhoneNumber, message: Message): Promise<boolean>
}

/** SMS as the process runs it. */
export interface Sms extends SmsSender {
  readonly jobs: readonly AnyJob[]
  readonly schedules: readonly Schedule[]
  readonly health: readonly HealthCheck[]
}

/** SMS by an outbox; number and text are encrypted until they are sent, then gone. */
export function createSms(options: {
  readonly db: Db
  readonly config: SmsConfig
  readonly metrics: Pick<Metrics, 'smsMessages'>
}): Sms {
  const { db, config, metrics } = options
  const { twilio, encryptionKeys: keys } = config
  const transport =
    twilio === null ? createMailboxTransport(createMailboxFolder(config.mailboxDir)) : createTwilioTransport(twilio)
  const sendJob = createSmsJob({ transport, keys, metrics })
  const countersKey = deriveKey(config.masterSecret, 'plinth sms counters v1')
  const caps = { ...DEFAULT_CAPS, country: config.countryHourlyMax }
  const enabled = twilio !== null || config.development
  const assertAccepts = acceptance(enabled, countryRule(config.countries))

  return {
    enabled,
    assertAccepts,
    async send(tx, to, { purpose, text, lifetimeSeconds }) {
      assertAccepts(to)
      if (!(await takeSms(tx, countersKey, caps, to))) {
        metrics.smsMessages.inc({ provider: transport.name, outcome: 'capped' })
        return false
      }
      const id = newId<'sms'>()
      const sealed_message = seal(keys, id, JSON.stringify({ to: to.e164, text }))
      const expires_at = inSeconds(lifetimeSeconds)
      await insertSms(tx, { id, purpose, country: to.callingCode, expires_at, sealed_message })
      await enqueue(tx, sendJob, { smsId: id })
      return true
    },
    jobs: [sendJob, purgeSmsJob],
    schedules: [purgeSmsSchedule],
    health: enabled ? [smsHealth({ db, transport })] : [],
  }
}

function acceptance(enabled: boolean, rule: CountryRule) {
  return (to: PhoneNumber): void => {
    if (!enabled) throw smsProblem('not-set-up')
    if (!rule(to)) throw smsProblem('country-refused')
  }
}
