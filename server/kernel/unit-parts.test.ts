import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { newId } from './id.ts'
import { joinParts, type UnitPart } from './unit-parts.ts'

const migrations = new URL('./', import.meta.url)
const part = (more: Partial<UnitPart>): UnitPart => ({
  ...{ routes: [], problems: [], permissions: {}, events: [] },
  ...more,
})
const exporting = (exports: readonly string[], exported: object | null): UnitPart =>
  part({ exports, exportPerson: async () => exported })

describe('a unit of parts', () => {
  test('exports of a person what every part knows', async () => {
    const unit = joinParts('unit', migrations, [
      exporting(['fills', 'notes'], { fills: [1] }),
      part({}),
      exporting(['entries'], null),
    ])
    assert.deepEqual(await unit.exportPerson?.(newId<'user'>()), { fills: [1] })
    const empty = joinParts('unit', migrations, [exporting(['fills'], null)])
    assert.equal(await empty.exportPerson?.(newId<'user'>()), null)
  })

  const wrong: [string, UnitPart[], RegExp][] = [
    [
      'two parts that export the same',
      [exporting(['notes', 'fills'], null), exporting(['notes'], null)],
      /^two parts declare notes$/,
    ],
    [
      'a part that exports and does not say what',
      [part({ exportPerson: async () => null })],
      /^a part that exports what it holds of a person names it in `exports`$/,
    ],
    [
      'two parts that declare the same permission',
      [part({ permissions: { 'unit:use': 'Use it' } }), part({ permissions: { 'unit:use': 'Use it' } })],
      /^two parts declare unit:use$/,
    ],
  ]
  for (const [what, parts, message] of wrong)
    test(`does not start with ${what}`, () => {
      assert.throws(() => joinParts('unit', migrations, parts), { name: 'TypeError', message })
    })

  test('refuses to export what no part named', async () => {
    const unit = joinParts('unit', migrations, [exporting(['fills'], { notes: [] })])
    await assert.rejects(async () => unit.exportPerson?.(newId<'user'>()), /exports notes and does not name it/)
  })
})
