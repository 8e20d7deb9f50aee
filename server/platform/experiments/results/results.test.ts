import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import {
  ago,
  DAY_MS,
  type ExperimentStage,
  near,
  startExperiments,
  times,
  variantOf,
} from '../../../../test/support/experiments.ts'
import { expectStatus } from '../../../../test/support/music.ts'
import { systemOrigin } from '../../../kernel/db/actor.ts'
import { userVerified } from '../../identity/index.ts'
import { findMetric } from '../metrics/metrics.ts'
import { measure } from './measure.ts'

/** To what doubles keep of a sum of hundreds. */
const rounded = (found: unknown): unknown =>
  JSON.parse(JSON.stringify(found), (_, value) =>
    typeof value === 'number' ? Number(value.toPrecision(10)) * Number(Math.abs(value) > 1e-12) || 0 : value,
  )

const mean = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0) / values.length
const covariance = (a: readonly number[], b: readonly number[]) =>
  a.reduce((sum, one, at) => sum + (one - mean(a)) * ((b[at] ?? 0) - mean(b)), 0) / (a.length - 1)
const variance = (values: readonly number[]) => covariance(values, values)

let stage: ExperimentStage

before(async () => {
  stage = await startExperiments()
})
after(() => stage.server.stop())

describe('results', () => {
  const arms = { control: 120, treatment: 130 } as const
  type Arm = keyof typeof arms
  const units = (arm: Arm) => times(arms[arm], (at) => ({ arm, at, targetingKey: `${arm}-${at}` }))
  const all = [...units('control'), ...units('treatment')]
  /** Written twice: here, and where the expected numbers were computed by another program. */
  const purchases = ({ arm, at }: { readonly arm: Arm; readonly at: number }): number[] => {
    if (arm === 'control' ? at % 3 === 0 : at % 4 === 0) return []
    const first = arm === 'control' ? (at * 37) % 50 : ((at * 41) % 50) + 3
    return at % 5 === 0 ? [first, 1] : [first]
  }

  const partsOf = (unit: { readonly arm: Arm; readonly at: number }) => {
    const bought = purchases(unit)
    const value = bought.reduce((sum, one) => sum + one, 0)
    return {
      ...{ value: Math.min(value, 45), divisor: bought.length > 0 ? 1 + (unit.at % 3) : 0 },
      ...{ before: (unit.at * 13) % 20, beforeDivisor: 1 + (unit.at % 2) },
    }
  }
  /** Each unit's part in the ratio, less what its part in the earlier ratio foretells of it. */
  const adjustedRatios = (): [number[], number[]] => {
    const linear = (['control', 'treatment'] as const).map((arm) => {
      const parts = units(arm).map(partsOf)
      const along = (one: keyof (typeof parts)[number], other: keyof (typeof parts)[number]) => {
        const [above, below] = [mean(parts.map((part) => part[one])), mean(parts.map((part) => part[other]))]
        return parts.map((part) => above / below + (part[one] - (above / below) * part[other]) / below)
      }
      return { now: along('value', 'divisor'), earlier: along('before', 'beforeDivisor') }
    })
    const [now, earlier] = [linear.flatMap((arm) => arm.now), linear.flatMap((arm) => arm.earlier)]
    const theta = covariance(now, earlier) / variance(earlier)
    const [a = [], b = []] = linear.map((arm) => arm.now.map((one, at) => one - theta * (arm.earlier[at] ?? 0)))
    return [a, b]
  }

  before(async () => {
    const metrics = ['bought', 'revenue', 'per-item'].map((key) => ({ key, role: 'primary' }))
    const analysis = { method: 'frequentist', difference: 'absolute', alpha: 0.05, cupedDays: 0, prior: null }
    await stage.running('numbers', { metrics, analysis })
    await stage.server.query(
      `UPDATE experiments.phase SET started_at = now() - interval '10 days'
        WHERE experiment_id = (SELECT id FROM experiments.experiment WHERE key = 'numbers')`,
    )
    const shown = { experiment: 'numbers', at: ago(5 * DAY_MS) }
    const exposures = all.map(({ arm, targetingKey }) => ({ ...shown, variant: arm, targetingKey }))
    const again = { ...shown, variant: 'control', targetingKey: 'control-1', at: ago(4 * DAY_MS) }
    const mixed = ['control', 'treatment'].map((variant) => ({ ...shown, variant, targetingKey: 'both' }))
    await stage.report('exposures', [...exposures, again, ...mixed])
    const inTime = ago(4 * DAY_MS)
    const bought = all.flatMap((unit) =>
      purchases(unit).map((value, nth) => ({ event: 'purchase', id: `${unit.targetingKey} ${nth}`, value, ...unit })),
    )
    const items = all
      .filter((unit) => purchases(unit).length > 0)
      .map((unit) => ({ event: 'items', id: `${unit.targetingKey} items`, value: 1 + (unit.at % 3), ...unit }))
    const earlier = all.map((unit) => ({
      event: 'purchase',
      id: `${unit.targetingKey} was`,
      value: (unit.at * 13) % 20,
      ...unit,
    }))
    const earlierItems = all.map((unit) => ({
      event: 'items',
      id: `${unit.targetingKey} items were`,
      value: 1 + (unit.at % 2),
      ...unit,
    }))
    const rows = (found: readonly { arm: Arm }[], at: string) => found.map(({ arm: _, ...row }) => ({ ...row, at }))
    const toOthers = ['both', 'nobody'].map((targetingKey) => ({
      event: 'purchase',
      id: targetingKey,
      value: 40,
      targetingKey,
    }))
    const late = { event: 'purchase', id: 'late', value: 40, targetingKey: 'control-1', at: ago(DAY_MS) }
    await stage.report('events', [
      ...rows(bought, inTime),
      ...rows(items, inTime),
      ...rows(bought, inTime),
      ...rows([...earlier, ...earlierItems], ago(6 * DAY_MS)),
      ...[late, ...toOthers],
    ])
  })

  test('are those another program computes: conversion, capped mean, ratio, by Welch', async () => {
    const found = await stage.results('numbers')
    assert.deepEqual(found.units, [
      { variant: 'control', units: 120, expectedShare: 0.5 },
      { variant: 'treatment', units: 130, expectedShare: 0.5 },
    ])
    near(found.sampleRatio.p, 0.5270892568655381)
    assert.deepEqual(
      [found.mixedUnits, found.lostExposures, found.sampleRatio.isMismatch, found.warnings],
      [1, 0, false, []],
    )
    const expected = [
      [
        'revenue',
        16.25,
        20.361538461538462,
        4.111538461538462,
        -0.02120774762159794,
        8.244284670698523,
        0.05117808953848568,
      ],
      [
        'bought',
        0.6666666666666666,
        0.7461538461538462,
        0.07948717948717954,
        -0.03382193334395811,
        0.1927962923183172,
        0.1682945141687869,
      ],
      [
        'per-item',
        9.75,
        13.71502590673575,
        3.9650259067357503,
        1.7271286555830057,
        6.202923157888495,
        0.0005763380530091739,
      ],
    ] as const
    for (const [metric, control, treatment, estimate, lower, upper, p] of expected) {
      const { mean, effect } = variantOf(found, metric)
      near(variantOf(found, metric, 'control').mean, control)
      const actual = [mean, effect.estimate, effect.lower, effect.upper, effect.p]
      for (const [at, value] of [treatment, estimate, lower, upper, p].entries()) near(actual[at], value)
    }
    near(variantOf(found, 'revenue', 'control').sd, 16.405189791673862)
    assert.deepEqual(
      ['revenue', 'per-item'].map((metric) => variantOf(found, metric).verdict),
      ['unclear', 'better'],
    )
    assert.deepEqual(
      found.series.map(({ metric, points }: { metric: string; points: object[] }) => [metric, points.length]),
      [
        ['bought', 1],
        ['revenue', 1],
        ['per-item', 1],
      ],
    )
  })

  test('are the same in one statement and in many, capped by a percentile or not', async () => {
    const { id } = await stage.read('numbers')
    await stage.server.app.db.transaction(systemOrigin('test', 'test'), async (tx) => {
      for (const key of ['revenue', 'per-item']) {
        const sizes = {
          experimentId: id,
          phase: 1,
          endsAt: new Date(),
          cupedDays: 7,
          metric: await findMetric(tx, key),
        }
        const [whole, sliced] = [await measure(tx, { ...sizes, slices: 1 }), await measure(tx, { ...sizes, slices: 7 })]
        assert.deepEqual(rounded([...sliced].toSorted()), rounded([...whole].toSorted()))
      }
      const metric = await findMetric(tx, 'revenue')
      const shared = { experimentId: id, phase: 1, endsAt: new Date(), cupedDays: 7, metric }
      const capped = {
        ...shared,
        cupedDays: 0,
        metric: { ...metric, cap: { kind: 'percentile' as const, value: 0.5 } },
      }
      const { mean } = (await measure(tx, { ...capped, slices: 1 })).get('control') as { mean: number }
      const values = all.map((unit) => purchases(unit).reduce((sum, value) => sum + value, 0))
      const above = values.filter((value) => value > 0).toSorted((a, b) => a - b)
      const median = ((above[(above.length - 1) >> 1] ?? 0) + (above[above.length >> 1] ?? 0)) / 2
      near(mean, values.slice(0, 120).reduce((sum, value) => sum + Math.min(value, median), 0) / 120)
    })
  })

  test('of the same facts by other means: sequential with CUPED, and a belief beforehand', async () => {
    expectStatus(await stage.step('numbers', 'stop', { reason: 'Enough' }), 200)
    const analyseBy = async (analysis: object) => {
      const { version } = await stage.read('numbers')
      expectStatus(await stage.admin.http.patch('/api/experiments/numbers', { version, analysis }), 200)
      const found = await stage.results('numbers')
      return { ...variantOf(found, 'revenue'), ofRatio: variantOf(found, 'per-item') }
    }
    const shared = { alpha: 0.05, prior: null, cupedDays: 0 }
    const {
      effect: adjusted,
      varianceReduction,
      ofRatio,
    } = await analyseBy({ ...shared, method: 'sequential', difference: 'absolute', cupedDays: 7 })
    for (const [name, value] of Object.entries({
      ...{ estimate: 4.094819744701493, standardError: 2.093689242927329 },
      ...{ lower: -5.784867368622541, upper: 13.974506858025526 },
    }))
      near(adjusted[name], value)
    const plainVariance = (arm: Arm) => variance(units(arm).map((unit) => partsOf(unit).value)) / arms[arm]
    near(varianceReduction, 1 - adjusted.standardError ** 2 / (plainVariance('control') + plainVariance('treatment')))
    const [control, treatment] = adjustedRatios()
    near(ofRatio.effect.estimate, mean(treatment) - mean(control))
    near(ofRatio.effect.standardError, Math.sqrt(variance(control) / 120 + variance(treatment) / 130))
    const prior = { mean: 0, sd: 0.1, difference: 'relative' }
    const { effect: believed } = await analyseBy({ ...shared, method: 'bayesian', difference: 'relative', prior })
    for (const [name, value] of Object.entries({
      ...{ estimate: 0.08028616754728504, lower: -0.0816554499639269, upper: 0.24222778505849699 },
      chanceToWin: 0.8343990577396949,
    }))
      near(believed[name], value)
    near(believed.risk.control, 0.08754921006083491)
    near(believed.risk.treatment, 0.00726304251354987)
  })

  test('count what happens in the product, and begin anew with a phase', async () => {
    await stage.running('product', { metrics: [{ key: 'verified', role: 'primary' }] })
    const people = [await stage.server.people.signedIn(), await stage.server.people.signedIn()] as const
    for (const [at, { id }] of people.entries()) stage.got('product', at === 0 ? 'control' : 'treatment', id)
    await stage.server.app.db.transaction(systemOrigin('test', 'test'), (tx) =>
      tx.publish(userVerified, { userId: people[1].id }),
    )
    await stage.server.jobsIdle()
    const found = await stage.results('product')
    assert.deepEqual([variantOf(found, 'verified').mean, variantOf(found, 'verified', 'control').mean], [1, 0])
    assert.equal(variantOf(found, 'verified').fault, 'too-few-units')
    assert.deepEqual(
      found.warnings.map(({ code }: { code: string }) => code),
      ['too-few-units'],
    )
    expectStatus(await stage.step('product', 'stop', { reason: 'Again' }), 200)
    expectStatus(await stage.step('product', 'start'), 200)
    stage.got('product', 'treatment', people[1].id)
    const second = await stage.results('product')
    assert.deepEqual(
      [second.phase, variantOf(second, 'verified').units, variantOf(second, 'verified', 'control').units],
      [2, 1, 0],
    )
    const first = expectStatus(await stage.admin.http.get('/api/experiments/product/results?phase=1'), 200)
    assert.deepEqual([first.phase, variantOf(first, 'verified').units], [1, 1])
  })

  test('hold nothing that names a person; what is kept of one is told and erased', async () => {
    const { id } = await stage.server.people.signedIn()
    await stage.running('private')
    stage.got('private', 'treatment', id)
    await stage.report('events', [{ id: `by ${id}`, event: 'purchase', targetingKey: id, value: 12 }])
    await stage.results('private')
    const rows = await stage.server.query<{ row: string }>(
      'SELECT exposure::text AS row FROM experiments.exposure UNION ALL SELECT fact::text FROM experiments.fact',
    )
    assert.ok(rows.length > 100)
    assert.ok(!rows.some(({ row }) => row.includes(id) || row.includes(Buffer.from(id).toString('hex'))))
    const { experiments } = stage.server.app.units
    const told = (await experiments.exportPerson?.(id)) as { exposures: object[]; facts: { metric: string }[] }
    assert.deepEqual(
      [told.exposures.length, told.facts.map(({ metric }) => metric).toSorted()],
      [1, ['bought', 'per-item', 'revenue', 'verified']],
    )
    await stage.server.app.db.transaction(systemOrigin('test', 'test'), async (tx) => experiments.erasePerson?.(tx, id))
    assert.equal(await experiments.exportPerson?.(id), null)
  })
})
