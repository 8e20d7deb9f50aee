import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import {
  type Condition,
  type Context,
  compile,
  type Flag,
  hashNames,
  type Json,
  type Segment,
  type Snapshot,
} from './index.ts'

const settings = { seed: 20_261_122, numRuns: 300 }
const clock = Date.parse('2026-11-22T12:00:00Z')

const json = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>
const name = fc.constantFrom('a', 'b', 'c', 'country', 'targetingKey', 'a.b', 'list[0]', '__proto__', '', '$.')
const variant = fc.constantFrom('on', 'off', 'blue')
const operator = fc.constantFrom(
  ...'exists equals in contains starts-with ends-with matches less between before after semver-less semver-compatible in-network any-in all-in none'.split(
    ' ',
  ),
)
const hash = fc.constantFrom(...hashNames, 'x')
const bucketing = fc.record({ hash, salt: fc.string(), bucketBy: name }, { requiredKeys: ['hash', 'salt'] })

const { condition } = fc.letrec((tie) => ({
  condition: fc.oneof(
    { depthSize: 'small' },
    fc.record({ attribute: name, operator, value: json }),
    fc.record({
      as: fc.constantFrom('unleash', 'growthbook', 'flagsmith', 'eppo', 'y'),
      attribute: name,
      operator: fc.constantFrom(
        'IN',
        'SEMVER_GT',
        'DATE_AFTER',
        'REGEX',
        'is',
        '$gt',
        '$elemMatch',
        '$all',
        'EQUAL',
        'MODULO',
        'GT',
      ),
      value: json,
    }),
    fc.record({ logic: json }),
    fc.record({ segment: name }),
    fc.record({ flag: name, variants: fc.array(variant) }),
    fc.record({ not: tie('condition') }),
    fc.record({ all: fc.array(tie('condition'), { maxLength: 3 }) }),
    fc.record({ any: fc.array(tie('condition'), { maxLength: 3 }) }),
    json,
  ),
}))

const weight = fc.record({ variant, weight: fc.oneof(fc.nat(100_000), fc.double()) })
const serve = fc.oneof(
  fc.record({ variant }),
  fc.record({
    split: bucketing.chain((base) => fc.record({ weights: fc.array(weight) }).map((rest) => ({ ...base, ...rest }))),
  }),
  json,
)
const rollout = bucketing.chain((base) =>
  fc.record({ share: fc.oneof(fc.nat(100_000), fc.double()) }).map((rest) => ({ ...base, ...rest })),
)
const rule = fc.record(
  { id: fc.string(), condition, rollout, serve, startsAt: fc.oneof(fc.string(), fc.constant('2026-01-01')) },
  { requiredKeys: ['id', 'serve'] },
)
const flag = fc.record({
  key: name,
  type: fc.constantFrom('boolean', 'json', 'number'),
  variants: fc.array(fc.record({ key: variant, value: json })),
  enabled: fc.boolean(),
  offVariant: fc.option(variant),
  prerequisites: fc.array(fc.record({ flag: name, variants: fc.array(variant) }), { maxLength: 2 }),
  rules: fc.array(rule, { maxLength: 3 }),
  fallthrough: serve,
  isPublic: fc.boolean(),
})
const snapshot = fc.record({
  environment: fc.constant('test'),
  revision: fc.nat(),
  flags: fc.array(fc.oneof(flag, fc.record({ key: name }))),
  segments: fc.array(fc.record({ key: name, condition })),
}) as unknown as fc.Arbitrary<Snapshot>

const sound = (key: string, changes: Partial<Flag> = {}): Flag => ({
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
  isPublic: true,
  ...changes,
})

const evaluatorOf = (...flags: Flag[]) =>
  compile({ environment: 'test', revision: 1, flags, segments: [] }, { now: () => clock })

