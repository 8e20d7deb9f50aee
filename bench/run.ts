import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { startEmbeddedPostgres } from '../server/kernel/db/embedded.ts'
import { type AnalyticsBench, analyticsRows } from './analytics.ts'
import { cacheRows } from './cache.ts'
import { seedCatalogue, TRACKS } from './catalogue.ts'
import { contentRows } from './content.ts'
import { fileRows } from './files.ts'
import { flagRows } from './flags.ts'
import { flagServingRows } from './flags-serving.ts'
import { measureFootprint, measureInstall } from './footprint.ts'
import { identityRows } from './identity-rows.ts'
import { importRows } from './imports.ts'
import { jobRows } from './jobs.ts'
import { jobFloodRows } from './jobs-flood.ts'
import { jobWaitRows } from './jobs-wait.ts'
import { limiterRows } from './limiter.ts'
import { compare } from './load.ts'
import { matchingRows } from './matching.ts'
import { type RunningServer, startBare, startPlinth } from './servers.ts'
import { slotRows } from './slots.ts'
import { print, type Row, routeRow } from './table.ts'
import { stripeAccount, webhookRows } from './webhooks.ts'

const { values: flags } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '4' },
    /** Leaves out `npm ci` into an empty folder. */
    'no-install': { type: 'boolean', default: false },
    /** Leaves out start and memory. */
    'no-footprint': { type: 'boolean', default: false },
    /** Only these groups of rows, by their names (GROUPS), separated by commas. */
    only: { type: 'string' },
    /** Writes a CPU profile of Plinth under load into this folder. */
    profile: { type: 'string' },
  },
})

const ADMINISTRATOR = { email: 'bench@example.org', password: 'a-password-for-the-bench' }
const FOLDER = fileURLToPath(new URL('./', import.meta.url))

if (!existsSync(join(FOLDER, 'node_modules/unleash-client')))
  execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: FOLDER, stdio: 'inherit' })

/** What a group of rows is measured on. `begun`: who signed in when it began. */
interface Bench {
  readonly plinth: RunningServer
  readonly bare: RunningServer
  readonly environment: Readonly<Record<string, string>> & { readonly DATABASE_URL: string }
  readonly databaseUrl: string
  readonly begun: SignedIn
}

interface SignedIn {
  readonly token: string
  readonly sessionId: string
}

/** In this order: `trading` fills the machine longest. */
const GROUPS: Readonly<Record<string, (bench: Bench) => Promise<Row[]> | Row[]>> = {
  routes: routeRows,
  identity: ({ plinth, environment }) => identityRows({ server: plinth, environment, email: ADMINISTRATOR.email }),
  files: ({ plinth, begun, databaseUrl }) => fileRows(plinth, begun.token, databaseUrl),
  cache: ({ databaseUrl }) => cacheRows(databaseUrl),
  jobs: ({ databaseUrl }) => jobRows(databaseUrl),
  'jobs-flood': ({ databaseUrl }) => jobFloodRows(databaseUrl),
  'jobs-wait': ({ databaseUrl }) => jobWaitRows(databaseUrl),
  limiter: () => limiterRows(),
  'flags-serving': ({ databaseUrl }) => flagServingRows(databaseUrl),
  slots: () => slotRows(),
  flags: () => flagRows(),
  webhooks: ({ plinth }) => webhookRows(plinth),
  trading: tradingRows,
  footprint: () => footprintRows(),
  install: () => installRows(),
}

const wanted = flags.only?.split(',') ?? Object.keys(GROUPS)
const unknown = wanted.filter((name) => !(name in GROUPS))
if (unknown.length > 0) throw new Error(`--only ${unknown.join(',')}: there are ${Object.keys(GROUPS).join(', ')}`)
print(await measure(Object.entries(GROUPS).filter(([name]) => wanted.includes(name))))

