import { type SealingKey, seal, unseal } from '../crypto/seal.ts'
import type { MailBranding } from './template.ts'

/** Who no longer wants what. */
export interface Unsubscription {
  readonly address: string
  readonly subscription: string
  /** Language tag that the page speaks; absent in links of before. */
  readonly locale?: string | undefined
}

/** What a token is bound to: nothing else that these keys seal is taken for one. */
const OWNER = 'mail.unsubscribe'

/** Where a browser asks and a mail program posts (RFC 8058). */
export function unsubscribeUrl({ publicUrl }: Pick<MailBranding, 'publicUrl'>, token: string): string {
  return new URL(`/api/mail/unsubscribe?token=${token}`, publicUrl).href
}

/** Names address and subscription to nobody but this server; it is good for as long as the key is held. */
export function unsubscribeToken(
  keys: readonly SealingKey[],
  { address, subscription, locale }: Unsubscription,
): string {
  return seal(keys, OWNER, JSON.stringify([address, subscription, locale ?? null])).toString('base64url')
}

/** What the token names; null when it was not made here. */
export function readUnsubscribeToken(keys: readonly SealingKey[], token: string): Unsubscription | null {
  try {
    const sealed = unseal(keys, OWNER, Buffer.from(token, 'base64url'))
    const [address, subscription, locale] = JSON.parse(sealed) as [string, string, (string | null)?]
    return { address, subscription, locale: locale ?? undefined }
  } catch {
    // Cut short by a mail program, forged, or sealed with a key that is gone: the page says that the link does not work.
    return null
  }
}
