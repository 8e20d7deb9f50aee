import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, describe, test } from 'node:test'

const root = mkdtempSync(join(tmpdir(), 'plinth-test-'))
after(() => rmSync(root, { recursive: true }))

const write = (path: string, text: string): void => {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), `import test from 'node:test'\n${text}`)
}
write('server/kernel/one.test.ts', "test('one', () => {})")
write('server/node_modules/theirs/theirs.test.ts', "test('theirs', () => { throw new Error('not ours') })")
write('sdk/two.test.ts', "test('two', () => {})\ntest('left out', { skip: 'needs a moon' }, () => {})")
write('test/faults/three.test.ts', "test('three', () => {})")
write('test/wire/red.test.ts', "test('red', () => { if (process.env.RED) throw new Error('seen red') })")

/** Runs `npm test` on the small tree above; the marks of the runner around this test would make the inner one report to it. */
function runTests(args: readonly string[], env: Record<string, string> = {}) {
  const { NODE_TEST_CONTEXT: _, ...inherited } = process.env
  const options = { cwd: root, env: { ...inherited, PATH: '', ...env }, encoding: 'utf8' } as const
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(import.meta.dirname, 'test.ts'), ...args],
    options,
  )
  return {
    status,
    stdout,
    stderr,
    counts: Object.fromEntries([...stdout.matchAll(/^# (\w+) (\d+)$/gm)].map(([, name, count]) => [name, count])),
  }
}

describe('npm test', () => {
  test('runs every layer of the tree and nothing of node_modules, and ends in the counts', () => {
    const { status, stdout, counts } = runTests([])
    assert.equal(status, 0)
    assert.deepEqual([counts.tests, counts.pass, counts.fail, counts.skipped], ['5', '4', '0', '1'])
    assert.match(
      stdout,
      /# tests 5\n# suites 0\n# pass 4\n# fail 0\n# cancelled 0\n# skipped 1\n# todo 0\n# duration_ms \d+\n$/,
    )
  })

  test('says what was skipped and what is missing, with the command that brings it', () => {
    const { stdout } = runTests([])
    assert.match(stdout, /1 skipped: needs a moon\n/)
    assert.match(stdout, /redis-server is not installed: apt-get install redis-server\n/)
  })

  test('fails when a test fails, and shows it before the counts', () => {
    const { status, stdout, counts } = runTests([], { RED: '1' })
    assert.equal(status, 1)
    assert.equal(counts.fail, '1')
    assert.match(stdout, /seen red[\s\S]*# fail 1/)
  })

  test('runs what failed in a whole run once more, alone, and names what passes then', () => {
    const once = join(root, 'failed-once')
    const fails = `if (!existsSync('${once}')) { writeFileSync('${once}', ''); throw new Error('beside others') }`
    write('sdk/shy.test.ts', `import { existsSync, writeFileSync } from 'node:fs'\ntest('shy', () => { ${fails} })`)
    assert.deepEqual([runTests(['sdk/shy']).status, runTests(['sdk/shy']).status], [1, 0])
    rmSync(once)
    const { status, stdout, counts } = runTests([])
    assert.equal(status, 0, stdout)
    assert.deepEqual([counts.tests, counts.pass, counts.fail, counts.skipped], ['6', '5', '0', '1'])
    assert.match(stdout, /beside others[\s\S]*Unsteady, [^\n]*\n {2}sdk\/shy\.test\.ts\n/)
    rmSync(join(root, 'sdk/shy.test.ts'))
  })

  test('leaves faults out of a quick run and says how to run them', () => {
    const { counts, stdout } = runTests(['--quick'])
    assert.equal(counts.tests, '4')
    assert.match(stdout, /test\/faults \(1 files\): npm run test:faults/)
  })

  test('leaves long files out of a quick run that names none, and says how to run them', () => {
    mkdirSync(join(root, 'tools'), { recursive: true })
    writeFileSync(join(root, 'tools/long-tests.json'), '["sdk/two.test.ts"]')
    const { counts, stdout } = runTests(['--quick'])
    assert.equal(counts.tests, '2')
    assert.match(stdout, /1 long files: npm test/)
    assert.deepEqual([runTests(['--quick', 'sdk/']).counts.tests, runTests([]).counts.tests], ['2', '5'])
    rmSync(join(root, 'tools/long-tests.json'))
  })

  test('knows long files that are there', () => {
    const listed = JSON.parse(readFileSync(join(import.meta.dirname, 'long-tests.json'), 'utf8')) as string[]
    assert.ok(listed.length > 0)
    const missing = listed.filter((path) => !existsSync(join(import.meta.dirname, '..', path)))
    assert.deepEqual(missing, [])
  })

  test('runs the faults alone when asked', () => {
    assert.equal(runTests(['--faults']).counts.tests, '1')
  })

  test('runs the files whose path holds a word', () => {
    assert.equal(runTests(['kernel/one', './sdk/two.test.ts']).counts.tests, '3')
  })

  test('refuses a word that no file holds, a flag it does not know and a browser that is not there', () => {
    assert.deepEqual([runTests(['nowhere']).status, runTests(['--fast']).status], [1, 1])
    assert.match(runTests([], { CHROMIUM_PATH: '/nowhere' }).stderr, /CHROMIUM_PATH names no program/)
  })

  test('prints coverage by unit, tests left out', () => {
    write('server/kernel/half.ts', 'export const half = (a: number) => {\n  if (a > 1) return 1\n  return 2\n}')
    write('server/kernel/one.test.ts', "import { half } from './half.ts'\ntest('one', () => { half(1) })")
    const { stdout } = runTests(['--coverage'])
    assert.match(
      stdout,
      /^coverage +lines +branches +functions\nserver\/kernel +\d+\.\d % +\d+\.\d % +100\.0 %\neverything /m,
    )
  })
})
