import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { SigningKey } from '../../server/audit-auth/jwt.ts'
import { openTarget } from '../../server/audit-auth/open-target.ts'
import type { EvilProvider, Passkey } from '../../server/audit-auth/props.ts'
import type { Target } from '../../server/audit-auth/stage.ts'
import { createAuthenticator } from './authenticator.ts'
import { createDatabaseUrl } from './database.ts'
import { administrator, pickPort, type ServerProcess, startServerProcess } from './server-process.ts'
import { type EvilOpenId, startEvilOpenId } from './sign-in/evil-openid.ts'

/** Server processes to attack, on a database of their own, and all that can be known of them. */
export interface AttackTarget {
  readonly target: Target
  stop(): Promise<void>
}

const PUBLIC_URL = 'https://plinth.test'
const PROVIDER = 'evil'
const OTHER = 'other'
const OUTPUT_CHARACTERS_MAX = 50_000_000

/** As production has it: https as far as cookies and links know, two signing keys, a proxy in front that is us. */
function environmentOf(keys: readonly SigningKey[], evil: EvilOpenId): Record<string, string> {
  return {
    NODE_ENV: 'test',
    PUBLIC_URL,
    OIDC_PROVIDERS: JSON.stringify([PROVIDER, OTHER].map((id) => providerOf(id, evil))),
    SMS_COUNTRY_HOURLY_MAX: '100000',
    TRUSTED_PROXIES: '127.0.0.1',
    RATE_LIMITS: 'off',
    // The cheapest hash that is allowed: nothing here is about its cost.
    PASSWORD_MEMORY_KIB: '19456',
    PASSWORD_PASSES: '2',
    LOG_LEVEL: 'debug',
    SESSION_SECRET: randomBytes(48).toString('base64url'),
    ENCRYPTION_KEYS: `e1:${randomBytes(32).toString('base64')}`,
    JWT_KEYS: JSON.stringify(keys.map((key, index) => ({ ...key, active: index === 0 }))),
  }
}

function providerOf(id: string, { url, clientId, clientSecret }: EvilOpenId) {
  return { id, title: id, issuer: url, clientId, clientSecret }
}

function makeKey(kid: string): SigningKey {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return { kid, privateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() }
}

function inOurHands(evil: EvilOpenId): EvilProvider {
  return {
    id: PROVIDER,
    otherId: OTHER,
    play(mischief) {
      evil.mischief = mischief
    },
  }
}

/** Starts `nodes` processes on one database; requests of the suite go to them in turn. `given` goes over the usual environment. */
export async function startAttackTarget(
  nodes: number,
  given: Readonly<Record<string, string>> = {},
): Promise<AttackTarget> {
  const { url: databaseUrl, drop } = await createDatabaseUrl()
  const dataDir = await mkdtemp(join(tmpdir(), 'plinth-attack-'))
  const signingKeys = [makeKey('active'), makeKey('retired')]
  const evil = await startEvilOpenId()
  const environment = { ...environmentOf(signingKeys, evil), ...given }
  const servers: ServerProcess[] = []
  // One after the other: the first migrates the schema and makes the administrator.
  for (let node = 0; node < nodes; node += 1) {
    const options = { dataDir, port: await pickPort(), databaseUrl, environment }
    servers.push(await startServerProcess({ ...options, outputCharactersMax: OUTPUT_CHARACTERS_MAX }))
  }
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 2 })
  const described = await openTarget({ urls: servers.map(({ url }) => url), administrator, forwarded: true })
  return {
    target: {
      ...described,
      query: async (text, values = []) => (await pool.query<Record<string, unknown>>(text, [...values])).rows,
      output: () => servers.map((server) => server.output()).join('\n'),
      thorough: nodes > 1,
      signingKeys,
      provider: inOurHands(evil),
      makePasskey: () => createAuthenticator({ origin: PUBLIC_URL }) as Passkey,
    },
    async stop() {
      for (const server of servers) server.signal('SIGTERM')
      await Promise.all(servers.map(({ ended }) => ended))
      await pool.end()
      await evil.close()
      await drop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
