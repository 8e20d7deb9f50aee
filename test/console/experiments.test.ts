import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import {
  blankExperiment,
  bodyOf,
  changedParts,
  experimentRules,
  valuesOf,
} from '../../console/src/experiments/edit/experiment-values.ts'
import { ruleChoices } from '../../console/src/experiments/edit/rule-choices.ts'
import {
  chanceInWords,
  daysRunning,
  evidenceOf,
  expectedUnits,
  pInWords,
  readingOf,
} from '../../console/src/experiments/figures.ts'
import { pathsOf } from '../../console/src/experiments/metrics/event-paths.ts'
import { metricBody, metricValues, windowInWords } from '../../console/src/experiments/metrics/metric-values.ts'
import { domainOf, isBeyond, placeOf, ticksOf } from '../../console/src/experiments/results/scale.ts'
import type { Experiment, Metric, VariantResult } from '../../console/src/experiments/types.ts'

const effectOf = (more: Partial<NonNullable<VariantResult['effect']>> = {}) => ({
  ...({ difference: 'absolute', estimate: 0.021, standardError: 0.009, lower: 0.004, upper: 0.038 } as const),
  ...{ chanceToWin: null, risk: null, p: 0.012, ...more },
})
const seen = (more: Partial<VariantResult> = {}): VariantResult => ({
  ...{ variant: 'short', units: 4000, mean: 0.12, sd: 0.3, effect: effectOf(), varianceReduction: null },
  ...{ verdict: 'better', fault: null, ...more },
})
const reading = (variant: VariantResult, kind: 'conversion' | 'mean' = 'conversion', method = 'frequentist' as const) =>
  readingOf({ metric: { kind }, variant, control: 'long', results: { method, alpha: 0.05 } })

describe('a result in words', () => {
  const sentences: readonly (readonly [string, string])[] = [
    [
      reading(seen()),
      'short is better than long: higher by 2.10 points; 95% confidence interval +0.40 to +3.80 points.',
    ],
    [
      reading(
        seen({
          verdict: 'worse',
          effect: effectOf({ difference: 'relative', estimate: -0.2, lower: -0.31, upper: -0.09 }),
        }),
      ),
      'short is worse than long: lower by 20.00%; 95% confidence interval -31.00 to -9.00%.',
    ],
    [
      reading(seen({ verdict: 'unclear', effect: effectOf({ estimate: 1.25, lower: -0.5, upper: 3 }) }), 'mean'),
      'No clear difference between short and long so far: short is higher by 1.25; 95% confidence interval -0.5 to +3.',
    ],
    [
      reading(seen({ effect: null, fault: 'too-few-units', units: 1, verdict: 'unknown' })),
      'Nothing can be said of short yet: the sample is too small (1 counted).',
    ],
  ]
  for (const [said, expected] of sentences) test(expected, () => assert.equal(said, expected))

  test('tells of each method what it has, and no chance as certain', () => {
    assert.deepEqual(evidenceOf(effectOf()), [['p', '0.012']])
    const bayesian = effectOf({ p: null, chanceToWin: 0.9996, risk: { control: 0.02, treatment: 0.0001 } })
    assert.deepEqual(evidenceOf(bayesian), [
      ['Chance to win', 'above 99.9%'],
      ['Risk of taking it', '0.0001'],
    ])
    assert.deepEqual([chanceInWords(0.973), chanceInWords(0.0001)], ['97.3%', 'below 0.1%'])
    assert.deepEqual([pInWords(0.00001), pInWords(0.0031), pInWords(0.5)], ['below 0.0001', '0.0031', '0.50'])
    assert.deepEqual(evidenceOf(null), [])
  })

  test('counts days of the last phase, and people whom the split makes expect', () => {
    const days = [{ startedAt: '2026-03-01T12:00:00Z', endedAt: null }]
    assert.equal(daysRunning(days, Date.parse('2026-03-04T11:00:00Z')), 2)
    assert.equal(daysRunning([], 0), 0)
    const units = [60, 50].map((count, at) => ({ variant: String(at), units: count, expectedShare: 0.5 }))
    assert.equal(expectedUnits(units, 0.5), 55)
  })
})

describe('an axis', () => {
  const spans = fc.array(
    fc
      .tuple(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.double({ min: 0, max: 1e6, noNaN: true }))
      .map(([lower, wide]) => ({ lower, upper: lower + wide })),
    { maxLength: 12 },
  )

  test('holds zero and every interval, with a few round numbers, zero among them', () => {
    fc.assert(
      fc.property(spans, (found) => {
        const domain = domainOf(found)
        for (const { lower, upper } of found) assert.ok(!isBeyond(domain, lower) && !isBeyond(domain, upper))
        const ticks = ticksOf(domain)
        assert.ok(ticks.includes(0), JSON.stringify([domain, ticks]))
        assert.ok(ticks.length >= 2 && ticks.length <= 6, JSON.stringify([domain, ticks]))
        for (const tick of ticks) assert.ok(!isBeyond(domain, tick))
      }),
    )
    assert.ok(ticksOf(domainOf([{ lower: 0, upper: Number.MIN_VALUE }])).includes(0))
    assert.deepEqual(ticksOf([-4.2, 11]), [0, 5, 10])
    assert.deepEqual(ticksOf([-0.03, 0.07]), [-0.02, 0, 0.02, 0.04, 0.06])
  })

  test('shows what matters whole, and cuts what lies far beyond it', () => {
    const [primary, wild] = [
      { lower: -1, upper: 2 },
      { lower: -50, upper: 90 },
    ]
    const domain = domainOf([primary, wild], [primary])
    assert.deepEqual([isBeyond(domain, primary.upper), isBeyond(domain, wild.upper)], [false, true])
    assert.deepEqual([placeOf(domain, wild.lower), placeOf(domain, wild.upper), placeOf([-1, 3], 1)], [0, 1, 0.5])
    assert.deepEqual(domainOf([]), [-1, 1])
  })
})

