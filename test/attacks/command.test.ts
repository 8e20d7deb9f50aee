import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { type AttackTarget, startAttackTarget } from '../support/attack-target.ts'
import { administrator } from '../support/server-process.ts'

const MAIN = fileURLToPath(new URL('../../server/main.ts', import.meta.url))

interface Ran {
  readonly code: number
  readonly output: string
  readonly told: string
}

/** Runs `plinth audit-auth` as a process of its own. */
function audit(args: readonly string[], input = ''): Promise<Ran> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [MAIN, 'audit-auth', ...args], (error, output, told) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, output, told }),
    )
    child.stdin?.end(input)
  })
}

/** Answers everything with 200 and a mailbox: the worst server there can be. */
async function startCareless(): Promise<{ url: string; close(): void }> {
  const server = createServer((request, response) => {
    const body = request.url === '/api/openapi.json' ? { paths: {} } : { items: [], csrfToken: 'x', status: 'accepted' }
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { url, close: () => server.close() }
}

describe('plinth audit-auth', () => {
  let attacked: AttackTarget
  const url = (): string => attacked.target.nodes.urls[0] ?? ''
  before(async () => {
    attacked = await startAttackTarget(1)
  })
  after(() => attacked.stop())

  test('lists the cases without touching any server', async () => {
    const { code, output } = await audit(['--list'])
    assert.equal(code, 0)
    for (const id of ['J1', 'S1', 'C2', 'E1', 'L1', 'P1', 'V1', 'O1', 'M1', 'I1', 'X1'])
      assert.match(output, new RegExp(`^${id} `, 'm'))
  })

  test('prints a table of what held and ends with 0', async () => {
    const { code, output } = await audit([url(), '--only', 'J1,C7'])
    assert.match(output, /^id +attack +expected +seen +verdict$/m)
    assert.match(output, /^J1 .* held$/m)
    assert.match(output, /^2 held, 0 BROKEN, 0 error, 0 not applicable$/m)
    assert.equal(code, 0)
  })

  test('says why a case cannot be tried, and tries those of an administrator whose password it is given', async () => {
    const without = JSON.parse((await audit([url(), '--only', 'J10b,S7', '--json'])).output)
    assert.deepEqual(
      without.results.map((result: { verdict: string }) => result.verdict),
      ['not applicable', 'not applicable'],
    )
    assert.match(without.results[0].seen, /--admin/)
    const args = [url(), '--only', 'J10b', '--json', '--admin', administrator.email]
    const given = JSON.parse((await audit(args, administrator.password)).output)
    assert.deepEqual([given.results[0].verdict, given.results[0].id], ['held', 'J10b'])
  })

  test('refuses an instance that does not show that it is for tests', async () => {
    const { code, output, told } = await audit(['http://127.0.0.1:9', '--only', 'J1'])
    assert.equal(code, 1)
    assert.match(told, /nothing was tried/)
    assert.equal(output, '')
  })

  test('ends with 2 for a call it does not understand', async () => {
    for (const args of [
      [url(), '--only', 'Z99'],
      [url(), '--nonsense'],
    ])
      assert.equal((await audit(args)).code, 2)
  })

  test('finds a server broken that lets everything pass', async () => {
    const careless = await startCareless()
    try {
      const { code, output } = await audit([careless.url, '--only', 'X5,X7,C9'])
      assert.equal(code, 1)
      assert.doesNotMatch(output, / held$/m)
    } finally {
      careless.close()
    }
  })
})
