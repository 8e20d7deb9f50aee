import { createHmac, createVerify, type KeyObject, timingSafeEqual } from 'node:crypto'
import { nowMs } from '../clock.ts'
import type { Secret } from '../config/secret.ts'

/** Headers of a request, by lower-case name. */
export type RequestHeaders = Readonly<Record<string, string | string[] | undefined>>

const TOLERANCE_SECONDS = 300
/** SendGrid repeats a request for a day and does not say whether it signs anew; a replay finds every fact known. */
const SENDGRID_AGE_SECONDS_MAX = 26 * 3600
const SECRET_PREFIX = 'whsec_'

/**
 * Whether Resend signed these bytes within the last five minutes (https://docs.svix.com/receiving/verifying-payloads/how-manual). The
 * header may hold several signatures, as while a secret is changed.
 */
export function isSignedByResend(secret: Secret, headers: RequestHeaders, body: Buffer): boolean {
  const [id, timestamp, signatures] = ['svix-id', 'svix-timestamp', 'svix-signature'].map((name) => text(headers, name))
  if (id === undefined || signatures === undefined || !isTimely(timestamp, TOLERANCE_SECONDS)) return false
  const key = Buffer.from(secret.reveal().slice(SECRET_PREFIX.length), 'base64')
  const wanted = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest()
  return signatures.split(' ').some((one) => {
    const [version, value] = one.split(',')
    const given = Buffer.from(value ?? '', 'base64')
    return version === 'v1' && given.length === wanted.length && timingSafeEqual(given, wanted)
  })
}

/** Whether SendGrid signed these bytes: ECDSA over the timestamp and the body as it came. */
export function isSignedBySendgrid(key: KeyObject, headers: RequestHeaders, body: Buffer): boolean {
  const signature = text(headers, 'x-twilio-email-event-webhook-signature')
  const timestamp = text(headers, 'x-twilio-email-event-webhook-timestamp')
  if (signature === undefined || timestamp === undefined || !isTimely(timestamp, SENDGRID_AGE_SECONDS_MAX)) return false
  return createVerify('sha256').update(timestamp).update(body).verify(key, signature, 'base64')
}

function text(headers: RequestHeaders, name: string): string | undefined {
  const value = headers[name]
  return typeof value === 'string' && value !== '' ? value : undefined
}

function isTimely(timestamp: string | undefined, ageMax: number): timestamp is string {
  if (timestamp === undefined || !/^\d{10}$/.test(timestamp)) return false
  const age = nowMs() / 1000 - Number(timestamp)
  return age <= ageMax && age >= -TOLERANCE_SECONDS
}
