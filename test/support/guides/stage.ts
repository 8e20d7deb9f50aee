import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { startEmbeddedPostgres } from '../../../server/kernel/db/embedded.ts'
import { embeddedPasswords } from '../../../server/kernel/db/embedded-cluster.ts'
import { startReceiver } from '../../../server/kernel/mail/smtp-receiver.test-support.ts'
import { createHttpClient } from '../http-client.ts'
import { expectStatus, fixtures, idempotencyKey } from '../music.ts'
import { startServer } from '../server.ts'
import { environmentOf, startWithStripe } from '../stripe.ts'
import { signInWithTotp, withTotp } from '../totp.ts'
import { uploadText } from '../trading-imports.ts'
import type { Block } from './blocks.ts'
import { type GuideRun, runGuide } from './run.ts'

/** Where guides are tried: the demo, an administrator with two factors, and what else they presuppose. */
export interface Guides {
  run(guide: string, blocks: readonly Block[]): Promise<GuideRun>
  stop(): Promise<void>
}

type Variables = Readonly<Record<string, string>>
type Stage = Awaited<ReturnType<typeof startStage>>

const PASSWORD = 'a long pass phrase of nobody'
const ENVIRONMENT = { NODE_ENV: 'development', PRODUCTS: 'music,agency,trading' }

export async function startGuides(): Promise<Guides> {
  const stage = await startStage()
  return {
    async run(guide, blocks) {
      const folder = await mkdtemp(join(tmpdir(), 'plinth-guide-'))
      await mkdir(join(folder, '.guide'))
      try {
        const own = (await presupposed[guide]?.(stage, folder)) ?? {}
        const { databaseUrl, config, till } = stage.server
        const program = {
          ...ENVIRONMENT,
          ...environmentOf(till.stripe),
          DATABASE_URL: databaseUrl,
          DATA_DIR: config.dataDir,
        }
        const environment = { ...program, DEMO: 'false', TOKEN: stage.token, ...own }
        const { server } = stage
        const instead = {
          'http://127.0.0.1:29173': server.till.stripe.url,
          '/run/secrets': join(folder, 'run-secrets'),
        }
        return await runGuide(blocks, { url: server.url, folder, environment, instead })
      } finally {
        for (const end of stage.ends.splice(0)) await end()
        await rm(folder, { recursive: true })
      }
    },
    stop: () => stage.server.stop(),
  }
}

async function startStage() {
  const server = await startWithStripe((environment) =>
    startServer({ demo: true, environment: { ...ENVIRONMENT, ...environment } }),
  )
  const { id, ...admin } = await server.people.signedIn('administrator')
  const { app } = await withTotp(server.url, admin)
  const token = await signInWithTotp(server.url, admin, app.code())
  const http = createHttpClient(server.url, { authorization: `Bearer ${token}` })
  /** What a guide started beside the server. */
  const ends: (() => Promise<void>)[] = []
  return { server, token, http, ends, id }
}

