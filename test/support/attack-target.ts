import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SigningKey } from '../../server/audit-auth/jwt.ts'
import { openProps, providerSettings } from '../../server/audit-auth/open-props.ts'
import { openTarget } from '../../server/audit-auth/open-target.ts'
import type { Target } from '../../server/audit-auth/target.ts'
import { createDatabaseUrl } from './database.ts'
import { administrator, pickPort, type ServerProcess, startServerProcess } from './server-process.ts'

/** Server processes to attack, on a database of their own, and all that can be known of them. */
export interface AttackTarget {
  readonly target: Target
  stop(): Promise<void>
}

/** The origin that people see, whichever process they reach. */
export const PUBLIC_URL = 'https://plinth.test'
const OUTPUT_CHARACTERS_MAX = 50_000_000

interface Setting {
  readonly keys: readonly SigningKey[]
  /** Where the evil OpenID provider is. */
  readonly providerUrl: string
}

/** As production has it: https as far as cookies and links know, two signing keys, a proxy in front that is us. */
function attackEnvironment({ keys, providerUrl }: Setting): Record<string, string> {
  return {
    NODE_ENV: 'test',
    PUBLIC_URL,
    OIDC_PROVIDERS: providerSettings(providerUrl),
    SMS_COUNTRY_HOURLY_MAX: '100000',
    TRUSTED_PROXIES: '127.0.0.1',
    RATE_LIMITS: 'off',
    // The cheapest hash that is allowed: nothing here is about its cost.
    PASSWORD_MEMORY_KIB: '19456',
    PASSWORD_PASSES: '2',
    LOG_LEVEL: 'debug',
    SESSION_SECRET: randomBytes(48).toString('base64url'),
    ENCRYPTION_KEYS: `e1:${randomBytes(32).toString('base64')}`,
    JWT_KEYS: keysText(keys),
  }
}

/** JWT_KEYS of these keys, of which the first signs. */
export function keysText(keys: readonly SigningKey[]): string {
  return JSON.stringify(keys.map((key, index) => ({ ...key, active: index === 0 })))
}

function makeKey(kid: string): SigningKey {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return { kid, privateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() }
}

export interface AttackedServers {
  readonly urls: readonly string[]
  readonly databaseUrl: string
  readonly signingKeys: readonly SigningKey[]
  /** Where they believe the OpenID provider to be. */
  readonly providerUrl: string
  output(): string
  stop(): Promise<void>
}

/** Starts `nodes` processes on one database of their own. `given` goes over the usual environment. */
export async function startAttackedServers(
  nodes: number,
  given: Readonly<Record<string, string>> = {},
): Promise<AttackedServers> {
  const { url: databaseUrl, drop } = await createDatabaseUrl()
  const dataDir = await mkdtemp(join(tmpdir(), 'plinth-attack-'))
  const signingKeys = [makeKey('active'), makeKey('retired')]
  const providerUrl = `http://127.0.0.1:${await pickPort()}`
  const environment = { ...attackEnvironment({ keys: signingKeys, providerUrl }), ...given }
  const servers: ServerProcess[] = []
  // One after the other: the first migrates the schema and makes the administrator.
  for (let node = 0; node < nodes; node += 1) {
    const options = { dataDir, port: await pickPort(), databaseUrl, environment }
    servers.push(await startServerProcess({ ...options, outputCharactersMax: OUTPUT_CHARACTERS_MAX }))
  }
  return {
    urls: servers.map(({ url }) => url),
    ...{ databaseUrl, signingKeys, providerUrl },
    output: () => servers.map((server) => server.output()).join('\n'),
    async stop() {
      for (const server of servers) server.signal('SIGTERM')
      await Promise.all(servers.map(({ ended }) => ended))
      await drop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

/** Servers of our own and everything that can be known of them; requests of the suite go to them in turn. */
export async function startAttackTarget(
  nodes: number,
  given: Readonly<Record<string, string>> = {},
): Promise<AttackTarget> {
  const servers = await startAttackedServers(nodes, given)
  const { urls, databaseUrl, providerUrl, signingKeys, output } = servers
  const { props, close } = await openProps(urls, { databaseUrl, providerUrl, origin: PUBLIC_URL })
  return {
    target: await openTarget({
      ...{ urls, administrator, forwarded: true },
      props: { ...props, signingKeys, output },
    }),
    async stop() {
      await close()
      await servers.stop()
    },
  }
}
