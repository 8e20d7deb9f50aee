import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseEnv } from 'node:util'
import { readConfig } from '../../../kernel/config/config.ts'
import { inputOf } from './provider-suite.test-support.ts'
import { createProviders } from './providers.ts'
import { startWebhookReceiver } from './webhook-receiver.test-support.ts'

const main = join(import.meta.dirname, '../../../main.ts')
const folder = mkdtempSync(join(tmpdir(), 'plinth-simulate-'))
after(() => rmSync(folder, { recursive: true }))

const providersOf = (environment: Record<string, string | undefined>, publicUrl: string) => {
  const { payments } = readConfig({ ...environment, DATA_DIR: folder }, { products: [], terminal: false })
  return createProviders({ ...payments, publicUrl: new URL(publicUrl) })
}

/** Runs `plinth simulate` until it has printed the environment of three stand-ins. */
async function simulate(args: readonly string[]) {
  const child = spawn(process.execPath, [main, 'simulate', ...args], {
    cwd: folder,
    env: { DATA_DIR: folder },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  let printed = ''
  for await (const piece of child.stdout as AsyncIterable<Buffer>) {
    printed += piece.toString()
    if (printed.includes('MPESA_API_BASE=') && printed.endsWith('\n\n')) break
  }
  const stop = async (): Promise<number | null> => {
    child.kill('SIGTERM')
    return ended
  }
  return { environment: parseEnv(printed), stop }
}

test('an account makes a provider, and without accounts there is none', () => {
  const mpesa = {
    MPESA_CONSUMER_KEY: 'k',
    MPESA_CONSUMER_SECRET: 's',
    MPESA_SHORTCODE: '174379',
    MPESA_PASSKEY: 'p',
    MPESA_CALLBACK_SECRET: 'x'.repeat(32),
  }
  assert.deepEqual(providersOf({}, 'http://localhost'), [])
  const [only, ...more] = providersOf(mpesa, 'http://localhost')
  assert.deepEqual([only?.name, only?.account, only?.livemode, more], ['mpesa', '174379', true, []])
})

test('the command starts the three stand-ins, prints what uses them, and reports to the server that is named', async () => {
  const receiver = await startWebhookReceiver()
  const { environment, stop } = await simulate(['--port', '0', '--app', receiver.url, '--answer-ms', '20'])
  try {
    const providers = providersOf(environment, receiver.url)
    assert.deepEqual(
      providers.map(({ name }) => name),
      ['stripe', 'paypal', 'mpesa'],
    )
    for (const provider of providers) {
      assert.equal(provider.livemode, false)
      const input = inputOf({ currency: provider.name === 'mpesa' ? 'KES' : 'USD' })
      const { fact, next } = await provider.submit(input)
      if (next.kind === 'redirect')
        await fetch(next.url, { method: 'POST', body: new URLSearchParams({ answer: 'pay' }), redirect: 'manual' })
      if (next.kind === 'wait') await sleep(200)
      const [read] = (await provider.read(fact.attemptRef)) ?? []
      assert.equal(read?.state, next.kind === 'card-form' ? 'requires_action' : 'succeeded')
      const own = () => receiver.received.filter(({ pathSecret }) => isFor(provider.name, pathSecret))
      await until(() => own().length > 0)
      const told = await Promise.all(own().map((webhook) => provider.verify(webhook)))
      assert.ok(
        told.every((one) => one.kind !== 'refused' && one.attemptRef === fact.attemptRef),
        provider.name,
      )
    }
  } finally {
    assert.equal(await stop(), 0)
    await receiver.close()
  }
})

/** The last segment of the address: the provider's name, or what M-Pesa was given. */
function isFor(name: string, segment: string | null): boolean {
  return name === 'mpesa' ? segment?.includes('.') === true : segment === name
}

async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; !holds(); tries += 1) {
    assert.ok(tries < 100, 'it did not come about')
    await sleep(20)
  }
}
