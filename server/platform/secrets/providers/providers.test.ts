import assert from 'node:assert/strict'
import { chmodSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import type { StandInAnswer } from '../../../../test/support/http-stand-in.ts'
import { AWS_KEYS, refusal, startAwsStandIn } from '../../../../test/support/secret-stand-ins/aws.ts'
import { AZURE_CLIENT, AZURE_VAULT, fault, startAzureStandIn } from '../../../../test/support/secret-stand-ins/azure.ts'
import { GCP_PROJECT, problem, startGcpStandIn } from '../../../../test/support/secret-stand-ins/gcp.ts'
import type { SecretStandIn } from '../../../../test/support/secret-stand-ins/kept.ts'
import {
  APPROLE,
  errors,
  NAMESPACE,
  ROOT_TOKEN,
  startVaultStandIn,
} from '../../../../test/support/secret-stand-ins/vault.ts'
import { nowMs, setClock } from '../../../kernel/clock.ts'
import { secret } from '../../../kernel/config/secret.ts'
import type { VaultSettings } from '../../../kernel/config/secrets.ts'
import type { Problem } from '../../../kernel/problem.ts'
import type { SecretProvider } from '../provider.ts'
import type { SecretFaultKind } from './fault.ts'
import { SecretFault } from './fault.ts'
import { guarded } from './guarded.ts'
import { type OutsideSettings, openProvider } from './providers.ts'
import { remembering } from './remembering.ts'

const LIMITS = { timeoutMs: 3000, tries: 3, pauseMs: 1, failuresMax: 50, restMs: 0 }
const MINUTE_MS = 60_000

interface Service {
  readonly name: string
  start(): Promise<SecretStandIn>
  settings(standIn: SecretStandIn): OutsideSettings
  /** The same with credentials that the service does not know. */
  wrong(standIn: SecretStandIn): OutsideSettings
  readonly throttled: StandInAnswer
  readonly down: StandInAnswer
  /** How the service names a path. */
  nameOf(path: string): string
}

const aws = (apiBase: string, secretAccessKey: string): OutsideSettings => ({
  name: 'aws',
  region: 'eu-central-1',
  credentials: { accessKeyId: AWS_KEYS.accessKeyId, secretAccessKey: secret(secretAccessKey), sessionToken: null },
  apiBase: new URL(apiBase),
})
const gcp = (apiBase: string, serviceAccount: string): OutsideSettings => ({
  ...{ name: 'gcp', home: GCP_PROJECT, credentials: secret(serviceAccount), apiBase: new URL(apiBase) },
})
const azure = (apiBase: string, clientSecret: string): OutsideSettings => ({
  ...{ name: 'azure', vaultUrl: AZURE_VAULT, apiBase: new URL(apiBase) },
  credentials: { ...AZURE_CLIENT, clientSecret: secret(clientSecret) },
})
const vault = (address: string, login: VaultSettings['login']): OutsideSettings => ({
  ...{ name: 'vault', address: new URL(address), mount: 'kv', namespace: NAMESPACE, login },
})
const approle = (secretId: string): VaultSettings['login'] => ({
  ...{ method: 'approle', authPath: 'approle', roleId: APPROLE.roleId, secretId: secret(secretId) },
})
const dashed = (path: string): string => path.replaceAll('/', '--')

const SERVICES: readonly Service[] = [
  {
    name: 'aws',
    start: startAwsStandIn,
    settings: ({ url }) => aws(url, AWS_KEYS.secretAccessKey),
    wrong: ({ url }) => aws(url, 'not-the-key'),
    throttled: refusal('ThrottlingException'),
    down: refusal('InternalServiceError', 500),
    nameOf: (path) => path,
  },
  {
    name: 'gcp',
    start: startGcpStandIn,
    settings: (standIn) => gcp(standIn.url, (standIn as Awaited<ReturnType<typeof startGcpStandIn>>).serviceAccount),
    wrong: ({ url }) => gcp(url, otherAccount),
    throttled: problem(429, 'RESOURCE_EXHAUSTED'),
    down: problem(503, 'UNAVAILABLE'),
    nameOf: dashed,
  },
  {
    name: 'azure',
    start: startAzureStandIn,
    settings: ({ url }) => azure(url, AZURE_CLIENT.clientSecret),
    wrong: ({ url }) => azure(url, 'not-the-secret'),
    throttled: fault(429, 'Throttled', { 'retry-after': '0' }),
    down: fault(503, 'ServiceUnavailable'),
    nameOf: dashed,
  },
  {
    name: 'vault',
    start: startVaultStandIn,
    settings: ({ url }) => vault(url, { method: 'token', token: secret(ROOT_TOKEN) }),
    wrong: ({ url }) => vault(url, { method: 'token', token: secret('hvs.other') }),
    throttled: errors(429, { 'retry-after': '0' }),
    down: errors(503),
    nameOf: (path) => path,
  },
]

let otherAccount = ''
before(async () => {
  const other = await startGcpStandIn()
  otherAccount = other.serviceAccount
  await other.close()
})

for (const service of SERVICES)
  describe(`secrets of ${service.name}`, () => {
    const used: { standIn: SecretStandIn; provider: SecretProvider; versions: string[] } = {
      ...({} as { standIn: SecretStandIn; provider: SecretProvider }),
      versions: [],
    }
    before(async () => {
      used.standIn = await service.start()
      const { secrets } = used.standIn
      for (const value of ['one', 'two', '{"user":"u","password":"three"}'])
        used.versions.push(secrets.add(service.nameOf('app/database'), value).id)
      for (const path of ['app/mail', 'app/sms', 'other']) secrets.add(service.nameOf(path), `value of ${path}`)
      used.provider = await openProvider(service.settings(used.standIn), LIMITS)
    })
    after(() => used.standIn.close())

    test('are given in the version that is asked for', async () => {
      const { provider, versions } = used
      const given = async (wanted: { version?: string; stage?: string }): Promise<unknown> => {
        const found = await provider.get('app/database', wanted)
        return found === null ? null : [found.value.reveal(), found.version]
      }
      assert.deepEqual(await given({}), ['{"user":"u","password":"three"}', versions[2]])
      assert.deepEqual(await given({ stage: 'current' }), ['{"user":"u","password":"three"}', versions[2]])
      assert.deepEqual(await given({ stage: 'previous' }), ['two', versions[1]])
      assert.deepEqual(await given({ version: versions[0] ?? '' }), ['one', versions[0]])
      assert.equal(await provider.get('app/absent', {}), null)
    })

    test('are listed over all pages, by path', async () => {
      assert.deepEqual(await used.provider.list(''), ['app/database', 'app/mail', 'app/sms', 'other'])
      assert.deepEqual(await used.provider.list('app/m'), ['app/mail'])
    })

    test('are written as a new version, which is read at once', async () => {
      const { provider, standIn } = used
      assert.equal((await provider.get('app/mail', {}))?.value.reveal(), 'value of app/mail')
      const written = await provider.put?.('app/mail', secret('{"key":"new"}'))
      const found = await provider.get('app/mail', {})
      assert.deepEqual([found?.value.reveal(), found?.version], ['{"key":"new"}', written?.version])
      assert.equal(standIn.secrets.versions(service.nameOf('app/mail')).length, 2)
    })

    test('are refused where the service refuses, whether the secret or the caller', async () => {
      const { provider, standIn } = used
      standIn.denied.add(service.nameOf('other'))
      await fails(provider.get('other', {}), 'denied')
      await fails((await openProvider(service.wrong(standIn), LIMITS)).get('app/sms', {}), 'denied')
    })

    test('are asked for again when the service was asked too often', async () => {
      const { provider, standIn } = used
      standIn.next(service.throttled, service.throttled)
      assert.equal((await provider.get('app/database', { version: used.versions[1] ?? '' }))?.value.reveal(), 'two')
    })

    test('outlive an outage for an hour, which health tells', async () => {
      const { standIn } = used
      const provider = await openProvider(service.settings(standIn), LIMITS)
      const read = async () => (await provider.get('app/sms', {}))?.value.reveal()
      const health = async () => (await provider.health(AbortSignal.timeout(1000))).status
      let minutes = 0
      const start = nowMs()
      const restore = setClock(() => start + minutes * MINUTE_MS)
      try {
        assert.equal(await read(), 'value of app/sms')
        minutes = 10
        standIn.next(service.down, service.down, service.down)
        assert.deepEqual([await read(), await health()], ['value of app/sms', 'warn'])
        minutes = 61
        standIn.next(service.down, service.down, service.down)
        await fails(read(), 'unavailable')
        standIn.next('cut', 'cut')
        assert.deepEqual([await read(), await health()], ['value of app/sms', 'pass'])
      } finally {
        restore()
      }
    })
  })

describe('a sign-in to Vault', () => {
  test('by AppRole gives a token that is renewed before it ends, and replaced when it ended or was revoked', async () => {
    const standIn = await startVaultStandIn()
    standIn.secrets.add('app', 'value')
    const provider = await openProvider(vault(standIn.url, approle(APPROLE.secretId)), LIMITS)
    assert.equal((await provider.get('app', {}))?.value.reveal(), 'value')
    const signIns = () => standIn.requests.filter(({ path }) => path.endsWith('/login')).length
    standIn.tokens.clear()
    assert.equal((await provider.get('app', { version: '1' }))?.value.reveal(), 'value')
    assert.deepEqual([signIns(), standIn.renewals()], [2, 0])
    const start = nowMs()
    let minutes = 0
    const restore = setClock(() => start + minutes * MINUTE_MS)
    for (minutes of [45, 80, 200]) await provider.tend()
    assert.deepEqual([signIns(), standIn.renewals()], [3, 1])
    restore()
    await standIn.close()
  })

  test('by a role of Kubernetes hands over the token of the pod; a wrong one is refused', async () => {
    const standIn = await startVaultStandIn()
    const folder = mkdtempSync(join(tmpdir(), 'plinth-pod-'))
    const tokenPath = join(folder, 'token')
    writeFileSync(tokenPath, 'token-of-the-pod\n')
    standIn.secrets.add('app', 'value')
    const login = { method: 'kubernetes', authPath: 'kubernetes', role: APPROLE.roleId, tokenPath } as const
    const provider = await openProvider(vault(standIn.url, login), LIMITS)
    assert.equal((await provider.get('app', {}))?.value.reveal(), 'value')
    await fails((await openProvider(vault(standIn.url, approle('other')), LIMITS)).get('app', {}), 'invalid')
    await standIn.close()
    rmSync(folder, { recursive: true })
  })
})

describe('secrets of this machine', () => {
  test('come from the environment by their path in capitals', async () => {
    const provider = await openProvider({ name: 'env', values: new Map([['STRIPE_SECRET_KEY', secret('sk')]]) })
    assert.equal((await provider.get('stripe/secret-key', {}))?.value.reveal(), 'sk')
    assert.equal(await provider.get('stripe/other', {}), null)
    await fails(provider.get('stripe/secret-key', { stage: 'previous' }), 'unsupported')
  })

  test('come from files as Kubernetes mounts them, as they are now, and from nowhere else', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'plinth-mounted-'))
    for (const [name, value] of [
      ['..one', 'first'],
      ['..two', 'second'],
    ] as const) {
      mkdirSync(join(folder, name))
      writeFileSync(join(folder, name, 'key'), `${value}\n`, { mode: 0o640 })
    }
    symlinkSync('..one', join(folder, '..data'))
    symlinkSync(join('..data', 'key'), join(folder, 'key'))
    symlinkSync('/etc/hostname', join(folder, 'outside'))
    const provider = await openProvider({ name: 'file', folder })
    assert.equal((await provider.get('key', {}))?.value.reveal(), 'first')
    symlinkSync('..two', join(folder, '..next'))
    renameSync(join(folder, '..next'), join(folder, '..data'))
    assert.equal((await provider.get('key', {}))?.value.reveal(), 'second')
    assert.equal(await provider.get('absent', {}), null)
    await fails(provider.get('outside', {}), 'denied')
    for (const path of ['../key', '/etc/hostname', '..data/key', 'a//b', ''])
      await fails(provider.get(path, {}), 'invalid')
    assert.deepEqual(await provider.list(''), ['key', 'outside'])
    assert.equal((await provider.health(AbortSignal.timeout(1000))).status, 'pass')
    chmodSync(join(folder, '..two', 'key'), 0o644)
    await provider.get('key', {})
    assert.match((await provider.health(AbortSignal.timeout(1000))).observed, /^key in .* can be read by every user/)
    rmSync(folder, { recursive: true })
  })
})

