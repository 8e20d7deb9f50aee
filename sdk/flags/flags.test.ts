import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  type Condition,
  type Context,
  compile,
  type Flag,
  faultsOf,
  type HashName,
  type Json,
  type Rule,
  type Snapshot,
} from './index.ts'

const clock = Date.parse('2026-11-22T12:00:00Z')

function flagOf(key: string, changes: Partial<Flag> = {}): Flag {
  return {
    key,
    type: 'boolean',
    variants: [
      { key: 'on', value: true },
      { key: 'off', value: false },
    ],
    enabled: true,
    offVariant: 'off',
    prerequisites: [],
    rules: [],
    fallthrough: { variant: 'off' },
    isPublic: false,
    ...changes,
  }
}

const snapshotOf = (flags: readonly Flag[], segments: Snapshot['segments'] = []): Snapshot => ({
  environment: 'test',
  revision: 1,
  flags,
  segments,
})

const ruleOf = (changes: Partial<Rule>): Rule => ({ id: 'rule', serve: { variant: 'on' }, ...changes })

/** Whether a condition holds for a context. */
function holds(condition: Condition, context: Context, segments: Snapshot['segments'] = []): unknown {
  const flag = flagOf('asked', { rules: [ruleOf({ condition })] })
  return compile(snapshotOf([flag], segments), { now: () => clock }).evaluate('asked', context).value
}

describe('operators', () => {
  const cases: readonly [operator: string, value: Json, holdsFor: Json[], notFor: Json[]][] = [
    ['exists', null, [0, '', false, []], [null]],
    ['equals', 'DE', ['DE'], ['de', 1, null]],
    ['equals', { a: [1], b: 2 }, [{ b: 2, a: [1] }], [{ a: [1] }, [], 'x']],
    ['in', ['DE', 7, null], ['DE', 7], ['7', 'de']],
    ['contains', 'art', ['party', ['smart']], ['ART', 7]],
    ['starts-with', ['a', 'b'], ['ab', 'ba'], ['ca']],
    ['ends-with', '.org', ['x.org'], ['x.com']],
    ['matches', '^a+$', ['aaa'], ['aab', 7]],
    ['less', 3, [2, -1], [3, '2']],
    ['less-or-equal', 3, [3], [4]],
    ['greater', 3, [4], [3]],
    ['greater-or-equal', 3, [3], [2]],
    ['between', [1, 3], [1, 2, 3], [0, 4, '2']],
    ['before', '2026-01-01', ['2025-12-31T23:59:59.999Z', 0], ['2026-01-01', 'tomorrow']],
    ['after', '2026-01-01T00:00:00+01:00', ['2026-01-01T00:00:00Z'], ['2025-12-31T23:00:00Z']],
    ['semver-equals', '1.2.3', ['1.2.3', '1.2.3+build'], ['1.2', 'v1.2.3', '1.2.3-rc.1']],
    ['semver-less', '1.0.0', ['1.0.0-beta.11', '0.9.9'], ['1.0.0', '1.0']],
    ['semver-less-or-equal', '1.0.0', ['1.0.0'], ['1.0.1']],
    ['semver-greater', '1.0.0-beta.2', ['1.0.0-beta.11', '1.0.0-rc'], ['1.0.0-beta', '1.0.0-alpha.9']],
    ['semver-greater-or-equal', '2.10.0', ['2.10.0', '2.11.0'], ['2.9.0']],
    ['semver-compatible', '1.2.3', ['1.2.3', '1.9.0'], ['2.0.0', '1.2.2']],
    ['semver-compatible', '0.2.3', ['0.2.4'], ['0.3.0']],
    ['in-network', '10.0.0.0/8', ['10.255.0.1', '::ffff:10.1.2.3'], ['11.0.0.1', '10.1', '::1']],
    ['in-network', ['2001:db8::/33', '192.168.1.7'], ['2001:db8:7fff::1', '192.168.1.7'], ['2001:db8:8000::1']],
    ['any-in', ['a', 'b'], [['x', 'a']], [['x'], [], 'a']],
    ['all-in', ['a', 'b'], [['b', 'a'], ['a']], [['a', 'x'], [], 'a']],
  ]
  for (const [operator, value, holdsFor, notFor] of cases) {
    test(`${operator} ${JSON.stringify(value)}`, () => {
      const condition = { attribute: 'it', operator, value } as Condition
      for (const it of holdsFor) assert.equal(holds(condition, { it }), true, JSON.stringify(it))
      for (const it of notFor) assert.equal(holds(condition, { it }), false, JSON.stringify(it))
      assert.equal(holds(condition, {}), false, 'absent')
    })
  }
})

