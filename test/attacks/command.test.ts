import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { type AttackedServers, keysText, PUBLIC_URL, startAttackedServers } from '../support/attack-target.ts'
import { administrator, pickPort } from '../support/server-process.ts'

const MAIN = fileURLToPath(new URL('../../server/main.ts', import.meta.url))

interface Row {
  readonly id: string
  readonly verdict: string
  readonly seen: string
}

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
  let attacked: AttackedServers
  const url = (): string => attacked.urls[0] ?? ''
  before(async () => {
    attacked = await startAttackedServers(2)
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

  test('spreads a race over several processes, and says which cases are for that', async () => {
    const { output, code } = await audit([...attacked.urls, '--only', 'S1,J10', '--json'])
    const { urls, results } = JSON.parse(output)
    assert.deepEqual(urls, attacked.urls)
    assert.deepEqual(
      results.map(({ id, verdict }: Row) => [id, verdict]),
      [
        ['J10', 'held'],
        ['S1', 'held'],
      ],
    )
    assert.equal(code, 0)
    const { output: shared } = await audit(['--list', '--shared'])
    assert.match(shared, /^S1 /m)
    assert.doesNotMatch(shared, /^J1 /m)
  })

  test('with all that can be given there is nothing that cannot be tried', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'plinth-audit-'))
    try {
      const files = { log: join(folder, 'log'), keys: join(folder, 'keys') }
      await writeFile(files.keys, keysText(attacked.signingKeys))
      await writeFile(files.log, attacked.output())
      const args = [
        ...attacked.urls,
        ...['--only', 'J6,S7,P8l,O2,O4,M13,L8', '--json', '--admin', administrator.email, '--forwarded'],
        ...['--origin', PUBLIC_URL, '--provider', attacked.providerUrl, '--database', attacked.databaseUrl],
        ...['--log', files.log, '--jwt-keys', files.keys],
      ]
      const { output, told, code } = await audit(args, administrator.password)
      const { results } = JSON.parse(output)
      assert.deepEqual(
        results.filter(({ verdict }: Row) => verdict !== 'held'),
        [],
        told,
      )
      assert.equal(results.length, 7)
      assert.equal(code, 0)
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })

  test('without any of it says of each case what it wants, and of a part of one that it was left out', async () => {
    const only = 'J6,S7,I11,O4,L8,J10b'
    const { results } = JSON.parse((await audit([url(), '--only', only, '--json'])).output)
    const wanted = {
      J6: '--jwt-keys',
      S7: '--database',
      I11: '--log',
      O4: '--provider',
      L8: '--forwarded',
      J10b: '--admin',
    }
    for (const { id, verdict, seen } of results as Row[]) {
      assert.equal(verdict, 'not applicable', id)
      assert.ok(seen.includes(wanted[id as keyof typeof wanted]), seen)
    }
    assert.equal(results.length, 6)
    const [part] = JSON.parse((await audit([url(), '--only', 'V3', '--json'])).output).results
    assert.equal(part.verdict, 'held', part.seen)
    assert.match(part.seen, /not tried: a stale session, which needs the database/)
  })

  test('takes the mail itself where the instance sends it by SMTP', async () => {
    const smtp = `smtp://127.0.0.1:${await pickPort()}`
    const sender = await startAttackedServers(1, { SMTP_URL: smtp, EMAIL_FROM: 'Plinth <no-reply@plinth.test>' })
    try {
      const args = [sender.urls[0] ?? '', '--smtp-sink', smtp, '--only', 'V2,P2,V4', '--json']
      const { results } = JSON.parse((await audit(args)).output)
      assert.deepEqual(
        results.filter(({ verdict }: Row) => verdict !== 'held'),
        [],
      )
      assert.equal(results.length, 3)
    } finally {
      await sender.stop()
    }
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
      [url(), '--provider', 'nowhere'],
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