const experiment: Experiment = {
  ...{
    id: '1',
    key: 'checkout',
    title: 'Checkout',
    hypothesis: 'Fewer fields.',
    flag: 'pay',
    environment: 'production',
  },
  ...{ ruleId: 'a/b', control: 'long', state: 'draft', winner: null, conclusion: null, version: 3 },
  analysis: {
    ...{ method: 'bayesian', difference: 'relative', alpha: 0.1, cupedDays: 14 },
    prior: { mean: 0, sd: 0.3, difference: 'relative' },
  },
  ...{ plannedUnits: 29_498, owner: { id: '2', name: 'Ada' }, createdAt: '', changedAt: '' },
  ...{ phases: [], standing: null, actions: ['change'] },
  metrics: [
    { key: 'bought', title: 'Bought', role: 'primary', margin: 0, switchOff: false },
    { key: 'refunded', title: 'Refunded', role: 'guardrail', margin: 0.07, switchOff: true },
  ],
}

describe('an experiment in fields', () => {
  test('is said again as it was read', () => {
    const { title, hypothesis, flag, environment, ruleId, control, analysis, plannedUnits } = experiment
    assert.deepEqual(bodyOf(valuesOf(experiment)), {
      ...{ title, hypothesis, flag, environment, ruleId, control, analysis, plannedUnits },
      metrics: [
        { key: 'bought', role: 'primary' },
        { key: 'refunded', role: 'guardrail', margin: 0.07, switchOff: true },
      ],
    })
    const absolute = {
      ...analysis,
      difference: 'absolute',
      prior: { mean: 1, sd: 2.5, difference: 'absolute' },
    } as const
    assert.deepEqual(bodyOf(valuesOf({ ...experiment, analysis: absolute })).analysis, absolute)
    assert.equal(bodyOf({ ...valuesOf(experiment), method: 'sequential' }).analysis?.prior, null)
  })

  test('names what somebody else changed of it', () => {
    const theirs = { ...experiment, version: 4, hypothesis: 'More.', metrics: [] }
    assert.deepEqual(changedParts(experiment, theirs), ['Hypothesis', 'Metrics'])
  })

  test('has rules for what is typed', () => {
    const { key, certainty, plannedUnits, metrics } = experimentRules
    assert.deepEqual([key('short-checkout'), key('Short') === null, key('-a') === null], [null, false, false])
    assert.deepEqual([certainty('95'), certainty('99,9'), certainty('100') === null], [null, null, false])
    assert.deepEqual([plannedUnits(''), plannedUnits('1000'), plannedUnits('10.5') === null], [null, null, false])
    const guarded = valuesOf(experiment)
    assert.deepEqual(
      [metrics.margin('x', guarded, 'metrics.0.margin'), metrics.margin('x', guarded, 'metrics.1.margin') === null],
      [null, false],
    )
    assert.equal(blankExperiment.metrics[0]?.role, 'primary')
  })

  test('stands on rules that split, each with its shares', () => {
    const standing = { environment: 'production', enabled: true, isKilled: false, version: 1 } as const
    const weights = [
      { variant: 'long', weight: 30_000 },
      { variant: 'short', weight: 10_000 },
      { variant: 'none', weight: 0 },
    ]
    const rules = [
      { id: 'one', serve: { variant: 'long' } },
      { id: 'two', description: 'Kenya', experiment: 'checkout', serve: { split: { weights } } },
      { id: 'three', serve: null },
    ]
    const rest = { offVariant: null, prerequisites: [], fallthrough: null, changedAt: '', changedBy: null }
    assert.deepEqual(ruleChoices({ environments: [{ ...standing, ...rest, rules }] }), [
      {
        ...{ environment: 'production', ruleId: 'two', value: 'production/two', experiment: 'checkout' },
        label: 'production: Kenya (long 75%, short 25%)',
        variants: [
          { key: 'long', share: 0.75 },
          { key: 'short', share: 0.25 },
        ],
      },
    ])
  })
})

describe('a metric in fields', () => {
  test('is said again as it was read', () => {
    const source = { from: 'client', event: 'purchase', unit: null, value: 'value' } as const
    const metric: Metric = {
      ...{ id: '1', key: 'revenue', kind: 'ratio', numerator: source, title: 'Revenue', description: '' },
      denominator: { from: 'product', event: 'order.made', unit: 'userId', value: null },
      ...{ desired: 'increase', cap: { kind: 'percentile', value: 0.99 }, windowHours: 168, version: 1 },
      ...{ createdAt: '', archivedAt: null, usedBy: [] },
    }
    const { id: _, version: _v, createdAt: _c, archivedAt: _a, usedBy: _u, ...said } = metric
    assert.deepEqual(metricBody(metricValues(metric)), said)
    const conversion = metricBody({ ...metricValues(metric), kind: 'conversion' })
    assert.deepEqual([conversion.numerator.value, conversion.cap, conversion.denominator], [null, null, undefined])
    assert.deepEqual([168, 36, 1, null].map(windowInWords), [
      '7 days',
      '36 hours',
      '1 hour',
      'as long as the phase runs',
    ])
  })

  test('finds in an event who can be counted and what can be summed', () => {
    const schema = {
      type: 'object',
      properties: {
        userId: { type: 'string' },
        total: { type: 'object', properties: { minor: { type: 'string' }, places: { type: ['integer', 'null'] } } },
        tags: { type: 'array' },
      },
    }
    assert.deepEqual(pathsOf({ schema }), {
      units: ['userId', 'total.minor'],
      values: ['userId', 'total.minor', 'total.places'],
    })
  })
})
