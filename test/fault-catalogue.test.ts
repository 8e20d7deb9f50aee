import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { catalogue } from './faults/catalogue/catalogue.ts'
import { type Edit, isWeakened } from './faults/catalogue/control.ts'
import { controls } from './faults/catalogue/controls/controls.ts'
import type { Proof } from './faults/catalogue/fault-case.ts'
import { unfounded } from './support/cited-tests.ts'
import { parseSource } from './support/parsed-source.ts'

const through = (letter: string, first: number, last: number): string[] =>
  Array.from({ length: last - first + 1 }, (_, at) => `${letter}${first + at}`)

/** What the server is held to; the rest of the numbers are of parts that do not exist. */
const EXPECTED = [
  ...through('F', 1, 12),
  ...through('F', 16, 25),
  ...through('F', 32, 47),
  ...through('F', 50, 53),
  ...through('F', 55, 61),
  ...through('F', 65, 66),
  ...through('S', 1, 24),
  ...through('J', 25, 43),
  ...through('M', 44, 51),
  ...through('P', 52, 80),
  ...through('T', 81, 86),
]

describe('the catalogue of faults', () => {
  test('holds every case once', () => {
    assert.deepEqual(
      catalogue.map(({ id }) => id),
      EXPECTED,
    )
  })

  test('names tests that exist', () => {
    assert.deepEqual(unfounded(catalogue.flatMap(({ proofs }) => proofs)), [])
  })

  test('shows each case by a test, or says what is open', () => {
    const silent = catalogue.filter(({ proofs, open }) => proofs.length === 0 && open === undefined)
    assert.deepEqual(silent, [])
  })

  test('would be refused with a test that nobody wrote, in a file that is not there or one that is', () => {
    const own = 'test/fault-catalogue.test.ts'
    assert.deepEqual(unfounded([{ file: own, test: 'holds every case once' }]), [])
    const invented = ['holds every case', 'twice'].join(' ')
    assert.deepEqual(unfounded([{ file: own, test: invented }]), [`no test in ${own} is named: ${invented}`])
    assert.deepEqual(unfounded([{ file: 'test/nowhere.test.ts', test: invented }]), [
      'there is no test/nowhere.test.ts',
    ])
  })
})

describe('the negative controls of the catalogue', () => {
  test('stand beside every case, and beside nothing else', () => {
    assert.deepEqual(Object.keys(controls).sort(), catalogue.map(({ id }) => id).sort())
  })

  test('are found by a test of their case', () => {
    const foreign = catalogue.flatMap(({ id, proofs }) => {
      const control = controls[id]
      if (control === undefined) return []
      const finder = isWeakened(control) ? control.caughtBy : control.shown
      return proofs.some((proof) => isSame(proof, finder)) ? [] : [`${id}: ${finder.file}: ${finder.test}`]
    })
    assert.deepEqual(foreign, [])
  })

  test('take away a guard that stands once in its file, and leave a program', () => {
    const edits = Object.values(controls).flatMap((control) => (isWeakened(control) ? control.without : []))
    assert.deepEqual(
      edits.flatMap((edit) => faultOf(edit) ?? []),
      [],
    )
  })

  test('would be refused with a guard that is not there, or without a program', () => {
    const file = 'test/faults/catalogue/control.ts'
    const guard = 'export function isWeakened'
    assert.equal(faultOf({ file, guard, instead: 'export function other' }), undefined)
    assert.match(faultOf({ file, guard: `${guard}Twice`, instead: '' }) ?? '', /stands 0 times/)
    assert.match(faultOf({ file, guard, instead: 'export )(' }) ?? '', /is no program/)
    assert.match(faultOf({ file, guard, instead: guard }) ?? '', /changes nothing/)
  })
})

function isSame(one: Proof, other: Proof): boolean {
  return one.file === other.file && one.test === other.test
}

function faultOf({ file, guard, instead }: Edit): string | undefined {
  const path = join(import.meta.dirname, '..', file)
  if (!existsSync(path)) return `there is no ${file}`
  const source = readFileSync(path, 'utf8')
  const count = source.split(guard).length - 1
  if (count !== 1) return `${file}: "${guard}" stands ${count} times`
  if (guard === instead) return `${file}: "${guard}" changes nothing`
  const { syntaxErrors } = parseSource(
    file,
    source.replace(guard, () => instead),
  )
  return syntaxErrors.length === 0 ? undefined : `${file}: without "${guard}" it is no program: ${syntaxErrors[0]}`
}