describe('a provider', () => {
  const value = (text: string) => ({ value: secret(text), version: '1' })
  const source = (get: () => Promise<ReturnType<typeof value>>) => ({
    ...{ name: 'test', capabilities: { versions: true, stages: true }, get, list: async () => [] },
  })

  test('is asked once for what many wait for', async () => {
    let calls = 0
    const asked = remembering(guarded(source(async () => value(String(++calls)))))
    const answers = await Promise.all(Array.from({ length: 50 }, () => asked.get('path', {})))
    assert.deepEqual([...new Set(answers.map((one) => one.value.reveal()))], ['1'])
  })

  test('is asked ahead of the end of what is kept, while the old value is given', async () => {
    let calls = 0
    const start = nowMs()
    let passedMs = 0
    const restore = setClock(() => start + passedMs)
    const asked = remembering(guarded(source(async () => value(String(++calls)))))
    const read = async () => (await asked.get('path', {})).value.reveal()
    assert.equal(await read(), '1')
    passedMs = 3 * MINUTE_MS
    assert.deepEqual([await read(), calls], ['1', 1])
    passedMs = 4.45 * MINUTE_MS
    assert.deepEqual([await read(), calls], ['1', 2])
    while ((await read()) !== '2') await turn()
    assert.equal(calls, 2)
    restore()
  })

  test('is left alone after calls without an answer, and then asked by one', async () => {
    let calls = 0
    const limits = { ...LIMITS, timeoutMs: 10, tries: 1, failuresMax: 2, restMs: 100_000 }
    const asked = guarded(
      source(() => {
        calls += 1
        return new Promise(() => undefined)
      }),
      limits,
    )
    for (let round = 0; round < 5; round += 1)
      await assert.rejects(asked.get('path', {}), { name: 'SecretFault', kind: 'unavailable' })
    assert.equal(calls, 2)
    assert.equal(asked.finding().status, 'warn')
  })

  test('says of a fault of its library nothing that was sent', async () => {
    const failing = guarded(
      source(() => Promise.reject(new TypeError('https://user:canary@host refused'))),
      LIMITS,
    )
    await assert.rejects(failing.get('path', {}), (error: Error) => !error.message.includes('canary'))
  })
})

async function fails(call: Promise<unknown>, kind: SecretFaultKind): Promise<void> {
  await assert.rejects(call, (error: Problem) => {
    assert.equal(error.code, 'secrets/provider-failed')
    assert.ok(error.cause instanceof SecretFault)
    assert.equal(error.cause.kind, kind, error.cause.message)
    return true
  })
}
