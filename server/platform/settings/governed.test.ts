import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Static, Type } from 'typebox'
import type { HttpClient } from '../../../test/support/http-client.ts'
import { expectProblem, expectStatus } from '../../../test/support/music.ts'
import { startServer, type TestServer } from '../../../test/support/server.ts'
import { ConfigError } from '../../kernel/config/read.ts'
import { line, object, oneOf } from '../../kernel/http/schema.ts'
import { type Setting, type SettingHandle, type Settings, secretReference } from './index.ts'

const schema = object({
  currency: oneOf(['EUR', 'USD']),
  limit: Type.Integer({ minimum: 0, maximum: 100 }),
  note: Type.Optional(line(100)),
  apiKey: Type.Optional(secretReference()),
})
type Shop = Static<typeof schema>

const shop: Setting<typeof schema> = {
  ...{ key: 'shop', title: 'The shop', description: 'Of this test', schema, fallback: { currency: 'EUR', limit: 10 } },
  isPublic: ['currency', 'limit'],
  check: ({ limit }, { environment }) => [
    ...(limit > 90 ? [{ severity: 'error', member: 'limit', message: 'is more than there is' } as const] : []),
    ...(limit > 50 ? [{ severity: 'warning', member: 'limit', message: `is much for ${environment}` } as const] : []),
  ],
}

const folder = mkdtempSync(join(tmpdir(), 'plinth-settings-'))
const settingsFile = (values: object): string => {
  const path = join(folder, `${Object.keys(values).join('-')}.json`)
  writeFileSync(path, JSON.stringify(values))
  return path
}
const shared = {
  SESSION_SECRET: 'a secret that both nodes of this test know of',
  SETTINGS_FILE: settingsFile({ shop: { limit: 20, note: 'From the file' } }),
  SETTING_SHOP_CURRENCY: 'USD',
}

let here: TestServer
let there: TestServer
let admin: HttpClient
let handle: SettingHandle<Shop>

async function start(environment: Readonly<Record<string, string>>): Promise<TestServer> {
  const declare = (_: unknown, { settings }: { settings: Settings }) => {
    handle = settings.declare(shop)
  }
  return await startServer({ environment: { ...shared, ...environment }, declare })
}

before(async () => {
  here = await start({})
  there = await start({ DATABASE_URL: here.databaseUrl })
  admin = (await here.people.signedIn('administrator')).http
})
after(async () => {
  await there.stop()
  await here.stop()
  rmSync(folder, { recursive: true })
})

const SHOP = '/api/settings/shop'
const version = async (): Promise<number> => expectStatus(await admin.get(SHOP), 200).version

/** Says the shop anew, as it is but for these members. */
async function say(members: Partial<Shop>, more: object = {}) {
  const { value, version } = expectStatus(await admin.get(SHOP), 200)
  return await admin.put(SHOP, { value: { ...value, ...members }, version, ...more })
}

interface MemberAnswer {
  readonly name: string
  readonly source: string
  readonly variable: string | null
  readonly changedByName: string | null
}

async function members(): Promise<readonly MemberAnswer[]> {
  const { settings } = expectStatus(await admin.get('/api/config'), 200)
  return settings.find(({ key }: { key: string }) => key === 'shop').members
}

const sources = async () => (await members()).map(({ name, source }) => `${name} ${source}`)

