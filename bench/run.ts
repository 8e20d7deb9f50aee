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
import { startBare, startPlinth } from './servers.ts'
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
    /** Only rows of trading: matching, imports and analytics. */
    trading: { type: 'boolean', default: false },
    /** Writes a CPU profile of Plinth under load into this folder. */
    profile: { type: 'string' },
  },
})

const ADMINISTRATOR = { email: 'bench@example.org', password: 'a-password-for-the-bench' }
const FOLDER = fileURLToPath(new URL('./', import.meta.url))

if (!existsSync(join(FOLDER, 'node_modules/unleash-client')))
  execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: FOLDER, stdio: 'inherit' })
const rows = flags.trading
  ? await measureRoutes()
  : [...(await measureRoutes()), ...(await footprintRows()), ...(await installRows())]
print(rows)

async function measureRoutes(): Promise<Row[]> {
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
    const { token, sessionId } = await signIn(plinth.url)
    if (flags.trading) return await tradingRows({ url: plinth.url, token, databaseUrl: database.url })
    await seedCatalogue(database.url)
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
    const identity = await identityRows({ server: plinth, environment, email: ADMINISTRATOR.email })
    return [
      routeRow(`GET ${tracks} of ${TRACKS} tracks (ours from the cache)`, list),
      routeRow('its next page (of neither from a cache)', next),
      routeRow('GET /api/auth/me (ours from the live session)', me),
      ...(await contentRows(plinth, bare, { token, budget })),
      ...identity,
      ...(await fileRows(plinth, token, database.url)),
      ...(await cacheRows(database.url)),
      ...(await jobRows(database.url)),
      ...(await jobFloodRows(database.url)),
      ...(await jobWaitRows(database.url)),
      ...(await limiterRows()),
      ...(await flagServingRows(database.url)),
      ...slotRows(),
      ...(await flagRows()),
      ...(await webhookRows(plinth)),
      // The token of the beginning is over by now.
      ...(await tradingRows({ url: plinth.url, token: (await signIn(plinth.url)).token, databaseUrl: database.url })),
    ]
  } finally {
    await plinth.stop()
    await bare.stop()
    await database.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}

async function tradingRows(bench: AnalyticsBench): Promise<Row[]> {
  const imported = await importRows(bench)
  return [...matchingRows(), ...imported.rows, ...(await analyticsRows(bench, imported.accounts))]
}

async function nextCursor(url: string): Promise<string> {
  const answer = (await (await fetch(url)).json()) as { nextCursor: string }
  return answer.nextCursor
}

async function signIn(url: string): Promise<{ token: string; sessionId: string }> {
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
