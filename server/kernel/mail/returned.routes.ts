import { createHash, timingSafeEqual } from 'node:crypto'
import { inSeconds, now } from '../clock.ts'
import type { Secret } from '../config/secret.ts'
import type { Tx } from '../db/database.ts'
import { readRawBody } from '../http/raw-body.ts'
import { type Route, route } from '../http/route.ts'
import type { Id } from '../id.ts'
import { mailProblems } from './address.ts'
import { type DeliveryStatus, parseDeliveryStatus } from './delivery-status.ts'
import { FORGOTTEN } from './forget.ts'
import type { RequestHeaders } from './report-signature.ts'
import type { ReturnPath } from './return-path.ts'
import { takeReport } from './take-report.ts'

/** Mail of ours is small, and returned in part. */
const MESSAGE_BYTES_MAX = 256 * 1024
/** Mail servers give up after five days (RFC 5321, 4.5.4.1); some longer. */
const BOUNCES_FOR_SECONDS = 14 * 24 * 3600

/**
 * Where bounces come in that a mail server sends by mail: the raw message, and in headers the address that it came to and the secret of
 * whoever hands it over. What it says counts for the one mail that the address was made for, never for an address it names. Throws
 * mail/no-such-provider, mail/report-unverified, mail/report-unreadable.
 */
export function returnedRoutes(returnPath: ReturnPath | null): Route[] {
  return [
    route(
      {
        id: 'mail.takeReturned',
        method: 'POST',
        path: '/api/mail/webhooks/dsn',
        summary: 'A delivery status notification, as it came by mail.',
        policy: { access: 'public', rate: 'write', csrf: 'exempt' },
        schema: { response: { 204: null } },
        problems: ['mail/no-such-provider', 'mail/report-unverified', 'mail/report-unreadable'],
        rawBody: true,
        hidden: true,
      },
      async (call) => {
        if (returnPath === null) throw mailProblems('no-such-provider')
        const mailId = provenMail(returnPath, call.request.headers)
        if (mailId === null) throw mailProblems('report-unverified')
        const status = await parseDeliveryStatus(await readRawBody(call, MESSAGE_BYTES_MAX))
        if (status === null) throw mailProblems('report-unreadable')
        await call.transaction((tx) => takeStatus(tx, mailId, status))
      },
    ),
  ]
}

function provenMail(returnPath: ReturnPath, headers: RequestHeaders): Id<'mail'> | null {
  const { 'x-return-secret': secret, 'x-envelope-to': to } = headers
  if (typeof secret !== 'string' || typeof to !== 'string' || !isSame(returnPath.secret, secret)) return null
  return returnPath.mailOf(to)
}

function isSame(wanted: Secret, given: string): boolean {
  const [one, other] = [wanted.reveal(), given].map((text) => createHash('sha256').update(text).digest())
  return one !== undefined && other !== undefined && timingSafeEqual(one, other)
}

async function takeStatus(tx: Tx, mailId: Id<'mail'>, { kind, status, detail }: DeliveryStatus): Promise<void> {
  const [mail] = await tx.raw<{ to_address: string }>(
    'SELECT to_address FROM kernel.mail WHERE id = $1 AND coalesce(sent_at, created_at) > $2',
    [mailId, inSeconds(-BOUNCES_FOR_SECONDS)],
  )
  if (mail === undefined) throw mailProblems('report-unverified')
  if (kind === null || mail.to_address === FORGOTTEN) return
  await takeReport(tx, { mailId, kind, status, detail, recipient: mail.to_address, occurredAt: now() })
}