describe('a setting with all its layers', () => {
  test('holds by member what the strongest layer says, with where it comes from and who said it', async () => {
    assert.deepEqual((await admin.get(SHOP)).body.value, { currency: 'USD', limit: 20, note: 'From the file' })
    assert.deepEqual(await sources(), ['currency environment', 'limit file', 'note file', 'apiKey default'])
    const answer = expectStatus(await say({ limit: 30 }, { reason: 'More came' }), 200)
    assert.equal(answer.value.limit, 30)
    assert.deepEqual(await sources(), ['currency environment', 'limit database', 'note file', 'apiKey default'])
    const [currency, limit] = await members()
    assert.deepEqual([currency?.variable, limit?.variable], ['SETTING_SHOP_CURRENCY', null])
    assert.ok(limit?.changedByName)
    expectStatus(await say({}, { inherit: ['limit'] }), 200)
    assert.deepEqual((await sources())[1], 'limit file')
  })

  test('is never said in vain: a member that a variable holds is refused with its name', async () => {
    const answer = await say({ currency: 'EUR' })
    assert.deepEqual(expectProblem(answer, 'settings/held-by-environment'), ['/value/currency held'])
    assert.match(answer.body.errors[0].detail, /SETTING_SHOP_CURRENCY/)
  })

  test('is refused where its check says error, and degrades health where it says warning', async () => {
    assert.deepEqual(expectProblem(await say({ limit: 95 }), 'settings/refused'), ['/value/limit refused'])
    expectStatus(await say({ limit: 60 }), 200)
    const { findings } = expectStatus(await admin.get('/api/config'), 200)
    assert.deepEqual(findings[0], { severity: 'warning', subject: 'shop.limit', message: 'is much for test' })
    const report = await there.app.health.report()
    assert.deepEqual(
      [report.checks.settings?.status, report.checks.settings?.observed],
      ['warn', 'shop.limit is much for test'],
    )
  })

  test('shows everybody the members that are public, and the same once only', async () => {
    const open = here.people.anonymous()
    expectStatus(await say({ apiKey: 'secret:shop/key', limit: 40 }), 200)
    for (const path of ['/api/settings/public', '/api/config/public']) {
      const first = await open.get(path)
      const { shop: shown } = path.endsWith('config/public') ? first.body.settings : first.body
      assert.deepEqual(shown, { currency: 'USD', limit: 40 })
      const headers = { 'if-none-match': first.headers.get('etag') ?? '' }
      assert.equal((await open.get(path, headers)).status, 304)
      expectStatus(await say({ limit: (await admin.get(SHOP)).body.value.limit + 1 }), 200)
      assert.equal((await open.get(path, headers)).status, 200)
      expectStatus(await say({ limit: 40 }), 200)
    }
    assert.equal((await open.get(SHOP)).status, 401)
    assert.equal((await open.get('/api/config')).status, 401)
  })

  test('is told by the configuration, which says of secrets only that they are set', async () => {
    const { variables, environment, settingsFile: file } = expectStatus(await admin.get('/api/config'), 200)
    const of = (wanted: string) => variables.find(({ name }: { name: string }) => name === wanted)
    assert.deepEqual([environment, file], ['test', shared.SETTINGS_FILE])
    assert.deepEqual([of('SESSION_SECRET').isSet, of('SESSION_SECRET').value], [true, null])
    assert.deepEqual([of('HOST').source, of('LOG_LEVEL').value], ['unset', 'silent'])
    assert.equal(JSON.stringify(variables).includes(shared.SESSION_SECRET), false)
  })

  test('is told to every node that listens, also when the notice was lost', async () => {
    const heard: number[] = []
    const end = handle.onChange(({ limit }) => void heard.push(limit))
    expectStatus(await say({ limit: 41 }), 200)
    await until(() => heard.at(-1) === 41)
    await there.app.db.raw(`UPDATE settings.setting SET value = value || '{"limit": 42}', version = version + 1`)
    await there.app.db.raw('UPDATE settings.installation SET revision = revision + 1')
    const since = performance.now()
    await until(() => heard.at(-1) === 42)
    assert.ok(performance.now() - since < 1500)
    assert.equal((await handle.read(there.app.db)).limit, 42)
    end()
  })
})

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const startedMs = performance.now()
  while (!(await condition())) {
    assert.ok(performance.now() - startedMs < 5000, 'it did not come to be')
    await sleep(5)
  }
}

