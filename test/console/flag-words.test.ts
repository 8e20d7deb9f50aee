import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Condition, Json, Rule } from '@plinth/sdk/flags'
import fc from 'fast-check'
import { rebased } from '../../console/src/flags/changes/rebase.ts'
import { type ContentKind, differencesOf } from '../../console/src/flags/history/difference.ts'
import { attributesIn } from '../../console/src/flags/tester/asked.ts'
import { contextOf, rowsOf } from '../../console/src/flags/tester/context.ts'
import { formatOf } from '../../console/src/flags/transfer/formats.ts'

const kenya: Condition = { attribute: 'country', operator: 'equals', value: 'KE' }
const africa: Condition = { attribute: 'country', operator: 'in', value: ['KE', 'NG'] }
const bucketing = { hash: 'fractional-v3', salt: 's' } as const
const rule = (id: string, more: Partial<Rule> = {}): Rule => ({
  id,
  condition: kenya,
  serve: { variant: 'on' },
  ...more,
})
const targeting = (more: object = {}) => ({
  ...{ enabled: false, offVariant: 'off', prerequisites: [], rules: [], fallthrough: { variant: 'off' } },
  ...more,
})
const ruled = (...rules: Rule[]) => targeting({ rules })

/** As one line each: what, title, from > to. */
function told(kind: ContentKind, before: unknown, after: unknown): string[] {
  return differencesOf(kind, before, after).map(({ title, what, from, to }) => {
    const values = [from, to].filter((value) => value !== undefined).join(' > ')
    return `${what} ${title}: ${values}`
  })
}

describe('what is said otherwise', () => {
  const cases: readonly [name: string, before: unknown, after: unknown, told: string[]][] = [
    ['nothing', targeting(), targeting(), []],
    ['switched on', targeting(), targeting({ enabled: true }), ['changed Switched on: No > Yes']],
    [
      'a rule that came, one that went',
      ruled(rule('a')),
      ruled(rule('b', { condition: africa, description: 'Africa' })),
      ['added Rule 1, Africa: If country is one of KE, NG: on', 'removed Rule 1: If country is KE: on'],
    ],
    [
      'a rule that was moved, told once',
      ruled(rule('a'), rule('b'), rule('c')),
      ruled(rule('c'), rule('a'), rule('b')),
      ['moved Rule 1: place 3 > place 1'],
    ],
    [
      'what came does not move the rest',
      ruled(rule('a'), rule('b')),
      ruled(rule('new'), rule('a'), rule('b')),
      ['added Rule 1: If country is KE: on'],
    ],
    [
      'members of a rule',
      ruled(rule('a', { rollout: { ...bucketing, share: 1 } })),
      ruled(rule('a', { condition: africa, rollout: { ...bucketing, share: 25_000 }, serve: { variant: 'off' } })),
      [
        'changed Rule 1: for whom: country is KE > country is one of KE, NG',
        'changed Rule 1: how many of them: 0.001 % of them > 25 % of them',
        'changed Rule 1: what they get: on > off',
      ],
    ],
    [
      'another salt, which words do not tell',
      ruled(rule('a', { rollout: { ...bucketing, share: 1 } })),
      ruled(rule('a', { rollout: { ...bucketing, salt: 't', share: 1 } })),
      [
        'changed Rule 1: how many of them: {"hash":"fractional-v3","salt":"s","share":1} > {"hash":"fractional-v3","salt":"t","share":1}',
      ],
    ],
    [
      'prerequisites and what everybody else gets',
      targeting({ prerequisites: [{ flag: 'base', variants: ['on'] }] }),
      targeting({
        prerequisites: [{ flag: 'other', variants: ['a', 'b'] }],
        fallthrough: { split: { ...bucketing, weights: ['on', 'off'].map((variant) => ({ variant, weight: 1 })) } },
        offVariant: null,
      }),
      [
        'removed Needs base: the flag base serves on',
        'added Needs other: the flag other serves a or b',
        'changed Everybody else gets: off > 50 % on, 50 % off',
        "changed While it is off: off > the caller's default",
      ],
    ],
  ]
  for (const [name, before, after, lines] of cases) {
    test(name, () => assert.deepEqual(told('targeting', before, after), lines))
  }

  test('of flags and segments, also of such as were just made', () => {
    const flag = { title: 'One', variants: [{ key: 'a', value: 1 }], isPublic: false }
    const after = {
      ...flag,
      variants: [
        { key: 'a', value: 2 },
        { key: 'b', value: { deep: true } },
      ],
      isPublic: true,
    }
    assert.deepEqual(told('flag', flag, after), [
      'changed Variant a: 1 > 2',
      'added Variant b: {"deep":true}',
      'changed Browsers and apps get it: No > Yes',
    ])
    assert.deepEqual(told('segment', null, { title: 'Staff', description: '', condition: kenya }), [
      'added Title: Staff',
      'added Who is in it: country is KE',
    ])
  })
})