describe('paths', () => {
  const context = { user: { plan: 'gold' }, orders: [{ total: 7 }], 'a.b': 1 }
  const cases: readonly [path: string, value: Json][] = [
    ['user.plan', 'gold'],
    ['orders[0].total', 7],
    ["['a.b']", 1],
  ]
  for (const [attribute, value] of cases)
    test(attribute, () => assert.equal(holds({ attribute, operator: 'equals', value }, context), true))
  test('what every object inherits is no attribute', () => {
    assert.equal(holds({ attribute: 'constructor', operator: 'exists' }, {}), false)
    assert.equal(holds({ attribute: 'user.constructor', operator: 'exists' }, context), false)
  })
})

describe('faults', () => {
  const cases: readonly [name: string, changes: Partial<Flag>, path: string, message: RegExp][] = [
    ['an unknown variant', { fallthrough: { variant: 'blue' } }, '/fallthrough/variant', /no variant blue/],
    ['a value of another type', { variants: [{ key: 'on', value: 1 }] }, '/variants/0/value', /type, boolean/],
    [
      'a pattern that RE2 does not know',
      { rules: [ruleOf({ condition: { attribute: 'a', operator: 'matches', value: '(?=a)' } })] },
      '/rules/0/condition/value',
      /RE2/,
    ],
    ['an unknown segment', { rules: [ruleOf({ condition: { segment: 's' } })] }, '/rules/0/condition', /no segment s/],
    [
      'a path that is none',
      { rules: [ruleOf({ condition: { attribute: 'a..b', operator: 'exists' } })] },
      '/rules/0/condition/attribute',
      /not a path/,
    ],
    [
      'weights that are all 0',
      { fallthrough: { split: { hash: 'fractional-v3', salt: 's', weights: [{ variant: 'on', weight: 0 }] } } },
      '/fallthrough/split/weights',
      /sum/,
    ],
    ['itself as a prerequisite', { prerequisites: [{ flag: 'f', variants: ['on'] }] }, '/prerequisites', /f -> f/],
  ]
  for (const [name, changes, path, message] of cases) {
    test(`${name} is told, and breaks this flag only`, () => {
      const flag = flagOf('f', changes)
      const snapshot = snapshotOf([flag, flagOf('well', { fallthrough: { variant: 'on' } })])
      const fault = faultsOf(flag, snapshot).find((one) => one.path === path)
      assert.match(fault?.message ?? '', message)
      const evaluator = compile(snapshot, { now: () => clock })
      assert.deepEqual(evaluator.evaluate('f', {}).errorCode, 'PARSE_ERROR')
      assert.equal(evaluator.evaluate('well', {}).value, true)
      assert.deepEqual(faultsOf(flagOf('well'), snapshot), [])
    })
  }

  test('prerequisites nest ten deep and no deeper', () => {
    const chain = Array.from({ length: 12 }, (_, at) =>
      flagOf(`f${at}`, {
        prerequisites: at === 0 ? [] : [{ flag: `f${at - 1}`, variants: ['on'] }],
        fallthrough: { variant: 'on' },
      }),
    )
    const evaluator = compile(snapshotOf(chain), { now: () => clock })
    assert.equal(evaluator.evaluate('f10', {}).value, true)
    assert.equal(evaluator.evaluate('f11', {}).errorCode, 'PARSE_ERROR')
  })
})

test('an explanation tells the numbers of a caller, and what of them gives what', () => {
  const dealt = (hash: HashName) => ({
    split: { hash, salt: 's', weights: ['on', 'off'].map((variant) => ({ variant, weight: 50_000 })) },
  })
  const rollout = { hash: 'growthbook-v2', salt: 'r', share: 0 } as const
  const rule = ruleOf({ rollout, serve: dealt('growthbook-v2') })
  const flag = flagOf('f', { rules: [rule], fallthrough: dealt('fractional-v3') })
  const told = compile(snapshotOf([flag]), { now: () => clock }).explain('f', { targetingKey: 'ada' })
  const [left] = told?.rules ?? []
  assert.deepEqual([left?.outcome, left?.rollout?.whole, left?.rollout?.share], ['rollout', 1, 0])
  const ranges = (parts: readonly { readonly range: readonly number[] }[] = []) => parts.map(({ range }) => range)
  const [ofRule, ofAll] = [ranges(left?.split?.parts), ranges(told?.fallthrough?.parts)]
  assert.deepEqual(
    [ofRule[1], ofAll[1]],
    [
      [0.5, 1],
      [50_000, 100_000],
    ],
  )
  const bucket = told?.fallthrough?.bucket ?? Number.NaN
  const [lies] = told?.fallthrough?.parts.filter(({ range }) => bucket >= range[0] && bucket < range[1]) ?? []
  assert.equal(lies?.variant, told?.evaluation.variant)
})