describe('the history of a setting', () => {
  test('tells who changed what and why, cannot be rewritten, and leads back', async () => {
    expectStatus(await say({ limit: 11 }, { reason: 'First' }), 200)
    const back = await version()
    expectStatus(await say({ limit: 12, note: 'Said' }, { reason: 'Second' }), 200)
    const { items } = expectStatus(await admin.get(`${SHOP}/history?limit=2`), 200)
    assert.deepEqual(items[0].changes, [
      { member: 'limit', before: 11, after: 12 },
      { member: 'note', before: 'From the file', after: 'Said' },
    ])
    assert.deepEqual([items[0].reason, items[0].kind, items[1].reason], ['Second', 'changed', 'First'])
    assert.ok(items[0].changedByName)
    await assert.rejects(here.app.db.raw('UPDATE settings.revision SET reason = NULL'), /immutable/)

    const undone = { to: back, version: await version(), reason: 'Too much' }
    const answer = expectStatus(await admin.post(`${SHOP}/rollback`, undone), 200)
    assert.deepEqual([answer.value.limit, answer.value.note, answer.version], [11, 'From the file', back + 2])
    expectProblem(await admin.post(`${SHOP}/rollback`, undone), 'settings/changed-since')
    const next = { version: back + 2 }
    expectProblem(await admin.post(`${SHOP}/rollback`, { to: 999, ...next }), 'settings/no-such-revision')
    expectProblem(await admin.get('/api/settings/nothing/history'), 'settings/no-such-setting')
    const audit = await here.app.db.raw(
      "SELECT details FROM audit.record WHERE action = 'settings.setting.rolled-back' ORDER BY id DESC LIMIT 1",
    )
    assert.deepEqual(audit[0]?.details.changes, { limit: [12, 11], note: ['Said', 'From the file'] })
  })
})

