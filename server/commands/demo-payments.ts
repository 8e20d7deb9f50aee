import { createHmac, type KeyObject, randomInt } from 'node:crypto'
import type { Config } from '../kernel/config/config.ts'
import { LOOPBACK, type PaymentSettings } from '../kernel/config/payments.ts'
import { secret } from '../kernel/config/secret.ts'
import { deriveKey } from '../kernel/crypto/derive-key.ts'

/** Stand-ins of payment providers that this process runs, or uses of another process of the same installation. */
export interface DemoPayments {
  readonly settings: PaymentSettings
  readonly urls: { readonly stripe: string; readonly paypal: string; readonly mpesa: string }
  /** Ends those that this process runs. */
  close(): Promise<void>
}

interface StandIn {
  readonly url: string
  /** Null: another process runs it. */
  readonly close: (() => Promise<void>) | null
}

/** Runs one on a port, which throws EADDRINUSE when it is taken, and tells whether what listens at an address is ours. */
interface Kind {
  readonly name: string
  start(port: number, seed: number): Promise<{ readonly url: string; close(): Promise<void> }>
  isOurs(url: string): Promise<boolean>
}

const PORTS = { first: 21_000, count: 9000 }
const TRIES = 8
/** After how long the telephone of M-Pesa's stand-in answers. */
const ANSWER_MS = 3000
const PROBE_MS = 2000
const SEED_MAX = 2 ** 32
const SHORTCODE = '174379'

/**
 * Has the demo pay with play money: null unless this is a demo in development, on this machine, without an account at any provider. Keys
 * and ports follow from the secret of the installation, so that its processes find each other: who takes a port first runs the stand-in
 * behind it, the others use it. `join`: none is started.
 */
export async function openDemoPayments(
  config: Config,
  { join = false }: { readonly join?: boolean } = {},
): Promise<DemoPayments | null> {
  if (!isWanted(config)) return null
  const key = deriveKey(config.keys.sessionSecret, 'plinth payments of the demo')
  const keys = keysOf(key)
  const kinds = kindsOf(keys, new URL('/api/payments/webhooks/', config.server.publicUrl))
  const opened: StandIn[] = []
  const close = async (): Promise<void> => void (await Promise.all(opened.map((one) => one.close?.())))
  try {
    for (const kind of kinds) {
      const one = await (join ? find(key, kind) : startOrFind(key, kind))
      if (one === null) return null
      opened.push(one)
    }
  } catch (error) {
    await close()
    throw error
  }
  const [stripe = '', paypal = '', mpesa = ''] = opened.map(({ url }) => url)
  return { settings: settingsOf(keys, { stripe, paypal, mpesa }), urls: { stripe, paypal, mpesa }, close }
}

/** The configuration with what the demo pays by, if it does. */
export async function withDemoPayments(
  config: Config,
  how: { readonly join?: boolean } = {},
): Promise<{ readonly config: Config; readonly demo: DemoPayments | null }> {
  const demo = await openDemoPayments(config, how)
  if (demo === null) return { config, demo }
  const { inspection } = config
  // There were no payments when the variables were looked at.
  const findings = inspection.findings.filter(({ variable }) => variable !== 'STRIPE_SECRET_KEY')
  return { config: { ...config, payments: demo.settings, inspection: { ...inspection, findings } }, demo }
}

/** The browser of the payer talks to the stand-ins, so both have to be on this machine. */
function isWanted({ mode, demo, payments, server }: Config): boolean {
  const isLocal = LOOPBACK.has(server.publicUrl.hostname) && server.port !== 0
  const hasNone = payments.stripe === null && payments.paypal === null && payments.mpesa === null
  return mode === 'development' && demo && hasNone && isLocal
}

function portsOf(key: KeyObject, name: string): number[] {
  return Array.from({ length: TRIES }, (_, at) => {
    const number = createHmac('sha256', key).update(`port ${name} ${at}`).digest().readUInt32BE()
    return PORTS.first + (number % PORTS.count)
  })
}

async function startOrFind(key: KeyObject, kind: Kind): Promise<StandIn> {
  for (const port of portsOf(key, kind.name)) {
    try {
      // What the database knows of a former stand-in must not be met again under the same id.
      return await kind.start(port, randomInt(SEED_MAX))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
      const url = addressOf(port)
      if (await kind.isOurs(url)) return { url, close: null }
    }
  }
  throw new Error(`no port is free for the stand-in of ${kind.name}; set DEMO=false to go without`)
}

