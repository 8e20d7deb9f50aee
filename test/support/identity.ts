import { createSecretKey, generateKeyPairSync } from 'node:crypto'
import { BlockList } from 'node:net'
import pino from 'pino'
import { secret } from '../../server/kernel/config/secret.ts'
import { createBus } from '../../server/kernel/db/bus.ts'
import { createDatabase, type Db, type JobRequest, type Tx, type TxSinks } from '../../server/kernel/db/database.ts'
import { createHttpServer } from '../../server/kernel/http/server.ts'
import { newId } from '../../server/kernel/id.ts'
import type { AnyJob, JobContext } from '../../server/kernel/jobs/job.ts'
import type { Mailer } from '../../server/kernel/mail/mailer.ts'
import { createLimiter } from '../../server/kernel/rate-limit/limiter.ts'
import { createSms } from '../../server/kernel/sms/sms.ts'
import type { Logger } from '../../server/kernel/telemetry/log.ts'
import { createMetrics, type Metrics } from '../../server/kernel/telemetry/metrics.ts'
import { createVault } from '../../server/kernel/vault/vault.ts'
import { type Access, createAccess } from '../../server/platform/access/index.ts'
import { createFactors, type Factors } from '../../server/platform/factors/index.ts'
import { createIdentity, type Identity, type IdentityConfig } from '../../server/platform/identity/index.ts'
import { cookieClient } from './cookie-client.ts'
import { type TestDatabase, testDatabase, testOrigin } from './database.ts'

/** A mail as it was handed over, with the secret of its link. */
export interface Letter {
  readonly to: string
  readonly template: string
  readonly url: string
  readonly token: string
}

/** One process's worth of identity and access behind a listening HTTP server. */
export interface IdentityNode {
  readonly url: string
  readonly identity: Identity
  readonly access: Access
  readonly factors: Factors
  readonly metrics: Metrics
  /** Cuts the connection that notices arrive on, for good. */
  loseBus(): Promise<void>
  close(): Promise<void>
}

export interface IdentityStack extends IdentityNode {
  readonly database: TestDatabase
  readonly letters: Letter[]
  readonly config: IdentityConfig
  /** Every line logged so far, by all nodes. */
  log(): string
  /** A further process on the same database, reached by `url` when given. */
  startNode(url?: string): Promise<IdentityNode>
}

const folder = (unit: string) => new URL(`../../server/platform/${unit}/migrations/`, import.meta.url)
const sources = [
  { name: 'access', migrations: folder('access') },
  { name: 'factors', migrations: folder('factors') },
  { name: 'identity', migrations: folder('identity') },
]

export function signingKey(kid: string, active: boolean): IdentityConfig['keys'][number] {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return { kid, active, privateKeyPem: secret(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()) }
}

/** Passwords cost little here; everything else is as in production, over https as far as cookies know. */
export function identityConfig(changes: Partial<IdentityConfig> = {}): IdentityConfig {
  return {
    publicUrl: new URL('https://plinth.example'),
    productName: 'Plinth',
    allowedOrigins: [],
    cookieSecure: true,
    keys: [signingKey('k1', true), signingKey('k0', false)],
    masterSecret: secret('a secret of a test, long enough to derive keys from'),
    accessTokenSeconds: 600,
    sessionAbsoluteSeconds: 30 * 86_400,
    sessionIdleSeconds: 7 * 86_400,
    setupLinkSeconds: 86_400,
    passwordCost: { memoryKib: 1024, passes: 1 },
    passwordPeppers: [],
    encryptionKeys: [{ kid: 'e1', key: createSecretKey(Buffer.alloc(32, 1)) }],
    captcha: { settings: { provider: 'altcha' }, countsNetworks: false },
    ...changes,
  }
}

/** A database of its own with identity and access on it, served on a free port. Called at a file's top level: the file's last suite closes it. */
export async function startIdentity(changes: Partial<IdentityConfig> = {}): Promise<IdentityStack> {
  const letters: Letter[] = []
  const lines: string[] = []
  const config = identityConfig(changes)
  const log = pino({ level: 'debug' }, { write: (line) => void lines.push(line) }) as unknown as Logger
  const jobs = new Map<string, AnyJob>()
  const database = await testDatabase({
    sources,
    sinks: { enqueue: (tx, request) => recording.enqueue(tx, request) },
  })
  const recording = recordingSinks(database, jobs)
  const node = (db: Db) => startNode({ db, url: database.url, config, log, letters })
  const first = await node(database.db)
  for (const job of first.identity.jobs ?? []) jobs.set(job.name, job)
  const opened = [database.close, first.close]
  return {
    ...first,
    database,
    letters,
    config,
    log: () => lines.join(''),
    async startNode(url = database.url) {
      const options = { url, name: 'test2', poolMax: 8, statementTimeoutMs: 10_000, prepared: true }
      const db = createDatabase({ ...options, onPoolError: (error) => log.error({ error }, 'pool') }, recording)
      const other = await node(db)
      opened.push(() => db.close(), other.close)
      return other
    },
    async close() {
      for (const close of opened.reverse()) await close()
    },
  }
}

let people = 0

/** Somebody with a proven address and the given roles. */
export async function addPerson(stack: IdentityStack, ...roles: readonly string[]) {
  people += 1
  const email = `person${people}@mail.example`
  const password = `a long password of number ${people}`
  const userId = await stack.identity.createUser({ email, password, name: `Person ${people}` })
  for (const role of roles) {
    await stack.database.db.transaction(testOrigin, (tx) =>
      stack.access.grantRoleByActor(tx, { userId, role, reason: 'test' }),
    )
  }
  return { userId, email, password }
}

