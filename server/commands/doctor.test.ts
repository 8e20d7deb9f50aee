import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { migratedDatabaseUrl } from '../../test/support/migrated.ts'

const main = fileURLToPath(new URL('../main.ts', import.meta.url))

describe('plinth doctor', () => {
  const folder = mkdtempSync(join(tmpdir(), 'plinth-doctor-'))
  let database: Awaited<ReturnType<typeof migratedDatabaseUrl>>
  before(async () => {
    database = await migratedDatabaseUrl()
    mkdirSync(join(folder, 'config'))
    writeFileSync(join(folder, 'config', 'settings.test.json'), '{"site": {"name": "From the file"}}')
  })
  after(async () => {
    await database.drop()
    rmSync(folder, { recursive: true, force: true })
  })

  function run(command: string, environment: Readonly<Record<string, string>>) {
    const env = { NODE_ENV: 'test', DATABASE_URL: database.url, ...environment }
    return new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
      const child = execFile(process.execPath, [main, command], { cwd: folder, env }, (_error, stdout, stderr) =>
        resolve({ code: child.exitCode ?? -1, stdout, stderr }),
      )
    })
  }
  const doctor = (environment: Readonly<Record<string, string>>) => run('doctor', environment)

  test('tells of every variable and setting where it comes from, what is to be said, and what was checked', async () => {
    const { code, stdout } = await doctor({ SETTING_TRADING_PLAN_PLAN: 'free', SESSION_SECRET: 'canary-'.repeat(8) })
    assert.equal(code, 0, stdout)
    for (const line of [
      / {2}SESSION_SECRET +environment {2}\(set\)\n/,
      / {2}site\.name +file +"From the file"\n/,
      / {2}trading-plan\.plan +environment {2}"free"\n/,
      / {2}warning {2}SESSION_SECRET +is easily guessed/,
      / {2}pass {2}postgres +version/,
    ])
      assert.match(stdout, line)
    assert.doesNotMatch(stdout, /canary|postgres:\/\//)
  })

  test('ends with 78 where the program would refuse to start, and still tells all', async () => {
    const { code, stdout } = await doctor({
      SETTING_SITE_NAME: '',
      SETTING_TRADING_PLAN_PLAN: 'gold',
      SETTING_SITES: '{}',
    })
    assert.equal(code, 78, stdout)
    assert.match(stdout, /error +SETTING_TRADING_PLAN_PLAN +is one of unlimited, free\n/)
    assert.match(stdout, /error +SETTING_SITES +is no setting of the units that run\n/)
    assert.match(stdout, /pass {2}postgres/)
  })

  test('and the program itself ends so then, having closed what it opened, and its log says why', async () => {
    for (const command of ['serve', 'worker']) {
      const { code, stdout, stderr } = await run(command, { SETTING_TRADING_PLAN_PLAN: 'gold', PORT: '0' })
      assert.equal(code, 78, stdout)
      assert.match(stderr, /SETTING_TRADING_PLAN_PLAN: is one of unlimited, free\n/)
      assert.match(stdout, /"the start failed"/)
    }
  })
})
