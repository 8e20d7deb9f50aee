import { monotonicMs } from '../clock.ts'
import type { Db } from '../db/database.ts'
import type { HealthCheck, HealthFinding } from '../telemetry/health.ts'
import { undeliveredToday } from './outbox.ts'
import type { SmsTransport } from './transport.ts'

/** A finding about the provider is kept this long: anybody may ask for health, and each answer costs a call. */
const VERIFIED_FOR_MS = 60_000

/** Does the provider answer, and does it take what it is given? Never takes the process out of service: other factors work on. */
export function smsHealth({ db, transport }: { readonly db: Db; readonly transport: SmsTransport }): HealthCheck {
  let verified: { readonly finding: Promise<HealthFinding>; readonly untilMs: number } | null = null
  return {
    name: 'sms',
    ready: false,
    async run() {
      if (verified === null || monotonicMs() >= verified.untilMs)
        verified = { finding: transport.verify(), untilMs: monotonicMs() + VERIFIED_FOR_MS }
      const found = await verified.finding
      if (found.status !== 'pass') return found
      const { failed, uncertain } = await undeliveredToday(db)
      if (failed === 0 && uncertain === 0) return found
      return {
        status: 'warn',
        observed: `of the SMS of the last day ${failed} were not delivered and ${uncertain} may not have arrived`,
        fix: 'see failed jobs of sms.send, and whether the provider answers in time',
      }
    },
  }
}
