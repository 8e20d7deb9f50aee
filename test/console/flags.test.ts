import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Condition } from '@plinth/sdk/flags'
import fc from 'fast-check'
import { describeCondition } from '../../console/src/flags/conditions/describe.ts'
import { operatorChoices } from '../../console/src/flags/conditions/operators.ts'
import { faultsBelow, groupOf, isComparison, regrouped, withOperator } from '../../console/src/flags/conditions/tree.ts'
import {
  type Draft,
  type DraftRule,
  faultsIn,
  isSame,
  percentIn,
  shareIn,
  wantedOf,
  withBucketBy,
  withRolloutKind,
  withServeKind,
} from '../../console/src/flags/draft.ts'
import { flagContent, flagInput, flagRules, flagValues, newFlagValues } from '../../console/src/flags/flag-values.ts'
import { describeRule, describeServe, placeInWords } from '../../console/src/flags/targeting-words.ts'

const kenya: Condition = { attribute: 'country', operator: 'equals', value: 'KE' }
const adult: Condition = { attribute: 'user.age', operator: 'greater-or-equal', value: 18 }

describe('conditions of flags in words', () => {
  const spoken: readonly (readonly [Condition | undefined, string])[] = [
    [undefined, 'everybody'],
    [{ all: [] }, 'everybody'],
    [{ any: [] }, 'nobody'],
    [{ attribute: 'country', operator: 'in', value: ['NG', 'KE'] }, 'country is one of NG, KE'],
    [{ not: { attribute: 'country', operator: 'in', value: ['NG'] } }, 'country is none of NG'],
    [
      { all: [kenya, { any: [adult, { segment: 'staff' }] }] },
      'country is KE and (user.age is at least 18 or the caller is in the segment staff)',
    ],
    [{ not: { any: [kenya, adult] } }, 'not (country is KE or user.age is at least 18)'],
    [{ not: { segment: 'staff' } }, 'the caller is not in the segment staff'],
    [{ flag: 'new-checkout', variants: ['on', 'half'] }, 'the flag new-checkout serves on or half'],
    [
      { attribute: 'email', operator: 'ends-with', value: '@example.com', ignoreCase: true },
      'email ends with @example.com (in any case)',
    ],
    [{ attribute: 'age', operator: 'between', value: [18, 30] }, 'age is between 18 and 30'],
    [{ attribute: 'email', operator: 'exists' }, 'email is known'],
    [{ not: { attribute: 'app', operator: 'semver-less', value: '2.0.0' } }, 'app not: is older than version 2.0.0'],
    [
      { attribute: 'id', operator: 'in', value: ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'] },
      'id is one of a, b, c, d, e, f, g, h and 2 more',
    ],
    [{ attribute: '', operator: 'equals', value: '' }, '? is ?'],
    [{ as: 'unleash', attribute: 'plan', operator: 'IN', value: ['pro'] }, 'plan IN pro (as unleash has it)'],
    [
      { bucket: { hash: 'fractional-v3', salt: 's', ranges: [[0, 5000]] } },
      'the bucket of targetingKey is in 0 to 5000',
    ],
    [{ logic: { '==': [1, 1] } }, 'an expression of JSONLogic'],
  ]
  for (const [condition, words] of spoken) {
    test(words, () => assert.equal(describeCondition(condition), words))
  }

  test('every operator can be chosen, and an opposite that is held although it reads badly', () => {
    const valuesOf = (chosen: string) => operatorChoices(chosen).flatMap(({ items }) => items.map(({ value }) => value))
    assert.equal(valuesOf('equals').filter((value) => !value.startsWith('not ')).length, 23)
    assert.ok(!valuesOf('equals').includes('not less'))
    assert.ok(valuesOf('not less').includes('not less'))
  })
})

describe('conditions of flags as they are edited', () => {
  test('what stands alone is a group of one, and stays alone until there is another', () => {
    assert.deepEqual(groupOf(kenya).items, [kenya])
    assert.equal(groupOf(kenya).placeOf(0), '')
    assert.deepEqual(regrouped(kenya, 'all', [adult]), adult)
    assert.deepEqual(regrouped(kenya, 'all', [kenya, adult]), { all: [kenya, adult] })
    assert.deepEqual(regrouped(kenya, 'all', []), { all: [] })
  })

  test('groups say all, any, none and not all, each with the places of its parts', () => {
    const parts = [kenya, adult]
    const places = (['all', 'any', 'none', 'not-all'] as const).map((kind) => {
      const group = groupOf(regrouped({ all: [] }, kind, parts))
      assert.equal(group.kind, kind)
      assert.deepEqual(group.items, parts)
      return group.placeOf(1)
    })
    assert.deepEqual(places, ['all.1', 'any.1', 'not.any.1', 'not.all.1'])
  })

  test('another operator keeps a value that fits it', () => {
    assert.ok(isComparison(kenya))
    const several = withOperator(kenya, 'in')
    assert.deepEqual(several, { attribute: 'country', operator: 'in', value: ['KE'] })
    assert.deepEqual(withOperator(several, 'starts-with').value, ['KE'])
    assert.deepEqual(withOperator(several, 'equals').value, 'KE')
    assert.deepEqual(withOperator(several, 'between').value, ['', ''])
    assert.deepEqual(withOperator({ ...kenya, ignoreCase: true } as typeof kenya, 'exists'), {
      attribute: 'country',
      operator: 'exists',
    })
  })

  test('faults below a place keep the rest of theirs', () => {
    const faults = { 'rules.0.condition': 'a', 'rules.0.condition.all.1.value': 'b', 'rules.0.conditions': 'c' }
    assert.deepEqual(faultsBelow(faults, 'rules.0.condition'), { '': 'a', 'all.1.value': 'b' })
  })
})

const rule: DraftRule = { id: 'r1', condition: kenya, serve: { variant: 'on' } }
const draft: Draft = {
  enabled: true,
  offVariant: 'off',
  prerequisites: [],
  rules: [rule],
  fallthrough: { variant: 'off' },
}
const halves = withServeKind(null, 'split', ['on', 'off'])

describe('what a flag serves, as it is edited', () => {
  test('a share and the percentage of it lead to each other, in steps of a thousandth', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 100_000 }), (share) => shareIn(percentIn(share)) === share))
    for (const typed of ['', '101', '-1', '0.0001', 'half', '1e2', '100.001'])
      assert.ok(Number.isNaN(shareIn(typed)), typed)
    assert.equal(shareIn(' 12,345 '), 12_345)
  })

  test('what says nothing is not sent, and is no change', () => {
    const said = { ...rule, condition: { all: [] }, description: ' ', experiment: '' }
    assert.deepEqual(wantedOf({ ...draft, rules: [said] }).rules, [{ id: 'r1', serve: { variant: 'on' } }])
    assert.ok(isSame(draft, { ...draft, rules: [{ ...rule, description: '' }] }))
    assert.ok(!isSame(draft, { ...draft, rules: [] }))
  })

  test('another kind of rollout keeps its salt, so that whoever was in stays in', () => {
    const bucketing = { hash: 'fractional-v3', salt: 's', bucketBy: 'company' } as const
    const quarter: DraftRule = { ...rule, rollout: { ...bucketing, share: 25_000 } }
    const growing = withRolloutKind(quarter, 'ramp')
    assert.deepEqual(growing.rollout, { ...bucketing, ramp: { from: 25_000, to: 100_000, startsAt: '', endsAt: '' } })
    assert.deepEqual(withRolloutKind(growing, 'share').rollout, { ...bucketing, share: 100_000 })
    assert.ok(!('rollout' in withRolloutKind(quarter, 'all')))
    assert.deepEqual(withBucketBy(bucketing, ' user.id, device '), { ...bucketing, bucketBy: ['user.id', 'device'] })
    assert.deepEqual(withBucketBy(bucketing, ''), { hash: 'fractional-v3', salt: 's' })
  })

  test('a new split has equal parts that are the whole', () => {
    const thirds = withServeKind({ variant: 'a' }, 'split', ['a', 'b', 'c'])
    assert.equal(describeServe(thirds), '33.334 % a, 33.333 % b, 33.333 % c')
    assert.equal(withServeKind(thirds, 'default', []), null)
    assert.deepEqual(withServeKind(thirds, 'variant b', []), { variant: 'b' })
  })

  test('what is missing is told at its place', () => {
    const ramp = { from: Number.NaN, to: 1, startsAt: '', endsAt: '2027-01-01T00:00:00Z' }
    const split = { split: { weights: [{ variant: 'on', weight: Number.NaN }] } }
    const faults = faultsIn({
      ...draft,
      prerequisites: [{ flag: '', variants: [] }],
      rules: [
        { ...rule, rollout: { ramp }, serve: split },
        { ...rule, rollout: { share: Number.NaN } },
      ],
      fallthrough: { variant: '' },
    })
    assert.deepEqual(Object.keys(faults), [
      'prerequisites.0.flag',
      'prerequisites.0.variants',
      'rules.0.rollout.ramp.from',
      'rules.0.rollout.ramp.startsAt',
      'rules.0.serve.split.weights.0.weight',
      'rules.1.rollout.share',
      'fallthrough.variant',
    ])
    assert.deepEqual(
      ['rules.1.rollout.share', 'prerequisites.0.flag', 'variants.2.key', 'fallthrough', 'offVariant', ''].map(
        placeInWords,
      ),
      ['Rule 2', 'Prerequisite 1', 'Variant 3', 'Everybody else', 'While it is off', ''],
    )
    assert.deepEqual(faultsIn(draft), {})
  })

  test('a rule is one line', () => {
    assert.equal(describeRule({ ...rule, rollout: { share: 12_345 } }), 'If country is KE, 12.345 % of them: on')
    assert.equal(describeRule({ serve: halves }), 'Everybody: 50 % on, 50 % off')
    assert.match(
      describeRule({ startsAt: '2027-01-01T12:00:00Z', serve: null }),
      /^Everybody, from .*2027.*: the caller's default$/,
    )
  })
})

