import type { MailReportKeys } from '../config/mail.ts'
import type { SealingKey } from '../crypto/seal.ts'
import { readRawBody } from '../http/raw-body.ts'
import { type Route, route } from '../http/route.ts'
import { object, oneOf } from '../http/schema.ts'
import { mailProblems } from './address.ts'
import { type ReportJob, storeReports } from './report-job.ts'
import type { Provider } from './report-parse.ts'
import { isSignedByResend, isSignedBySendgrid, type RequestHeaders } from './report-signature.ts'

interface WebhookParts {
  readonly reportKeys: MailReportKeys
  readonly keys: readonly SealingKey[]
  readonly reportJob: ReportJob
}

/** SendGrid sends what has gathered in a second or two, 768 KB at most. */
const BODY_BYTES_MAX = 1024 * 1024

/**
 * Where providers report. The signature is checked over the bytes as they came, before anything reads them; 204 is answered once they
 * are stored. Throws mail/no-such-provider, mail/report-unverified.
 */
export function webhookRoutes(parts: WebhookParts): Route[] {
  return [
    route(
      {
        id: 'mail.takeReports',
        method: 'POST',
        path: '/api/mail/webhooks/{provider}',
        summary: 'Bounces and complaints, as a provider reports them.',
        policy: { access: 'public', rate: 'write', csrf: 'exempt' },
        schema: { params: object({ provider: oneOf(['resend', 'sendgrid']) }), response: { 204: null } },
        problems: ['mail/no-such-provider', 'mail/report-unverified'],
        rawBody: true,
        hidden: true,
      },
      async (call) => {
        const { provider } = call.params
        const body = await readRawBody(call, BODY_BYTES_MAX)
        if (!isSigned(parts.reportKeys, provider, call.request.headers, body)) throw mailProblems('report-unverified')
        await call.transaction((tx) => storeReports(tx, parts, provider, body))
      },
    ),
  ]
}

function isSigned(
  { resend, sendgrid }: MailReportKeys,
  provider: Provider,
  headers: RequestHeaders,
  body: Buffer,
): boolean {
  if (provider === 'resend' && resend !== null) return isSignedByResend(resend, headers, body)
  if (provider === 'sendgrid' && sendgrid !== null) return isSignedBySendgrid(sendgrid, headers, body)
  throw mailProblems('no-such-provider')
}
