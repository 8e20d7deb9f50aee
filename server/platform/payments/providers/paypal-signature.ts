import { createVerify, X509Certificate } from 'node:crypto'
import { rootCertificates } from 'node:tls'
import { crc32 } from 'node:zlib'
import { ProviderUncertain, type RawWebhook } from '../provider.ts'

export interface PaypalSignatures {
  /** What speaks against PayPal having sent it; null when nothing does. Throws ProviderUncertain when its certificate cannot be had. */
  objection(webhook: RawWebhook): Promise<'signature' | 'timestamp' | null>
}

const PAYPAL_HOST = /^(?:[a-z0-9-]+\.)+paypal\.com$/
const PAYPAL_NAME = /(?:^|[\s=:.])paypal\.com$/im
const CERTIFICATE = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g
const FUTURE_SECONDS = 300
/** PayPal repeats for three days; a repetition that is told twice is found to be known. */
const AGE_SECONDS_MAX = 3 * 24 * 3600 + FUTURE_SECONDS
const TIMEOUT_MS = 10_000
const PEM_MAX = 64 * 1024
const KEPT_MAX = 8
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]'])

/**
 * Checks signatures on this side (https://developer.paypal.com/api/rest/webhooks/rest/#verify-signatures): RSA-SHA256 over id, time,
 * webhook and CRC-32 of the bytes, by a certificate of a host of PayPal's, fetched once without following redirects. The chain has to end
 * at an authority that Node trusts. An `apiBase` on loopback is a stand-in, whose own certificate is taken instead.
 */
export function createPaypalSignatures({ webhookId, apiBase }: { webhookId: string; apiBase: URL }): PaypalSignatures {
  const isStandIn = LOOPBACK.has(apiBase.hostname)
  const known = new Map<string, Promise<readonly X509Certificate[] | null>>()

  function mayFetch(text: string): URL | null {
    if (!URL.canParse(text)) return null
    const url = new URL(text)
    if (url.username !== '' || url.password !== '') return null
    if (isStandIn) return url.origin === apiBase.origin ? url : null
    return url.protocol === 'https:' && url.port === '' && PAYPAL_HOST.test(url.hostname) ? url : null
  }
  function chainAt(url: URL): Promise<readonly X509Certificate[] | null> {
    const before = known.get(url.href)
    if (before !== undefined) return before
    const fetched = fetchChain(url)
    const [oldest] = known.keys()
    if (known.size >= KEPT_MAX && oldest !== undefined) known.delete(oldest)
    known.set(url.href, fetched)
    fetched.catch(() => known.delete(url.href))
    return fetched
  }
  return {
    async objection(webhook) {
      const header = (name: string): string => {
        const value = webhook.headers[`paypal-${name}`]
        return typeof value === 'string' ? value : ''
      }
      const [id, time] = [header('transmission-id'), header('transmission-time')]
      const url = mayFetch(header('cert-url'))
      const sentAt = Date.parse(time)
      if (url === null || id === '' || Number.isNaN(sentAt) || header('auth-algo') !== 'SHA256withRSA')
        return 'signature'
      const chain = await chainAt(url)
      const [leaf] = chain ?? []
      if (chain === null || leaf === undefined || !isTrusted(chain, webhook.receivedAt, isStandIn)) return 'signature'
      const text = `${id}|${time}|${webhookId}|${crc32(webhook.body)}`
      const isSigned = createVerify('sha256').update(text).verify(leaf.publicKey, header('transmission-sig'), 'base64')
      if (!isSigned) return 'signature'
      const age = (webhook.receivedAt.getTime() - sentAt) / 1000
      return age > AGE_SECONDS_MAX || age < -FUTURE_SECONDS ? 'timestamp' : null
    },
  }
}

/** Null for what holds no certificate. */
async function fetchChain(url: URL): Promise<readonly X509Certificate[] | null> {
  const text = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) })
    .then((answer) => (answer.ok ? answer.text() : Promise.reject(new Error(String(answer.status)))))
    .catch((error: Error) => {
      throw new ProviderUncertain(`PayPal's certificate could not be fetched: ${error.name}`)
    })
  const blocks = text.slice(0, PEM_MAX).match(CERTIFICATE)
  return blocks === null ? null : blocks.map((block) => new X509Certificate(block))
}

function isTrusted(chain: readonly X509Certificate[], at: Date, isStandIn: boolean): boolean {
  const [leaf] = chain
  const isCurrent = chain.every(({ validFromDate, validToDate }) => validFromDate <= at && at <= validToDate)
  if (leaf === undefined || !isCurrent || leaf.publicKey.asymmetricKeyType !== 'rsa') return false
  if (!PAYPAL_NAME.test(leaf.subject) && !PAYPAL_NAME.test((leaf.subjectAltName ?? '').replaceAll(', ', '\n')))
    return false
  const isChain = chain.every((one, at) => {
    const issuer = chain[at + 1]
    return issuer === undefined || (issuer.ca && one.checkIssued(issuer) && one.verify(issuer.publicKey))
  })
  return isChain && (isStandIn || endsAtTrust(chain.at(-1)))
}

function endsAtTrust(last: X509Certificate | undefined): boolean {
  if (last === undefined) return false
  return rootCertificates.some((pem) => {
    const root = new X509Certificate(pem)
    return root.fingerprint256 === last.fingerprint256 || (last.checkIssued(root) && last.verify(root.publicKey))
  })
}