describe('an export', () => {
  const exported = async () => (await admin.get('/api/settings/export')).body
  const bring = (document: object, more: object = {}) =>
    admin.post('/api/settings/import', { document, dryRun: false, ...more })
  const outcomes = (answer: { differences: { key: string; member: string; outcome: string }[] }) =>
    answer.differences.map(({ key, member, outcome }) => `${key}.${member} ${outcome}`)

  test('has the same bytes until something is said, and members in their order', async () => {
    expectStatus(await say({ note: 'Before', limit: 21 }), 200)
    const text = async () => JSON.stringify(await exported())
    const first = await text()
    assert.equal(await text(), first)
    assert.match(first, /^\{"environment":"test","format":"plinth-settings\/1","installation":/)
  })

  test('brought back takes what was changed in it, keeps what was changed here, and asks about both', async () => {
    const document = await exported()
    expectStatus(await say({ limit: 22 }), 200)
    const edited = structuredClone(document)
    Object.assign(edited.settings.shop.members, { note: 'Edited', limit: 23, apiKey: 'secret:other' })
    const dry = expectStatus(await bring(edited, { dryRun: true }), 200)
    assert.deepEqual(outcomes(dry), ['shop.limit conflict', 'shop.note take', 'shop.apiKey take'])
    const { base, ours, theirs } = dry.differences[0]
    assert.deepEqual([base.value, ours.value, theirs.value], [21, 22, 23])
    const refused = await bring(edited)
    assert.deepEqual(expectProblem(refused, 'settings/conflicts'), ['/document/settings/shop/members/limit conflict'])
    assert.equal((await admin.get(SHOP)).body.value.note, 'Before')
    const resolutions = { 'shop.limit': 'keep' }
    assert.equal(expectStatus(await bring(edited, { resolutions, reason: 'From staging' }), 200).isApplied, true)
    const { limit, note } = (await admin.get(SHOP)).body.value
    assert.deepEqual([limit, note], [22, 'Edited'])
    const { items } = expectStatus(await admin.get(`${SHOP}/history?limit=1`), 200)
    assert.deepEqual([items[0].kind, items[0].reason], ['imported', 'From staging'])
  })

  test('of another installation remembers what was taken from there', async () => {
    const installation = '0190b5d0-0000-7000-8000-00000000abcd'
    const document = (limit: number) => ({
      ...{ format: 'plinth-settings/1', environment: 'staging', installation, revision: 7 },
      settings: { shop: { version: 3, members: { limit }, omitted: [] } },
    })
    expectStatus(await bring(document(31), { resolutions: { shop: 'take' } }), 200)
    expectStatus(await bring(document(32)), 200)
    assert.equal((await admin.get(SHOP)).body.value.limit, 32)
    expectStatus(await say({ limit: 33 }), 200)
    expectProblem(await bring(document(34)), 'settings/conflicts')
  })

  test('is refused whole where a value is not right, a variable holds it, or nobody knows it', async () => {
    const document = await exported()
    const before = await version()
    for (const [members, resolutions, code, fault] of [
      [{ limit: 'many', note: 'Kept out' }, {}, 'settings/not-of-the-schema', '/members/limit refused'],
      [{ limit: 99, note: 'Kept out' }, {}, 'settings/not-of-the-schema', '/members/limit refused'],
      [{ currency: 'EUR' }, { shop: 'take' }, 'settings/conflicts', '/members/currency held'],
      [{ colour: 'red' }, {}, 'settings/conflicts', '/members/colour unknown'],
    ] as const) {
      const edited = structuredClone(document)
      Object.assign(edited.settings.shop.members, members)
      assert.deepEqual(expectProblem(await bring(edited, { resolutions }), code), [`/document/settings/shop${fault}`])
    }
    for (const wrong of [{ format: 'plinth-settings/2' }, { settings: { shop: { version: 1 } } }, { extra: 1 }])
      expectProblem(await bring({ ...document, ...wrong }), 'http/invalid')
    assert.equal(await version(), before)
  })
})

describe('an old revision', () => {
  test('leads back to nothing that today refuses', async () => {
    await here.app.db.raw(
      `INSERT INTO settings.revision (key, version, kind, value, omitted, changes, changed_at)
         VALUES ('shop', 100000, 'changed', '{"size": 1}', '{}', '{}', now()), ('shop', 100001, 'changed', '{"limit": 99}', '{}', '{}', now())`,
    )
    const rollBack = async (to: number) => await admin.post(`${SHOP}/rollback`, { to, version: await version() })
    expectProblem(await rollBack(100000), 'settings/not-of-the-schema')
    expectProblem(await rollBack(100001), 'settings/refused')
    expectStatus(await rollBack(0), 200)
    assert.deepEqual(await sources(), ['currency environment', 'limit file', 'note file', 'apiKey default'])
  })
})

describe('a start is refused', () => {
  for (const [name, environment, faults] of [
    [
      'for what the file says wrongly, with all of it',
      { SETTINGS_FILE: settingsFile({ shop: { limit: 'many', size: 1 }, shopp: {} }) },
      ['shop.limit: must be integer', 'shop.size: is not a known member', 'shopp: is no setting of the units that run'],
    ],
    [
      'for variables that are not of the schema, or of no setting',
      { SETTING_SHOP_LIMIT: '200', SETTING_SHOP: '{"note": ""}', SETTING_SHOPP_LIMIT: '1', SETTING_SHOP_CURRENCY: 'X' },
      [
        'SETTING_SHOP.note: must NOT have fewer than 1 characters',
        'SETTING_SHOP.note: has a form that is not accepted',
        'SETTING_SHOP_CURRENCY: is one of EUR, USD',
        'SETTING_SHOP_LIMIT: must be <= 100',
        'SETTING_SHOPP_LIMIT: is no setting of the units that run',
      ],
    ],
    ['in a state that a check calls an error', { SETTING_SHOP_LIMIT: '95' }, ['shop.limit: is more than there is']],
    ['without the file that is named', { SETTINGS_FILE: '/nowhere/settings.json' }, [/cannot be read/]],
  ] as const)
    test(name, async () => {
      await assert.rejects(start({ DATABASE_URL: here.databaseUrl, ...environment }), (error) => {
        assert.ok(error instanceof ConfigError)
        const told = error.faults.map(({ variable, message }) => `${variable.replace(/^.*: /, '')}: ${message}`)
        for (const [at, fault] of faults.entries())
          if (typeof fault === 'string') assert.equal(told[at], fault)
          else assert.match(told[at] ?? '', fault)
        assert.equal(told.length, faults.length)
        return true
      })
    })

  test('and nothing of it stays open', async () => {
    const before = await connections()
    await assert.rejects(start({ DATABASE_URL: here.databaseUrl, SETTING_SHOP_LIMIT: '95' }), ConfigError)
    await until(async () => (await connections()) <= before)
  })
})

/** Of programs to the database of this test. */
async function connections(): Promise<number> {
  const [row] = await here.app.db.raw<{ count: bigint }>(
    'SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()',
  )
  return Number(row?.count)
}
