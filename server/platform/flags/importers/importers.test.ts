import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type Context, compile, type Evaluator, faultsOf, type Json } from '@plinth/sdk/flags'
import { importEppo } from './eppo.ts'
import { importFlagd } from './flagd.ts'
import { importFlagsmith } from './flagsmith.ts'
import { importGrowthBook } from './growthbook.ts'
import type { Imported } from './imported.ts'
import { importUnleash } from './unleash.ts'

const clock = Date.parse('2026-11-22T12:00:00Z')

/** Everything imported is sound in the engine's eyes. */
function evaluatorOf(imported: Imported): Evaluator {
  for (const flag of imported.flags) assert.deepEqual(faultsOf(flag, imported), [])
  return compile({ environment: 'test', revision: 1, ...imported }, { now: () => clock })
}

describe('flagd', () => {
  const variants = { a: 1, b: 2, c: 3 }
  const flagOf = (targeting: Json, changes: Record<string, Json> = {}): Json => ({
    $evaluators: { gold: { in: [{ var: 'tier' }, ['gold', 'platinum']] } },
    flags: { f: { state: 'ENABLED', variants, defaultVariant: 'c', targeting, ...changes } },
  })
  /** Buckets by @openfeature/flagd-core 4.0.1, which knows v2; those of v3 by the published decision. */
  const halves: Json = [
    ['a', 50],
    ['b', 50],
  ]
  const cases: readonly [name: string, targeting: Json, context: Context, variant: string | null][] = [
    ['an if', { if: [{ '==': [{ var: 'tier' }, 'gold'] }, 'a', 'b'] }, { tier: 'gold' }, 'a'],
    ['a branch without a value', { if: [{ var: 'tier' }, 'a'] }, {}, 'c'],
    ['a shared evaluator', { if: [{ $ref: 'gold' }, 'a', 'b'] }, { tier: 'platinum' }, 'a'],
    ['a lenient version', { if: [{ sem_ver: [{ var: 'v' }, '^', 'v1.2'] }, 'a', 'b'] }, { v: '1.9.0' }, 'a'],
    ['texts', { if: [{ starts_with: [{ var: 'mail' }, 'ada'] }, 'a', 'b'] }, { mail: 'ada@x.org' }, 'a'],
    ['the end of a text', { if: [{ ends_with: [{ var: 'mail' }, '.com'] }, 'a', 'b'] }, { mail: 'ada@x.org' }, 'b'],
    ['its own key', { if: [{ '==': [{ var: '$flagd.flagKey' }, 'f'] }, 'a', 'b'] }, {}, 'a'],
    ['the time', { if: [{ '<': [{ var: '$flagd.timestamp' }, clock / 1000] }, 'a', 'b'] }, {}, 'b'],
    ['a caller without a key', { fractional: halves }, {}, 'c'],
    ['no variant of the flag', { var: 'tier' }, { tier: 'tin' }, null],
    ['weights that are no whole numbers', { fractional: [['a', 0.5]] }, { targetingKey: 'x' }, 'c'],
    ['a bucketing value of another type in v2', { fractional: [{ var: 'n' }, ['a', 1]] }, { n: 7 }, 'c'],
  ]
  for (const [name, targeting, context, variant] of cases) {
    test(name, () => assert.equal(evaluatorOf(importFlagd(flagOf(targeting))).evaluate('f', context).variant, variant))
  }

  test('v2 and v3 put callers where their engines do', () => {
    const by = { fractional: [{ var: 'n' }, ...(halves as Json[])] }
    const served = (targeting: Json, fractional: 'v2' | 'v3', contexts: Context[]): string =>
      contexts
        .map((one) => evaluatorOf(importFlagd(flagOf(targeting), { fractional })).evaluate('f', one).variant)
        .join('')
    const users = Array.from({ length: 12 }, (_, at) => ({ targetingKey: `user-${at}` }))
    assert.equal(served({ fractional: halves }, 'v2', users), 'baabababbaaa')
    assert.equal(served({ fractional: halves }, 'v3', users), 'abbbbbbbbabb')
    assert.equal(
      served(
        by,
        'v3',
        [1, 1.5, -1, 1e10, true, 'text'].map((n) => ({ n })),
      ),
      'baabaa',
    )
    assert.equal(
      evaluatorOf(importFlagd(flagOf({ fractional: halves }), { fractional: 'v3' })).evaluate('f', {
        targetingKey: 7,
      } as never).variant,
      'c',
    )
  })

  test('a disabled flag is the default of the caller, an unknown operator is told', () => {
    const off = evaluatorOf(importFlagd(flagOf({}, { state: 'DISABLED' }))).evaluate('f', {})
    assert.deepEqual([off.reason, off.value], ['DISABLED', undefined])
    const [flag] = importFlagd(flagOf({ divine: [1] })).flags
    assert.match(flag === undefined ? '' : (faultsOf(flag, { flags: [], segments: [] })[0]?.message ?? ''), /divine/)
    const lost = importFlagd(flagOf({ if: [{ $ref: 'nowhere' }, 'a', 'b'] }))
    assert.match(lost.faults[0]?.message ?? '', /no evaluator nowhere/)
    const served = compile({ environment: 'test', revision: 1, ...lost }, { now: () => clock }).evaluate('f', {})
    assert.deepEqual([served.value, served.errorCode], [undefined, 'PARSE_ERROR'])
  })
})