/** What a guide's reader has before: by the name of its file. */
const presupposed: Readonly<Record<string, (stage: Stage, folder: string) => Promise<Variables> | Variables>> = {
  async 'docs/guides/README.md'({ server }) {
    const root = { email: 'root@example.org', name: 'Root', password: PASSWORD }
    await server.app.units.identity.createAdministrator(root)
    const { app } = await withTotp(server.url, root)
    return { PASSWORD, CODE: app.code() }
  },
  'docs/guides/back-up.md': ({ server }) => ({ RESTORED_URL: server.databaseUrl }),
  async 'docs/guides/experiments.md'(stage) {
    return { KEY: (await apiKey(stage, 'experiments:report')).key }
  },
  async 'docs/guides/feature-flags.md'({ server }, folder) {
    const file = { version: 1, features: [{ name: 'dark-mode', enabled: true, strategies: [{ name: 'default' }] }] }
    await writeFile(join(folder, 'unleash.json'), JSON.stringify(file))
    const approver = await server.people.signedIn('administrator')
    const { email, password } = approver
    const { body } = await server.people.anonymous().post('/api/auth/login', { email, password, transport: 'bearer' })
    return { APPROVER: body.accessToken }
  },
  async 'docs/guides/import-trades.md'({ http }) {
    const text = await readFile(new URL('../../fixtures/trading/broker/made/generic.csv', import.meta.url))
    return { FILE: await uploadText({ http }, text) }
  },
  async 'docs/guides/match-trades.md'(stage) {
    return { ...journal(stage), SHARE: (await traded(stage)).instrumentId }
  },
  async 'docs/guides/trading-figures.md'(stage) {
    return { ...journal(stage), ACCOUNT: (await traded(stage)).accountId }
  },
  async 'docs/guides/secret-providers.md'(stage, folder) {
    const { http } = stage
    const [mail, maker] = await Promise.all([startReceiver(), startMaker(folder)])
    stage.ends.push(() => mail.close(), maker.stop)
    const kept = { environment: 'development' }
    const smtp = { path: 'mail/smtp', format: 'json', value: JSON.stringify({ url: mail.url }), ...kept }
    expectStatus(await http.post('/api/secrets', smtp), 201)
    const metrics = { path: 'operations/metrics', generate: { length: 40, alphabet: 'alphanumeric' }, ...kept }
    expectStatus(await http.post('/api/secrets', metrics), 201)
    await mkdir(join(folder, 'run-secrets'))
    await writeFile(join(folder, 'run-secrets/database-url'), stage.server.databaseUrl)
    return { APP_ENV: 'development', MAKER: maker.url }
  },
  async 'docs/guides/secrets.md'(stage) {
    const { id, key } = await apiKey(stage, 'secrets:reveal')
    return { KEY_ID: id, API_KEY: key }
  },
  async 'docs/guides/settings.md'({ http, token }) {
    for (const name of ['A', 'B', 'C', 'D', 'E']) {
      const { version } = expectStatus(await http.get('/api/settings/site'), 200)
      expectStatus(await http.put('/api/settings/site', { value: { name }, version }), 200)
    }
    return { STAGING: token, PRODUCTION: token }
  },
  'docs/guides/take-bookings.md': ({ id }) => ({ HOST_ID: id }),
  async 'docs/guides/take-payments.md'(stage) {
    return { ID: await paid(stage) }
  },
  async 'docs/guides/trading-journal.md'(stage) {
    const { tradeId } = await traded(stage)
    const book = { name: 'Breakouts', description: '', rules: [{ id: 'stop', kind: 'stop-required' }] }
    const { id } = expectStatus(await stage.http.post('/api/trading/playbooks', book), 201)
    return { ...journal(stage), TRADE: tradeId, PLAYBOOK: id }
  },
  async 'docs/guides/upload-files.md'(_, folder) {
    await cp(new URL('images/cover-1000.png', fixtures), join(folder, 'cover.png'))
    return {}
  },
}

function journal({ token }: Stage): Variables {
  return { H: `Authorization: Bearer ${token}`, J: 'content-type: application/json', API: 'https://plinth.example/api' }
}

async function apiKey({ http }: Stage, ...scopes: string[]): Promise<{ id: string; key: string }> {
  return expectStatus(await http.post('/api/api-keys', { name: scopes.join(), scopes }), 201)
}

/** A share that was bought and sold in an account of the administrator's. */
async function traded({ http, server }: Stage) {
  expectStatus(await http.post('/api/trading/start'), 204)
  const account = { name: 'Shares', currency: 'USD', timeZone: 'America/New_York', openedOn: '2020-01-01' }
  const { id: accountId } = expectStatus(await http.post('/api/trading/accounts', account), 201)
  const instrument = { symbol: 'ACME', assetClass: 'stock', currency: 'USD' }
  const fill = (side: string, executedAt: string) => ({
    ...{ accountId, instrument, side, executedAt },
    quantity: '4',
    price: '10',
  })
  const [bought, sold] = [fill('buy', '2026-03-02T15:00:00Z'), fill('sell', '2026-03-02T16:00:00Z')]
  const { instrument: known, id: tradeId } = expectStatus(await http.post('/api/trading/executions', bought), 201)
  expectStatus(await http.post('/api/trading/executions', sold), 201)
  await server.jobsIdle()
  return { accountId, tradeId, instrumentId: known.id as string }
}

/** A payment for an invoice. */
async function paid({ http, server }: Stage): Promise<string> {
  const client = await server.people.signedIn()
  const lines = [{ description: 'Design', qty: '1', unitMinor: '9950', taxRateBp: 0 }]
  const recipient = { name: 'Ada King', email: client.email, address: ['2 Mill Lane'], taxNumber: null }
  const draft = { clientId: client.id, recipient, currency: 'USD', lines }
  const { id } = expectStatus(await http.post('/api/invoices', draft, idempotencyKey()), 201)
  expectStatus(await http.post(`/api/invoices/${id}/issue`, undefined, idempotencyKey()), 200)
  return (await server.till.pay({ type: 'invoices.invoice', id }, client.http)).id
}

/** Another PostgreSQL, whose role may make roles. */
async function startMaker(folder: string): Promise<{ url: string; stop(): Promise<void> }> {
  const dataDir = join(folder, 'postgres')
  const embedded = await startEmbeddedPostgres({
    dataDir,
    onExit: (reason) => {
      throw new Error(`the database of the guide is gone: ${reason}`)
    },
  })
  const as = new URL(embedded.url)
  as.username = 'postgres'
  as.password = (await embeddedPasswords(dataDir)).superuser
  const client = new pg.Client({ connectionString: as.href })
  await client.connect()
  await client.query('ALTER ROLE plinth CREATEROLE')
  await client.end()
  return { url: embedded.url, stop: () => embedded.stop() }
}