/** A client signed in by cookies. */
export async function signIn(url: string, person: { readonly email: string; readonly password: string }) {
  const client = cookieClient(url)
  const { email, password } = person
  const answer = await client.post('/api/auth/login', { email, password })
  if (answer.status !== 200) throw new Error(`sign-in answered ${answer.status}: ${answer.text}`)
  return { client, accessToken: answer.body.accessToken as string, user: answer.body.user }
}

/** Tokens of a session by bearer transport. */
export async function signInByBearer(url: string, person: { readonly email: string; readonly password: string }) {
  const { email, password } = person
  const answer = await cookieClient(url).post('/api/auth/login', { email, password, transport: 'bearer' })
  if (answer.status !== 200) throw new Error(`sign-in answered ${answer.status}: ${answer.text}`)
  return { accessToken: answer.body.accessToken as string, refreshToken: answer.body.refreshToken as string }
}

export const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

/** Starts to watch; the returned function tells what was written and mailed since. */
export function watch({ database: { recorded }, letters }: IdentityStack) {
  const before = { audit: recorded.audit.length, events: recorded.events.length, letters: letters.length }
  return () => ({
    audit: recorded.audit.slice(before.audit).map((fact) => fact.action),
    events: recorded.events.slice(before.events).map((event) => event.name),
    letters: letters.slice(before.letters).map((letter) => letter.template),
  })
}

const LETTER_JOBS = new Set(['identity.send-asked-letter', 'identity.mail-new-address'])

/** Jobs are recorded; those that write letters run at once, as part of what enqueued them. */
async function writeLetter(jobs: ReadonlyMap<string, AnyJob>, tx: Tx, request: JobRequest): Promise<void> {
  const job = LETTER_JOBS.has(request.queue) ? jobs.get(request.queue) : undefined
  const context = { once: (work: (own: Tx) => Promise<unknown>) => work(tx) } as JobContext
  await job?.handle(context, request.data as never)
}

function recordingSinks({ recorded }: TestDatabase, jobs: ReadonlyMap<string, AnyJob>): TxSinks {
  return {
    audit: async (_tx, fact) => void recorded.audit.push(fact),
    publish: async (_tx, type, data) => void recorded.events.push({ name: type.name, data }),
    enqueue: async (tx, request) => {
      recorded.jobs.push(request)
      await writeLetter(jobs, tx, request)
    },
  }
}

interface NodeParts {
  readonly db: Db
  readonly url: string
  readonly config: IdentityConfig
  readonly log: Logger
  readonly letters: Letter[]
}

async function startNode({ db, url, config, log, letters }: NodeParts): Promise<IdentityNode> {
  const metrics = createMetrics('test')
  const bus = await createBus(url, log)
  const access = createAccess({ db, bus, mfaRequiredRoles: [] })
  const mailer = letterBox(letters)
  const factors = createFactors({
    db,
    bus,
    access,
    mailer,
    sms: createSms({ db, config: smsConfig(config), metrics }),
    vault: createVault(ENCRYPTION_KEYS),
    config,
    above: () => identity,
  })
  // The trail is another unit's; this stack records facts in memory.
  const securityEvents = async () => ({ items: [], nextCursor: null })
  const identity = createIdentity({
    ...{ db, bus, access, factors, mailer, securityEvents, config, log, metrics },
    isRegistrationOpen: () => true,
  })
  await access.declare([access, factors, identity, exampleUnit])
  const server = {
    host: '127.0.0.1',
    port: 0,
    portMayMove: false,
    publicUrl: config.publicUrl,
    allowedOrigins: config.allowedOrigins,
    trustedProxies: new BlockList(),
    embeddedJobs: false,
    shutdownAnnounceMs: 0,
    rateLimits: false,
  }
  server.trustedProxies.addAddress('127.0.0.1')
  const http = createHttpServer({ config: server, db, authenticator: identity, limiter: createLimiter(), metrics, log })
  http.register([...access.routes, ...factors.routes, ...identity.routes])
  const port = await http.listen({ host: '127.0.0.1', port: 0 })
  return {
    url: `http://127.0.0.1:${port}`,
    identity,
    access,
    factors,
    metrics,
    loseBus: () => bus.close(),
    async close() {
      http.app.server.closeAllConnections()
      await http.app.close()
      await identity.stop?.()
      await bus.close()
    },
  }
}

const ENCRYPTION_KEYS = [{ kid: 'e1', key: createSecretKey(Buffer.alloc(32, 1)) }]

/** No job runs here: an SMS ends in the outbox. */
function smsConfig({ masterSecret }: IdentityConfig) {
  const open = { countries: [], countryHourlyMax: 1000, development: true }
  return { ...open, twilio: null, mailboxDir: '/nonexistent', encryptionKeys: ENCRYPTION_KEYS, masterSecret }
}

/** A unit that declares what grants can be tried on. */
const exampleUnit = {
  name: 'example',
  permissions: { 'example:read': 'Read examples', 'example:write': 'Write examples' },
  roles: {
    reader: { title: 'Reader', permissions: ['example:read'] },
    keeper: { title: 'Keeper of people', permissions: ['access:read', 'access:manage', 'example:read'] },
  },
}

/** Stands where the outbox is in the assembled program. A letter counts only when its transaction commits. */
function letterBox(letters: Letter[]): Mailer {
  return {
    async send(tx, to, template, data) {
      const url = String((data as { url?: unknown }).url)
      const token = /token=([A-Za-z0-9_-]+)/.exec(url)?.[1] ?? ''
      template.render(data)
      tx.afterCommit(() => void letters.push({ to: to.address, template: template.name, url, token }))
      return newId<'mail'>()
    },
  }
}