describe('Unleash', () => {
  const strategy = { name: 'flexibleRollout', parameters: { rollout: '1.5', groupId: 'g', stickiness: 'default' } }
  const toggle = { name: 't', enabled: true, strategies: [strategy] }

  test('what cannot be carried over is told', () => {
    const strange = {
      name: 'strange',
      enabled: true,
      strategies: [{ name: 'moonPhase' }, { name: 'applicationHostname' }],
    }
    const constraint = { contextName: 'a', operator: 'IS_PRIME', inverted: true, values: [] }
    const told = importUnleash({
      features: [
        toggle,
        strange,
        { ...toggle, name: 'third', strategies: [{ ...strategy, constraints: [constraint] }] },
      ],
    })
    assert.deepEqual(
      told.faults.map(({ path }) => path),
      [
        '/features/0/strategies/0/parameters',
        '/features/1/strategies/0',
        '/features/1/strategies/1',
        '/features/2/strategies/0/constraints/0/operator',
        '/features/2/strategies/0/parameters',
      ],
    )
  })

  test('a stream of deltas ends in the state that it leads to', () => {
    const events = [
      { type: 'hydration', features: [toggle, { ...toggle, name: 'gone' }], segments: [] },
      { type: 'feature-updated', feature: { ...toggle, name: 'new', enabled: false } },
      { type: 'feature-removed', featureName: 'gone' },
      { type: 'segment-updated', segment: { id: 3, name: 'three', constraints: [] } },
    ]
    const imported = importUnleash({ events })
    assert.deepEqual(
      imported.flags.map(({ key }) => key),
      ['t', 'new'],
    )
    assert.deepEqual(
      imported.segments.map(({ key }) => key),
      ['unleash-3'],
    )
  })

  test('parents count one level deep, by being on, off or at a variant', () => {
    const on = { strategies: [{ name: 'default' }] }
    const parents = [
      { name: 'on', enabled: true, ...on, variants: [{ name: 'red', weight: 1 }] },
      { name: 'child', enabled: true, ...on, dependencies: [{ feature: 'on' }] },
    ]
    const cases: readonly [dependency: Json, isOn: boolean][] = [
      [{ feature: 'on' }, true],
      [{ feature: 'on', variants: ['red'] }, true],
      [{ feature: 'on', variants: ['blue'] }, false],
      [{ feature: 'on', enabled: false }, false],
      [{ feature: 'child' }, false],
      [{ feature: 'nowhere' }, false],
    ]
    for (const [dependency, isOn] of cases) {
      const features = [...parents, { name: 'asked', enabled: true, ...on, dependencies: [dependency] }]
      const evaluator = evaluatorOf(importUnleash({ features } as Json))
      assert.equal(evaluator.evaluate('asked', {}).value, isOn, JSON.stringify(dependency))
    }
  })

  test('ids beyond ASCII fall where the hash of the SDKs puts them', () => {
    const split = { ...toggle, strategies: [{ ...strategy, parameters: { ...strategy.parameters, rollout: 29 } }] }
    const evaluator = evaluatorOf(importUnleash({ features: [split] }))
    const served = ['用户一', 'Иван'].map(
      (targetingKey) => evaluator.explain('t', { targetingKey })?.rules[0]?.rollout?.bucket,
    )
    // murmurhash3js 3.0.1, x86.hash32('g:' + id) % 100
    assert.deepEqual(served, [43, 27])
  })
})

