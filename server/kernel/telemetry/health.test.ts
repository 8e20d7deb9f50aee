import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { createHealth, type HealthCheck, type HealthFinding } from './health.ts'

const check = (name: string, ready: boolean, run: () => Promise<HealthFinding>): HealthCheck => ({ name, ready, run })
const says = (status: HealthFinding['status']) => async (): Promise<HealthFinding> => ({ status, observed: status })

describe('health', () => {
  test('is as bad as its worst check, and not ready when one that readiness needs fails', async () => {
    const table: [readonly HealthCheck[], string, boolean][] = [
      [[], 'pass', true],
      [[check('a', true, says('pass')), check('b', false, says('pass'))], 'pass', true],
      [[check('a', true, says('warn')), check('b', false, says('pass'))], 'warn', true],
      [[check('a', true, says('pass')), check('b', false, says('fail'))], 'fail', true],
      [[check('a', true, says('fail')), check('b', false, says('pass'))], 'fail', false],
    ]
    for (const [checks, status, ready] of table) {
      const report = await createHealth(checks).report()
      assert.deepEqual([report.status, report.ready], [status, ready])
    }
  })

  test('counts a check that throws or does not answer within half a second as failed', async () => {
    const health = createHealth([
      check('throws', false, () => Promise.reject(new Error('refused'))),
      check('silent', true, () => new Promise(() => undefined)),
    ])
    const startedMs = performance.now()
    const report = await health.report()
    assert.ok(performance.now() - startedMs < 1500)
    assert.deepEqual(
      [report.checks.throws?.observed, report.checks.silent?.observed],
      ['refused', 'no answer within 500 ms'],
    )
    assert.equal(report.ready, false)
  })

  test('runs its checks once a second, however often it is asked', async () => {
    let runs = 0
    const counted = check('a', true, async () => {
      runs += 1
      return { status: 'pass', observed: '' }
    })
    const health = createHealth([counted])
    await Promise.all(Array.from({ length: 100 }, () => health.report()))
    assert.equal(runs, 1)
    await sleep(1050)
    await health.report()
    assert.equal(runs, 2)
  })
})
