import { parseArgs } from 'node:util'
import { startMpesaSimulator } from '../simulators/mpesa/simulator.ts'
import { startPaypalSimulator } from '../simulators/paypal/simulator.ts'
import { startStripeSimulator } from '../simulators/stripe/simulator.ts'
import { UsageError } from './usage.ts'

const TEXT = `plinth simulate [stripe|paypal|mpesa|all] [--app <url>] [--port <number>] [--seed <number>] [--answer-ms <number>]
    --app        where the server runs that hears of payments; http://localhost:3000 when absent
    --port       of the first one, the next ones follow; 4810 when absent, 0 lets the system choose
    --seed       the same seed makes the same keys and ids; 1 when absent
    --answer-ms  after how long an M-Pesa telephone answers; 3000 when absent

    Faults: POST <url>/_control/faults {"faults": [{"kind": "cut-after", "match": "/v1/refunds"}]}; kinds: fail-before, fail-after,
    stored-failure, cut-after, slow; drop, duplicate, reorder, forge, delay. Test cards: 4242424242424242 and https://docs.stripe.com/testing.
    M-Pesa telephones: 254700000001 has no money, ...002 cancels, ...003 is not reached; any other pays.`

const OPTIONS = {
  app: { type: 'string', default: 'http://localhost:3000' },
  port: { type: 'string', default: '4810' },
  seed: { type: 'string', default: '1' },
  'answer-ms': { type: 'string', default: '3000' },
} as const

interface Asked {
  readonly port: number
  readonly seed: number
  readonly answerMs: number
  /** Where webhooks of a provider go. */
  readonly webhookUrl: string
}

interface Started {
  readonly url: string
  readonly variables: Readonly<Record<string, string>>
  close(): Promise<void>
}

const NAMES = ['stripe', 'paypal', 'mpesa'] as const
type Name = (typeof NAMES)[number]

const STARTS: Readonly<Record<Name, (asked: Asked) => Promise<Started>>> = { stripe, paypal, mpesa }

/** `plinth simulate`: stand-ins of payment providers on loopback, until a signal; prints the environment that uses them. */
export async function simulate(args: readonly string[]): Promise<undefined> {
  const { values, names } = parse(args)
  const [port, seed, answerMs] = [values.port, values.seed, values['answer-ms']].map(numberOf)
  if (port === undefined || seed === undefined || answerMs === undefined || !URL.canParse(values.app))
    throw new UsageError(TEXT)
  const started: Started[] = []
  for (const name of names) {
    const webhookUrl = new URL(`/api/payments/webhooks/${name}`, values.app).href
    const own = port === 0 ? 0 : port + NAMES.indexOf(name)
    const one = await STARTS[name]({ port: own, seed, answerMs, webhookUrl })
    started.push(one)
    const lines = Object.entries(one.variables).map(([variable, value]) => `${variable}=${value}\n`)
    process.stdout.write(`# ${name} at ${one.url}\n${lines.join('')}\n`)
  }
  const stop = (): void => void Promise.all(started.map((one) => one.close())).then(() => process.exit(0))
  process.once('SIGINT', stop).once('SIGTERM', stop)
}

async function stripe({ port, seed, webhookUrl }: Asked): Promise<Started> {
  const made = await startStripeSimulator({ port, seed, webhookUrl })
  const variables = {
    STRIPE_SECRET_KEY: made.secretKey,
    STRIPE_PUBLISHABLE_KEY: made.publishableKey,
    STRIPE_WEBHOOK_SECRET: made.webhookSecret,
    STRIPE_API_BASE: made.url,
  }
  return { url: made.url, variables, close: made.close }
}

async function paypal({ port, seed, webhookUrl }: Asked): Promise<Started> {
  const made = await startPaypalSimulator({ port, seed, webhookUrl })
  const variables = {
    PAYPAL_CLIENT_ID: made.clientId,
    PAYPAL_CLIENT_SECRET: made.clientSecret,
    PAYPAL_WEBHOOK_ID: made.webhookId,
    PAYPAL_API_BASE: made.url,
  }
  return { url: made.url, variables, close: made.close }
}

async function mpesa({ port, seed, answerMs }: Asked): Promise<Started> {
  const made = await startMpesaSimulator({ port, seed, answerMs })
  const variables = {
    MPESA_CONSUMER_KEY: made.consumerKey,
    MPESA_CONSUMER_SECRET: made.consumerSecret,
    MPESA_SHORTCODE: made.shortcode,
    MPESA_PASSKEY: made.passkey,
    MPESA_CALLBACK_SECRET: `a-secret-for-the-stand-in-only-${seed}`,
    MPESA_API_BASE: made.url,
  }
  return { url: made.url, variables, close: made.close }
}

function parse(args: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: OPTIONS })
    const [wanted = 'all', ...rest] = positionals
    const names = wanted === 'all' ? NAMES : NAMES.filter((name) => name === wanted)
    if (names.length === 0 || rest.length > 0) throw new RangeError(`there is no stand-in ${positionals.join(' ')}`)
    return { values, names }
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n\n${TEXT}`)
  }
}

function numberOf(text: string): number | undefined {
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined
}
