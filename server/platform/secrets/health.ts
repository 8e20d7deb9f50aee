import { inSeconds, now } from '../../kernel/clock.ts'
import type { HealthCheck } from '../../kernel/telemetry/health.ts'
import type { SecretParts } from './parts.ts'

const SOON_SECONDS = 7 * 86_400
const FAILED_SECONDS = 86_400

/** What an operator has to look after: values that could not be opened, that have ended or soon will, renewals that failed. */
export function secretsCheck({ db, opened }: SecretParts): HealthCheck {
  return {
    name: 'secrets',
    ready: false,
    async run() {
      const [counts] = await db.raw<{ ended: bigint; soon: bigint; failed: bigint }>(
        `SELECT count(*) FILTER (WHERE expires_at <= $1) AS ended,
                count(*) FILTER (WHERE expires_at > $1 AND expires_at <= $2) AS soon,
                (SELECT count(*) FROM secrets.rotation WHERE state = 'failed' AND cancelled_at IS NULL AND ended_at > $3) AS failed
           FROM secrets.secret WHERE deleted_at IS NULL`,
        [now(), inSeconds(SOON_SECONDS), inSeconds(-FAILED_SECONDS)],
      )
      const { ended = 0n, soon = 0n, failed = 0n } = counts ?? {}
      const unreadable = opened.unreadable()
      if (unreadable > 0)
        return {
          ...{ status: 'fail' as const, observed: `${unreadable} values could not be opened since the start` },
          fix: 'The log names each version and why; bring its key back into ENCRYPTION_KEYS, or its row from a backup.',
        }
      if (ended + soon + failed > 0n)
        return {
          ...{
            status: 'warn' as const,
            observed: `${ended} ended, ${soon} end within a week, ${failed} renewals failed`,
          },
          fix: 'GET /api/secrets names them: write new versions, or look at the rotations.',
        }
      return { status: 'pass', observed: 'all values are good' }
    },
  }
}