describe('whatever a snapshot and a context hold', () => {
  test('nothing is thrown, and every answer has a reason', () => {
    fc.assert(
      fc.property(snapshot, json, (given, context) => {
        const evaluator = compile(given, { now: () => clock })
        for (const { key } of given.flags) {
          const served = evaluator.evaluate(key, context as Context)
          assert.equal(typeof served.reason, 'string')
          evaluator.explain(key, context as Context)
        }
        assert.equal(evaluator.all(context as Context).length, new Set(given.flags.map(({ key }) => key)).size)
        evaluator.nextChangeAt(clock)
      }),
      settings,
    )
  })

  test('other flags do not change an answer, and neither does their order', () => {
    fc.assert(
      fc.property(snapshot, json, (given, context) => {
        const mine = sound('mine', { fallthrough: { variant: 'on' } })
        for (const flags of [
          [mine, ...given.flags],
          [...given.flags.toReversed(), mine],
        ]) {
          const evaluator = compile({ ...given, flags }, { now: () => clock })
          assert.equal(evaluator.evaluate('mine', context as Context).value, true)
        }
      }),
      settings,
    )
  })
})

describe('a snapshot that is compiled from the one before', () => {
  const link = fc.oneof(
    fc.record({ flag: name, variants: fc.constant(['on']) }),
    fc.record({ segment: name }),
    fc.record({ any: fc.array(fc.oneof(fc.record({ flag: name, variants: fc.constant(['on']) })), { maxLength: 2 }) }),
    condition,
  )
  const linkedFlag = fc
    .record({
      key: name,
      enabled: fc.boolean(),
      prerequisites: fc.array(fc.record({ flag: name, variants: fc.constant(['on']) }), { maxLength: 1 }),
      links: fc.array(link, { maxLength: 2 }),
      startsAt: fc.constantFrom('2026-11-22T13:00:00Z', '2026-11-23', undefined),
    })
    .map(({ key, enabled, prerequisites, links, startsAt }) =>
      sound(key, {
        ...{ enabled, prerequisites },
        rules: links.map((one, at) => ({
          ...{ id: `${at}`, condition: one as Condition, serve: { variant: 'on' } },
          ...(startsAt === undefined ? {} : { startsAt }),
        })),
      }),
    )
  const write = fc.record({
    flags: fc.array(fc.oneof(linkedFlag, flag as unknown as fc.Arbitrary<Flag>), { maxLength: 2 }),
    segments: fc.array(fc.record({ key: name, condition: link }), { maxLength: 1 }),
    gone: fc.array(name, { maxLength: 1 }),
  })
  const put = <One extends { readonly key: string }>(
    all: readonly One[],
    some: readonly One[],
    gone: string[],
  ): One[] => [
    ...new Map([...all, ...some].filter(({ key }) => !gone.includes(key)).map((one) => [one.key, one])).values(),
  ]

  test('answers, explains and waits as one that is compiled whole, after any writes', () => {
    const now = () => clock
    fc.assert(
      fc.property(fc.array(write, { minLength: 2, maxLength: 12 }), json, (writes, context) => {
        let given: Snapshot = { environment: 'test', revision: 0, flags: [], segments: [] }
        let grown = compile(given, { now })
        for (const { flags, segments, gone } of writes) {
          given = {
            ...{ environment: 'test', revision: given.revision + 1, flags: put(given.flags, flags, gone) },
            segments: put(given.segments, segments as Segment[], gone),
          }
          grown = compile(given, { now, former: grown })
          const whole = compile(given, { now })
          assert.deepEqual(grown.all(context as Context), whole.all(context as Context))
          for (const { key } of given.flags)
            assert.deepEqual(
              [grown.evaluate(key, {}), grown.explain(key, context as Context)],
              [whole.evaluate(key, {}), whole.explain(key, context as Context)],
            )
          assert.equal(grown.nextChangeAt(clock), whole.nextChangeAt(clock))
        }
      }),
      settings,
    )
  })

  test('takes over every flag that nothing has happened to', () => {
    const asked: string[] = []
    const spied = (key: string, more: Partial<Flag> = {}): Flag =>
      Object.defineProperty(sound(key, more), 'fallthrough', {
        get: () => {
          asked.push(key)
          return { variant: 'on' }
        },
      })
    const needs = (segment: string) => [{ id: 'r', condition: { segment }, serve: { variant: 'on' } }]
    const flags = [
      ...['a', 'b', 'c', 'd'].map((key) => spied(key)),
      spied('user', { rules: needs('s') }),
      spied('above', { prerequisites: [{ flag: 'user', variants: ['on'] }] }),
    ]
    const segment = (value: string): Segment => ({
      key: 's',
      condition: { attribute: 'plan', operator: 'equals', value },
    })
    const first = { environment: 'test', revision: 1, flags, segments: [segment('free')] }
    const now = () => clock
    const former = compile(first, { now: () => clock })
    const begun = compile(first, { now })
    asked.length = 0
    const changed = compile({ ...first, segments: [segment('pro')] }, { now, former: begun })
    assert.deepEqual([asked.splice(0), changed.evaluate('user', { plan: 'pro' }).ruleId], [['user', 'above'], 'r'])
    assert.equal(begun.evaluate('user', { plan: 'pro' }).ruleId, null)
    compile(first, { now, former })
    assert.equal(asked.length, flags.length, 'another clock is another program')
  })
})

