import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Condition, Rule } from '@plinth/sdk/flags'
import { rebased } from '../../console/src/flags/changes/rebase.ts'
import { type ContentKind, differencesOf } from '../../console/src/flags/history/difference.ts'
import { ruleInWords } from '../../console/src/flags/history/rule-words.ts'

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
        'changed Everybody else gets: off > a split: on 50 %, off 50 %',
        'changed While it is off: off > the default of the caller',
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

  test('a ramp and a window are told with their hours', () => {
    const [startsAt, endsAt] = ['2026-11-22T10:00:00Z', '2026-11-23T10:00:00Z']
    const ramp = { ...bucketing, bucketBy: 'company', ramp: { from: 0, to: 100_000, startsAt, endsAt } }
    const words = ruleInWords(rule('a', { rollout: ramp, startsAt, endsAt: undefined as never }))
    assert.match(
      words,
      /^If country is KE, 0 % growing to 100 % from .*2026.* to .*2026.*, by company, from .*2026.*: on$/,
    )
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
