import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Condition } from '@plinth/sdk/flags'
import { describeCondition } from '../../console/src/flags/conditions/describe.ts'
import { operatorChoices } from '../../console/src/flags/conditions/operators.ts'
import { faultsBelow, groupOf, isComparison, regrouped, withOperator } from '../../console/src/flags/conditions/tree.ts'

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
      'country is KE and (user.age is at least 18 or is in the segment staff)',
    ],
    [{ not: { any: [kenya, adult] } }, 'not (country is KE or user.age is at least 18)'],
    [{ not: { segment: 'staff' } }, 'is not in the segment staff'],
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
