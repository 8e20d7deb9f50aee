import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { describe, test } from 'node:test'

const helper = new URL('properties.ts', import.meta.url).href
const script = `
  import fc from 'fast-check'
  import { holds } from ${JSON.stringify(helper)}
  holds('small ones', [fc.nat()], (value) => { if (value > 1000) throw new Error('drawn ' + value) })
`

/** What a process tells that tests a property which does not hold. */
function run(environment: Readonly<Record<string, string>>): string {
  const { NODE_TEST_CONTEXT: _, PLINTH_PROPERTY_SEED: __, PLINTH_PROPERTY_CASES: ___, ...own } = process.env
  const { stdout } = spawnSync(process.execPath, ['--input-type=module-typescript', '--eval', script], {
    ...{ cwd: new URL('../..', import.meta.url), env: { ...own, ...environment }, encoding: 'utf8', timeout: 60_000 },
  })
  return stdout
}

describe('a property that does not hold', () => {
  test('tells its cases and their seed, with which it fails again in the same way', () => {
    const first = run({})
    const [, cases = '', seed = ''] = /small ones \((\d+) cases, seed (\d+)\)/.exec(first) ?? []
    assert.equal(cases, '100')
    assert.match(first, new RegExp(`The same cases again: PLINTH_PROPERTY_SEED=${seed} PLINTH_PROPERTY_CASES=100`))
    const failed = /failed after (\d+) tests.*?Counterexample: \[\d+\]/s
    const again = run({ PLINTH_PROPERTY_SEED: seed, PLINTH_PROPERTY_CASES: cases })
    assert.equal(failed.exec(again)?.[0].replaceAll(/\s+/g, ' '), failed.exec(first)?.[0].replaceAll(/\s+/g, ' '))
    assert.ok(failed.test(first))
  })

  test('is looked for in as many cases as are asked for', () => {
    assert.match(run({ PLINTH_PROPERTY_SEED: '7', PLINTH_PROPERTY_CASES: '3' }), /small ones \(3 cases, seed 7\)/)
  })
})
