import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { changesOf, type Held, type Layer, layerFor, type Members, merge, NOTHING_SAID, sourceOf } from './layers.ts'
import { differencesOf, merged, type Resolution } from './merge-three.ts'

const names = ['a', 'b', 'c']
const held = (members: Members) =>
  new Map<string, Held>(Object.entries(members).map(([name, value]) => [name, { variable: `SETTING_${name}`, value }]))
const outside = (file: Members, variables: Members = {}) => ({ fallback: { a: 1, b: 1 }, file, held: held(variables) })
const layer = (members: Members, omitted: string[] = []): Layer => ({ members, omitted })

describe('layers', () => {
  for (const [name, file, said, variables, value, sources] of [
    ['the default holds where nobody says more', {}, NOTHING_SAID, {}, { a: 1, b: 1 }, 'default default default'],
    ['the file is above it', { b: 2 }, NOTHING_SAID, {}, { a: 1, b: 2 }, 'default file default'],
    ['the database is above the file', { b: 2 }, layer({ b: 3 }), {}, { a: 1, b: 3 }, 'default database default'],
    ['a variable is above all', { b: 2 }, layer({ b: 3 }), { b: 4 }, { a: 1, b: 4 }, 'default environment default'],
    ['what is taken away is not there', { c: 2 }, layer({}, ['c']), {}, { a: 1, b: 1 }, 'default default database'],
    ['a variable brings it back', {}, layer({}, ['c']), { c: 5 }, { a: 1, b: 1, c: 5 }, 'default default environment'],
  ] as const)
    test(`${name}`, () => {
      const beside = outside(file, variables)
      assert.deepEqual(merge(beside, said), value)
      assert.equal(names.map((one) => sourceOf(one, beside, said)).join(' '), sources)
    })

  for (const [name, file, before, value, inherit, after] of [
    ['what is as beneath is not said', { b: 2 }, NOTHING_SAID, { a: 1, b: 2 }, [], NOTHING_SAID],
    ['what differs is said', { b: 2 }, NOTHING_SAID, { a: 1, b: 3, c: 1 }, [], layer({ b: 3, c: 1 })],
    ['what was said stays said, also as beneath', {}, layer({ a: 2 }), { a: 1, b: 1 }, [], layer({ a: 1 })],
    ['what is left out of the file is taken away', { c: 2 }, NOTHING_SAID, { a: 1, b: 1 }, [], layer({}, ['c'])],
    ['what was said alone and is left out is said no more', {}, layer({ c: 2 }), { a: 1, b: 1 }, [], NOTHING_SAID],
    ['what shall follow is said no more', { b: 2 }, layer({ b: 3 }), { a: 1, b: 3 }, ['b'], NOTHING_SAID],
  ] as const)
    test(`of a change: ${name}`, () => {
      assert.deepEqual(layerFor({ names, value, inherit }, outside(file), before), after)
    })

  test('of a change: a held member stays as it was said', () => {
    const after = layerFor({ names, value: { a: 9, b: 1 }, inherit: [] }, outside({}, { a: 9 }), layer({ a: 2 }))
    assert.deepEqual(after, layer({ a: 2 }))
  })

  test('a difference names what was and what is', () => {
    assert.deepEqual(changesOf({ a: 1, b: [1] }, { b: [1], c: 2 }), { a: [1, null], c: [null, 2] })
  })
})

describe('three sides of a member', () => {
  const none = NOTHING_SAID
  const is = (value: unknown): Layer => layer({ a: value })
  for (const [name, base, ours, theirs, resolutions, outcome, result] of [
    ['nobody changed it', is(1), is(1), is(1), {}, undefined, is(1)],
    ['both changed it alike', is(1), is(2), is(2), {}, undefined, is(2)],
    ['the file alone changed it', is(1), is(1), is(2), {}, 'take', is(2)],
    ['the file alone took it back', is(1), is(1), none, {}, 'take', none],
    ['the file alone takes it away', none, none, layer({}, ['a']), {}, 'take', layer({}, ['a'])],
    ['we alone changed it', is(1), is(2), is(1), {}, 'keep', is(2)],
    ['both changed it', is(1), is(2), is(3), {}, 'conflict', is(2)],
    ['both changed it, ours is kept', is(1), is(2), is(3), { 's.a': 'keep' }, 'keep', is(2)],
    ['both changed it, theirs is taken by the key', is(1), is(2), is(3), { s: 'take' }, 'take', is(3)],
    ['what we alone changed is taken back', is(1), is(2), is(1), { 's.a': 'take' }, 'take', is(1)],
  ] as const)
    test(name, () => {
      const setting = { names, outside: outside({}) }
      const found = differencesOf('s', setting, { base, ours, theirs }, resolutions as Record<string, Resolution>)
      assert.deepEqual(
        found.map((one) => one.outcome),
        outcome === undefined ? [] : [outcome],
      )
      assert.deepEqual(merged(names, ours, found), result)
    })

  test('what a variable holds, and what is not known here, waits until it is kept', () => {
    const sides = { base: NOTHING_SAID, ours: NOTHING_SAID, theirs: is(1) }
    const outcomes = (setting: Parameters<typeof differencesOf>[1], resolutions = {}) =>
      differencesOf('s', setting, sides, resolutions).map(({ outcome }) => outcome)
    const setting = { names, outside: outside({}, { a: 7 }) }
    assert.deepEqual([outcomes(setting), outcomes(setting, { 's.a': 'keep' })], [['held'], ['keep']])
    assert.deepEqual([outcomes(undefined, { s: 'take' }), outcomes(undefined, { s: 'keep' })], [['unknown'], ['keep']])
    assert.deepEqual(outcomes({ ...setting, names: ['b'] }), ['unknown'])
  })
})