describe('buckets', () => {
  const users = Array.from({ length: 20_000 }, (_, at) => ({
    targetingKey: `0192f3a4-${at.toString(16).padStart(12, '0')}`,
  }))
  const splitOf = (salt: string) =>
    ({
      split: {
        hash: 'fractional-v3',
        salt,
        weights: [
          { variant: 'on', weight: 30_000 },
          { variant: 'off', weight: 70_000 },
        ],
      },
    }) as const

  test('a split is as its weights say: chi-square with one degree of freedom, 99.9 %', () => {
    for (const salt of ['one', 'two', 'three']) {
      const evaluator = evaluatorOf(sound('f', { fallthrough: splitOf(salt) }))
      const on = users.filter((user) => evaluator.evaluate('f', user).value).length
      const expected = users.length * 0.3
      const chi = (on - expected) ** 2 / expected + (on - expected) ** 2 / (users.length - expected)
      assert.ok(chi < 10.83, `${salt}: ${on} of ${users.length}`)
    }
  })

  test('two salts tell nothing about each other: chi-square of the table of both, 99.9 %', () => {
    const evaluator = evaluatorOf(sound('f', { fallthrough: splitOf('f') }), sound('g', { fallthrough: splitOf('g') }))
    const table = [0, 0, 0, 0]
    for (const user of users) {
      const cell = (evaluator.evaluate('f', user).value ? 2 : 0) + (evaluator.evaluate('g', user).value ? 1 : 0)
      table[cell] = (table[cell] ?? 0) + 1
    }
    const [a = 0, b = 0, c = 0, d = 0] = table
    const chi = (users.length * (a * d - b * c) ** 2) / ((a + b) * (c + d) * (a + c) * (b + d))
    assert.ok(chi < 10.83, table.join(' '))
  })

  test('raising a share throws nobody out, in steps of 0.001 %', () => {
    const share = fc.integer({ min: 0, max: 100_000 })
    fc.assert(
      fc.property(
        share,
        share,
        hash.filter((one) => one !== 'x'),
        fc.string(),
        fc.string(),
        (...one) => {
          const [a, b, hashName, salt, targetingKey] = one
          const takes = (share: number) => {
            const rollout = { hash: hashName as 'eppo', salt, share }
            return evaluatorOf(sound('f', { rules: [{ id: 'r', rollout, serve: { variant: 'on' } }] })).evaluate('f', {
              targetingKey,
            }).value
          }
          assert.ok(!takes(Math.min(a, b)) || takes(Math.max(a, b)))
        },
      ),
      settings,
    )
  })

  test('a ramp grows to its end and says when it moves next', () => {
    let now = clock
    const ramp = { from: 0, to: 100_000, startsAt: '2026-11-22T12:00:00Z', endsAt: '2026-11-22T13:00:00Z' }
    const rollout = { hash: 'fractional-v3', salt: 's', ramp } as const
    const flags = [sound('f', { rules: [{ id: 'r', rollout, serve: { variant: 'on' } }] })]
    const evaluator = compile({ environment: 'test', revision: 1, flags, segments: [] }, { now: () => now })
    const shares = [0, 15, 30, 60].map((minutes) => {
      now = clock + minutes * 60_000
      return users.slice(0, 2000).filter((user) => evaluator.evaluate('f', user).value).length
    })
    assert.deepEqual([shares[0], shares[3]], [0, 2000])
    assert.ok(Math.abs((shares[1] ?? 0) - 500) < 80 && Math.abs((shares[2] ?? 0) - 1000) < 90, shares.join(' '))
    assert.deepEqual([clock - 1, clock, clock + 1500, clock + 3_600_000].map(evaluator.nextChangeAt), [
      clock,
      clock + 1000,
      clock + 2000,
      null,
    ])
  })
})
