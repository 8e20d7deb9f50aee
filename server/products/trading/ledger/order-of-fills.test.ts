import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { holds } from '../../../../test/support/properties.ts'
import { inOrderOfMatching, type Placed } from './order-of-fills.ts'

interface Told extends Placed {
  readonly name: string
}

/** `BTO`, `STC` and so on say what a fill does, `B` and `S` do not, `EXP` sells what expires; after a colon comes the instant, after `#` the broker's name of it. */
function told(text: string): Told {
  const [, what = '', minute = '0', id] = /^(\w+)(?::(\d+))?(?:#(.+))?$/.exec(text) ?? []
  const effect = what.endsWith('TO') ? 'open' : what.endsWith('TC') ? 'close' : null
  return {
    name: text,
    kind: what === 'EXP' ? 'expiry' : 'fill',
    side: what.startsWith('B') ? 1 : -1,
    effect,
    external_id: id ?? null,
    executed_at: new Date(Number(minute) * 60_000),
  }
}

const ordered = (texts: readonly string[]): string[] => inOrderOfMatching(texts.map(told)).map(({ name }) => name)

const cases: readonly (readonly [string, string, string])[] = [
  ['what opens goes before what closes', 'STC BTO', 'BTO STC'],
  ['so it does short', 'BTC STO', 'STO BTC'],
  ['only of one instant', 'STC:1 BTO:2', 'STC:1 BTO:2'],
  ['what is turned round is closed before it is opened', 'STO STC', 'STC STO'],
  ['and the other way', 'BTO BTC', 'BTC BTO'],
  ['a day that sells more than it bought ends short', 'STO STC BTO', 'BTO STC STO'],
  ['both ways with nothing between say nothing', 'STO BTO', 'STO BTO'],
  ['all round nothing says who begins', 'STC STO BTC BTO', 'STC STO BTC BTO'],
  ['what says nothing keeps its place', 'S STC B BTO', 'S BTO B STC'],
  ['what expires was held', 'EXP BTO', 'BTO EXP'],
  ['numbers of the broker count before the file', 'B#10 S#9', 'S#9 B#10'],
  ['and longer ones after shorter', 'B#123456789012345678901 S#99', 'S#99 B#123456789012345678901'],
  ['not unless each has one', 'B#10 S#9 B', 'B#10 S#9 B'],
  ['nor names that are no numbers', 'B#10 S#9 B#T1', 'B#10 S#9 B#T1'],
  ['what they do counts before their numbers', 'STC#1 BTO#2 BTO#1', 'BTO#1 BTO#2 STC#1'],
]

describe('at one instant', () => {
  for (const [name, given, expected] of cases)
    test(name, () => assert.deepEqual(ordered(given.split(' ')), expected.split(' ')))

  const what = fc.constantFrom('B', 'S', 'BTO', 'STO', 'BTC', 'STC', 'EXP')
  const texts = fc.array(what, { maxLength: 10, size: 'max' })
  const namesOf = (fills: readonly Told[]): string[] => inOrderOfMatching(fills).map(({ name }) => name)

  holds('numbered fills have one order, whichever the file had', [texts, fc.func(fc.nat())], (some, place) => {
    const fills = some.map((one, at) => told(`${one}#${at + 7}`))
    const others = fills.toSorted((one, other) => place(one.name) - place(other.name))
    assert.deepEqual(namesOf(others), namesOf(fills))
  })

  holds('fills of other instants change nothing', [texts, texts], (some, more) => {
    const [fills, later] = [
      some.map((one, at) => told(`${one}:1#x${at}`)),
      more.map((one, at) => told(`${one}:2#y${at}`)),
    ]
    assert.deepEqual(namesOf([...fills, ...later]), [...namesOf(fills), ...namesOf(later)])
    assert.deepEqual(namesOf(fills).sort(), fills.map(({ name }) => name).sort())
  })

  holds('of one way nothing is closed before all is opened', [fc.array(fc.boolean(), { maxLength: 10 })], (opens) => {
    const fills = opens.map((isOpen, at) => told(`${isOpen ? 'BTO' : 'STC'}#n${at}`))
    const [entries, exits] = [fills.filter((_, at) => opens[at]), fills.filter((_, at) => !opens[at])]
    assert.deepEqual(
      namesOf(fills),
      [...entries, ...exits].map(({ name }) => name),
    )
  })
})