async function find(key: KeyObject, kind: Kind): Promise<StandIn | null> {
  for (const port of portsOf(key, kind.name)) {
    const url = addressOf(port)
    if (await kind.isOurs(url)) return { url, close: null }
  }
  return null
}

function addressOf(port: number): string {
  return `http://127.0.0.1:${port}`
}

function keysOf(key: KeyObject) {
  const text = (name: string, length = 40): string =>
    createHmac('sha512', key).update(name).digest('hex').slice(0, length)
  return {
    stripe: {
      secretKey: `sk_test_${text('stripe secret', 24)}`,
      publishableKey: `pk_test_${text('stripe publishable', 24)}`,
      webhookSecret: `whsec_${text('stripe webhook', 32)}`,
    },
    paypal: {
      clientId: text('paypal client', 80),
      clientSecret: text('paypal secret', 80),
      webhookId: text('paypal webhook', 17).toUpperCase(),
    },
    mpesa: {
      ...{ consumerKey: text('mpesa key'), consumerSecret: text('mpesa secret'), passkey: text('mpesa passkey') },
      ...{ shortcode: SHORTCODE, callbackSecret: text('mpesa callback') },
    },
  }
}

type Keys = ReturnType<typeof keysOf>

function kindsOf({ stripe, paypal, mpesa }: Keys, webhooks: URL): Kind[] {
  const basic = (user: string, password: string): string =>
    `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
  const to = (name: string): string => new URL(name, webhooks).href
  return [
    {
      name: 'stripe',
      async start(port, seed) {
        const { startStripeSimulator } = await import('../simulators/stripe/simulator.ts')
        return await startStripeSimulator({ port, seed, ...stripe, webhookUrl: to('stripe') })
      },
      isOurs: (url) => answers(`${url}/v1/balance`, { headers: { authorization: `Bearer ${stripe.secretKey}` } }),
    },
    {
      name: 'paypal',
      async start(port, seed) {
        const { startPaypalSimulator } = await import('../simulators/paypal/simulator.ts')
        return await startPaypalSimulator({ port, seed, ...paypal, webhookUrl: to('paypal') })
      },
      isOurs: (url) =>
        answers(`${url}/v1/oauth2/token`, {
          method: 'POST',
          headers: { authorization: basic(paypal.clientId, paypal.clientSecret) },
        }),
    },
    {
      name: 'mpesa',
      async start(port, seed) {
        const { startMpesaSimulator } = await import('../simulators/mpesa/simulator.ts')
        return await startMpesaSimulator({ port, seed, ...mpesa, answerMs: ANSWER_MS })
      },
      isOurs: (url) =>
        answers(`${url}/oauth/v1/generate?grant_type=client_credentials`, {
          headers: { authorization: basic(mpesa.consumerKey, mpesa.consumerSecret) },
        }),
    },
  ]
}

async function answers(url: string, init: RequestInit): Promise<boolean> {
  try {
    const answer = await fetch(url, { ...init, redirect: 'error', signal: AbortSignal.timeout(PROBE_MS) })
    await answer.arrayBuffer()
    return answer.ok
  } catch {
    // Nobody listens, or somebody who does not speak HTTP: it is not ours.
    return false
  }
}

function settingsOf({ stripe, paypal, mpesa }: Keys, urls: DemoPayments['urls']): PaymentSettings {
  return {
    stripe: {
      ...{ secretKey: secret(stripe.secretKey), publishableKey: stripe.publishableKey },
      ...{ webhookSecrets: [secret(stripe.webhookSecret)], apiBase: new URL(urls.stripe) },
    },
    paypal: { ...paypal, clientSecret: secret(paypal.clientSecret), apiBase: new URL(urls.paypal) },
    mpesa: {
      ...{ consumerKey: secret(mpesa.consumerKey), consumerSecret: secret(mpesa.consumerSecret) },
      ...{ shortcode: mpesa.shortcode, passkey: secret(mpesa.passkey), callbackSecret: secret(mpesa.callbackSecret) },
      ...{ allowedIps: null, apiBase: new URL(urls.mpesa) },
    },
  }
}