describe('a proposal said of what holds now', () => {
  test('keeps what others changed meanwhile, and what it wants itself', () => {
    const before = targeting({ rules: [rule('a'), rule('b'), rule('gone')] })
    const wanted = targeting({
      enabled: true,
      rules: [rule('b', { serve: { variant: 'off' } }), rule('a'), rule('gone')],
    })
    const now = targeting({ offVariant: null, rules: [rule('new'), rule('a', { condition: africa }), rule('b')] })
    assert.deepEqual(
      rebased(before, wanted, now),
      targeting({
        ...{ enabled: true, offVariant: null },
        rules: [rule('b', { serve: { variant: 'off' } }), rule('a', { condition: africa }), rule('new')],
      }),
    )
  })
})

describe('who asks', () => {
  test('is written in rows: numbers, yes and no, and JSON as such, a point goes deeper', () => {
    const rows = [
      ['country', 'KE'],
      ['age', '42'],
      ['beta', 'true'],
      ['zip', '"00100"'],
      ['version', '1.2.3'],
      ['user.plan', 'pro'],
      ['user.seats', '[1,2]'],
      ['', 'lost'],
      ['unsaid', ' '],
    ].map(([name = '', text = '']) => ({ name, text }))
    assert.deepEqual(contextOf('ada', rows), {
      ...{ targetingKey: 'ada', country: 'KE', age: 42, beta: true, zip: '00100', version: '1.2.3' },
      user: { plan: 'pro', seats: [1, 2] },
    })
  })

  test('comes back from rows as it was, whatever it says', () => {
    const name = fc.stringMatching(/^[a-z]{1,6}$/)
    const context = fc.dictionary(name, fc.jsonValue() as fc.Arbitrary<Json>, { noNullPrototype: true })
    const isPlain = (value: Json): boolean => {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return true
      return Object.entries(value).every(([key, inner]) => /^[a-z]+$/.test(key) && isPlain(inner))
    }
    fc.assert(
      fc.property(context, (said) => {
        fc.pre(isPlain(said))
        assert.deepEqual(JSON.parse(JSON.stringify(contextOf('', rowsOf(said)))), JSON.parse(JSON.stringify(said)))
      }),
    )
  })

  test('is asked for what the rules look at', () => {
    const condition: Condition = {
      all: [kenya, { not: { any: [{ attribute: 'orders[0].total', operator: 'exists' }, { segment: 'staff' }] } }],
    }
    const rollout = { ...bucketing, bucketBy: 'company.id', share: 1 }
    const listed = rule('b', { condition: { attribute: 'targetingKey', operator: 'in', value: ['ada'] } })
    const rules = [rule('a', { condition, rollout }), listed]
    assert.deepEqual(attributesIn({ rules, fallthrough: null }), ['country', 'orders', 'company.id'])
  })
})

test('a file is known by its form', () => {
  const cases: readonly [file: unknown, format: string | undefined][] = [
    [{ format: 'plinth-flags', flags: [] }, 'plinth'],
    [{ version: 2, features: [] }, 'unleash'],
    [{ features: {} }, 'growthbook'],
    [{ feature_states: [], project: {} }, 'flagsmith'],
    [{ environment: {}, features: {} }, 'flagsmith'],
    [{ flags: { a: { state: 'ENABLED' } } }, 'flagd'],
    [{ flags: { a: { variationType: 'BOOLEAN' } } }, 'eppo'],
    [{ other: 1 }, undefined],
    [null, undefined],
  ]
  for (const [file, format] of cases) assert.equal(formatOf(file), format, JSON.stringify(file))
})