describe('GrowthBook', () => {
  test('a null is the default of the caller, and a gate that is not met ends it', () => {
    const features = {
      parent: { defaultValue: false },
      child: {
        defaultValue: 'x',
        rules: [{ parentConditions: [{ id: 'parent', condition: { value: true }, gate: true }] }],
      },
    }
    const served = evaluatorOf(importGrowthBook({ features })).evaluate('child', {})
    assert.deepEqual([served.value, served.ruleId], [undefined, 'rule-1-gate-1'])
  })

  test('what cannot be carried over is told', () => {
    const rules = [
      { condition: { a: { $near: 1 } }, force: 1 },
      { condition: { a: { $regex: '(?=a)' } }, force: 1 },
      { hashVersion: 3, coverage: 0.5, force: 1 },
      {},
    ]
    assert.deepEqual(
      importGrowthBook({ features: { f: { rules } }, experiments: [{}] }).faults.map(({ path }) => path),
      [
        '/features/f/rules/0/condition/a/$near',
        '/features/f/rules/1/condition/a/$regex',
        '/features/f/rules/2/hashVersion',
        '/features/f/rules/3',
        '/experiments',
      ],
    )
  })
})

describe('Flagsmith', () => {
  const state = (name: string, value: Json, enabled = true): Json => ({
    feature: { name },
    enabled,
    feature_state_value: value,
    django_id: 7,
  })
  const document = {
    api_key: 'env',
    feature_states: [state('text', 'standard'), state('plain', null, false)],
    project: {
      segments: [
        {
          id: 1,
          name: 'old enough',
          rules: [{ type: 'ALL', conditions: [{ property_: 'age', operator: 'GREATER_THAN', value: '20' }] }],
          feature_states: [state('text', 'grown', true)],
        },
      ],
    },
    identity_overrides: [{ identifier: 'ada', identity_features: [state('text', 'hers', false)] }],
  }

  test('segments and identities override, and who is off keeps the default of the caller', () => {
    const evaluator = evaluatorOf(importFlagsmith(document))
    const served = (context: Context): Json | undefined => evaluator.evaluate('text', context).value
    assert.deepEqual(
      [served({}), served({ targetingKey: 'bob', age: 30 }), served({ targetingKey: 'bob', age: 9 })],
      ['standard', 'grown', 'standard'],
    )
    assert.deepEqual(
      [served({ targetingKey: 'ada', age: 30 }), evaluator.evaluate('plain', {}).value],
      [undefined, false],
    )
  })
})

describe('Eppo', () => {
  const shard = (salt: string, start: number, end: number): Json => ({ salt, ranges: [{ start, end }] })
  const flag = {
    key: 'f',
    enabled: true,
    variationType: 'INTEGER',
    variations: { one: { key: 'one', value: 1 }, two: { key: 'two', value: 2 }, half: { key: 'half', value: 0.5 } },
    totalShards: 10_000,
    allocations: [
      {
        key: 'over',
        endAt: '2026-01-01T00:00:00Z',
        splits: [{ variationKey: 'two', shards: [] }],
      },
      {
        key: 'hers',
        rules: [{ conditions: [{ attribute: 'id', operator: 'ONE_OF', value: ['ada'] }] }],
        splits: [{ variationKey: 'half', shards: [] }],
      },
      {
        key: 'trial',
        doLog: true,
        rules: [{ conditions: [{ attribute: 'age', operator: 'GTE', value: 18 }] }],
        splits: [
          { variationKey: 'one', shards: [shard('in', 0, 8000), shard('split', 0, 5000)] },
          { variationKey: 'two', shards: [shard('in', 0, 8000), shard('split', 5000, 10_000)] },
        ],
      },
    ],
  }

  test('allocations in order, with their shards, windows and experiments', () => {
    const imported = importEppo({ flags: { f: flag } })
    assert.deepEqual(
      imported.faults.map(({ path }) => path),
      ['/flags/f/variations/2/value'],
    )
    const evaluator = evaluatorOf(imported)
    const told = (context: Context): Json[] => {
      const { value = null, ruleId, experiment = null } = evaluator.evaluate('f', context)
      return [value, ruleId, experiment]
    }
    assert.deepEqual(told({ targetingKey: 'ada', age: 30 }), [null, 'hers', null])
    assert.deepEqual(told({ targetingKey: 'bob', age: 9 }), [null, null, null])
    // createHash('md5').update('in-' + key), its first four bytes % 10000, and the same for 'split-'.
    const served = ['u1', 'u2', 'u3', 'u4', 'u5', 'u6'].map((targetingKey) => told({ targetingKey, age: '18' })[0])
    assert.deepEqual(served, [2, 1, 1, 2, 2, 2])
  })
})