describe('a flag as it is entered', () => {
  test('is sent as it was read', () => {
    const content = {
      ...{ title: 'New', description: '', isPublic: true, isPermanent: false, staleAfterDays: 7 },
      variants: [{ key: 'red', value: { hex: '#f00' }, isOff: true }],
    }
    const read = {
      ...content,
      key: 'new',
      type: 'json',
      owner: { id: 'u1', name: 'Ada' },
      archivedAt: null,
    } as unknown as Parameters<typeof flagValues>[0]
    assert.deepEqual(flagInput(flagValues(read)), { ...content, ownerId: 'u1' })
    assert.deepEqual(flagContent(read), { ...content, ownerId: 'Ada', archived: false })
    assert.deepEqual(flagInput(newFlagValues).ownerId, null)
    assert.deepEqual(flagInput({ ...newFlagValues, staleAfterDays: ' 40 ' }).staleAfterDays, 40)
  })

  test('keys that are none, and what is no JSON, are told before they are sent', () => {
    assert.equal(flagRules.key('new-checkout_2'), null)
    for (const key of ['', 'a b', '-a', 'a'.repeat(121)]) assert.notEqual(flagRules.key(key), null, key)
    assert.notEqual(flagRules.variants.value(undefined), null)
    assert.equal(flagRules.variants.value(null), null)
  })
})