async function measure(
  groups: readonly (readonly [string, (bench: Bench) => Promise<Row[]> | Row[]])[],
): Promise<Row[]> {
  const dataDir = await mkdtemp(join(tmpdir(), 'plinth-bench-'))
  const database = await startEmbeddedPostgres({
    dataDir,
    onExit: (reason) => {
      throw new Error(`the database is gone: ${reason}`)
    },
  })
  const profiling = flags.profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${flags.profile}`]
  const environment = {
    DATABASE_URL: database.url,
    // The second node of the verification row is known by the same name.
    PUBLIC_URL: 'http://localhost:3000',
    DATA_DIR: dataDir,
    ADMIN_EMAIL: ADMINISTRATOR.email,
    ADMIN_PASSWORD: ADMINISTRATOR.password,
    ...stripeAccount,
  }
  const plinth = await startPlinth(environment, profiling)
  const bare = await startBare(database.url)
  try {
    const bench = { plinth, bare, environment, databaseUrl: database.url, begun: await signIn(plinth.url) }
    const rows: Row[] = []
    for (const [, group] of groups) rows.push(...(await group(bench)))
    return rows
  } finally {
    await plinth.stop()
    await bare.stop()
    await database.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}

async function routeRows({ plinth, bare, databaseUrl, begun: { token, sessionId } }: Bench): Promise<Row[]> {
  await seedCatalogue(databaseUrl)
  const budget = { rounds: Number(flags.rounds), seconds: Number(flags.seconds) }
  const tracks = '/api/tracks?limit=20'
  const list = await compare(
    { url: plinth.url + tracks, pid: plinth.pid, headers: {} },
    { url: bare.url + tracks, pid: bare.pid, headers: {} },
    budget,
  )
  const next = await compare(
    { url: `${plinth.url}${tracks}&cursor=${await nextCursor(plinth.url + tracks)}`, pid: plinth.pid, headers: {} },
    { url: bare.url + tracks, pid: bare.pid, headers: {} },
    budget,
  )
  const me = await compare(
    { url: `${plinth.url}/api/auth/me`, pid: plinth.pid, headers: { authorization: `Bearer ${token}` } },
    { url: `${bare.url}/api/auth/me`, pid: bare.pid, headers: { 'x-session': sessionId } },
    budget,
  )
  return [
    routeRow(`GET ${tracks} of ${TRACKS} tracks (ours from the cache)`, list),
    routeRow('its next page (of neither from a cache)', next),
    routeRow('GET /api/auth/me (ours from the live session)', me),
    ...(await contentRows(plinth, bare, { token, budget })),
  ]
}

async function tradingRows({ plinth, databaseUrl }: Bench): Promise<Row[]> {
  // The token of the beginning is over by now.
  const { token } = await signIn(plinth.url)
  const bench: AnalyticsBench = { url: plinth.url, token, databaseUrl }
  const imported = await importRows(bench)
  return [...matchingRows(), ...imported.rows, ...(await analyticsRows(bench, imported.accounts))]
}

async function nextCursor(url: string): Promise<string> {
  const answer = (await (await fetch(url)).json()) as { nextCursor: string }
  return answer.nextCursor
}

async function signIn(url: string): Promise<SignedIn> {
  const login = await fetch(`${url}/api/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...ADMINISTRATOR, transport: 'bearer' }),
  })
  const { accessToken } = (await login.json()) as { accessToken: string }
  const me = await fetch(`${url}/api/auth/me`, { headers: { authorization: `Bearer ${accessToken}` } })
  const { session } = (await me.json()) as { session: { id: string } }
  return { token: accessToken, sessionId: session.id }
}

async function footprintRows(): Promise<Row[]> {
  if (flags['no-footprint']) return []
  const { firstStartMs, startMs, nodeBytes, postgresBytes } = await measureFootprint()
  const mb = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`
  return [
    {
      what: 'start to ready, everything embedded, existing data',
      measured: `${(startMs / 1000).toFixed(2)} s`,
      aim: '<= 1.5 s',
      met: startMs <= 1500,
    },
    {
      what: 'first start to ready, empty data folder',
      measured: `${(firstStartMs / 1000).toFixed(2)} s`,
      aim: '',
      met: null,
    },
    { what: 'idle memory of the node process', measured: mb(nodeBytes), aim: '<= 150 MB', met: nodeBytes <= 150e6 },
    {
      what: 'idle memory of the embedded PostgreSQL',
      measured: postgresBytes === null ? 'not told by this system' : mb(postgresBytes),
      aim: '',
      met: null,
    },
  ]
}

async function installRows(): Promise<Row[]> {
  if (flags['no-install']) return []
  const { seconds, bytes } = await measureInstall()
  return [
    {
      what: 'npm ci into an empty folder',
      measured: `${seconds.toFixed(0)} s, ${(bytes / 1e6).toFixed(0)} MB`,
      aim: '',
      met: null,
    },
  ]
}
