import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { pieces, rowsOf, shipped, told } from '../../../../../test/support/broker-files.ts'
import { csvRows } from '../../../../kernel/csv.ts'
import { csvForm } from './csv-form.ts'
import type { Profile } from './profile.ts'
import { FileRefusal, type RefusalCode } from './refusal.ts'

const HEADER = 'Symbol,Side,Quantity,Price,Date,Commission,Currency'
const generic = shipped('generic-executions')
const linesOf = async (text: string | Uint8Array, profile = generic): Promise<string[]> =>
  (await rowsOf(pieces(text), profile)).map(told)

test('500,000 rows below a heading are taken', async () => {
  async function* texts(): AsyncGenerator<string> {
    yield `${HEADER}\n`
    for (let at = 0; at < 50; at += 1) yield 'a,b\n'.repeat(10_000)
  }
  let rows = 0
  for await (const some of csvRows(texts(), csvForm(','))) rows += some.length
  assert.equal(rows, 500_001)
})

describe('hostile files', () => {
  const flex = (inner: string): string => `<FlexQueryResponse><Trades>${inner}</Trades></FlexQueryResponse>`
  const xml = shipped('ibkr-flex-xml')
  const json = shipped('schwab-equity-awards')
  async function* endless(piece: string, count: number): AsyncGenerator<Uint8Array> {
    const bytes = Buffer.from(piece)
    yield Buffer.from(`${HEADER}\n`)
    for (let at = 0; at < count; at += 1) yield bytes
  }
  const cases: readonly [name: string, bytes: () => AsyncIterable<Uint8Array>, code: RefusalCode, profile?: Profile][] =
    [
      ['no bytes', () => pieces(''), 'empty'],
      ['blank lines only', () => pieces('\n\n\n'), 'empty'],
      ['no header', () => pieces('a,b,c\n1,2,3\n'), 'header-missing'],
      ['a line without end', () => endless('x'.repeat(65_536), 1000), 'row-too-long'],
      ['a quote without end', () => endless(`"${'x,'.repeat(32_768)}`, 1000), 'row-too-long'],
      ['ten thousand columns', () => endless(`${'x,'.repeat(10_000)}\n`, 1), 'too-many-columns'],
      ['more than 50 MB', () => endless(`${'x'.repeat(1023)}\n`.repeat(1024), 51), 'file-too-large'],
      ['more than 500,000 rows', () => endless('\n'.repeat(10_000), 51), 'too-many-rows'],
      [
        'a declared type',
        () => pieces('<!DOCTYPE a [<!ENTITY b "c">]>', flex('<Trade symbol="&b;"/>')),
        'xml-declares-types',
        xml,
      ],
      ['an entity of nobody', () => pieces(flex('<Trade symbol="&b;"/>')), 'not-xml', xml],
      ['elements within elements', () => pieces('<a>'.repeat(10_000)), 'xml-too-deep', xml],
      ['an attribute without end', () => endless(' ', 0), 'not-xml', xml],
      [
        'a long attribute',
        () => pieces('<FlexQueryResponse><Trade symbol="', 'x'.repeat(2_000_000)),
        'row-too-long',
        xml,
      ],
      [
        'many attributes',
        () => pieces(`<a ${Array.from({ length: 300 }, (_, at) => `a${at}=""`).join(' ')}/>`),
        'too-many-columns',
        xml,
      ],
      ['half an XML file', () => pieces('<FlexQueryResponse><Trades>'), 'not-xml', xml],
      ['a character that XML has not', () => pieces(flex('<Trade symbol="A&#1;"/>')), 'not-xml', xml],
      ['an attribute twice', () => pieces(flex('<Trade symbol="A" symbol="B"/>')), 'not-xml', xml],
      ['half a JSON file', () => pieces('{"Transactions":[{"Action":"Sale"}'), 'not-json', json],
      ['JSON with more behind it', () => pieces('{"Transactions":[]} {}'), 'not-json', json],
      ['JSON whose brackets cross', () => pieces('{"Transactions":[{"a":[1}]]}'), 'not-json', json],
      ['JSON with no records in its arrays', () => pieces('{"Transactions":[1,2]}'), 'not-json', json],
      ['JSON that is a list', () => pieces('[{"Action":"Sale"}]'), 'not-json', json],
      [
        'a JSON text without end',
        () => pieces('{"Transactions":[{"Action":"', 'x'.repeat(2_000_000)),
        'row-too-long',
        json,
      ],
      ['lists within lists', () => pieces(`{"Transactions":[{"a":${'['.repeat(10_000)}`), 'json-too-deep', json],
      [
        'a record of three hundred values',
        () => pieces(`{"Transactions":[{"a":[${'1,'.repeat(299)}1]}]}`),
        'too-many-columns',
        json,
      ],
    ]
  for (const [name, bytes, code, profile = generic] of cases)
    test(`${name}: refused as ${code}`, async () => {
      await assert.rejects(
        rowsOf(bytes(), profile),
        (error: unknown) => error instanceof FileRefusal && error.code === code,
      )
    })

  test('a quote that nobody closes is one faulty row', async () => {
    const file = `${HEADER}\nAAPL,buy,1,1,2026-01-15,,USD\n"AAPL,buy,1,1,2026-01-15,,USD\nAAPL,buy,1,1,2026-01-15,,USD\n`
    assert.deepEqual(await linesOf(file), [
      '2 | buy 1 AAPL stock USD @1 2026-01-14T23:00:00Z',
      '3 | error quote-not-closed',
    ])
  })

  test('a column that is there twice is one where both say the same, and a faulty row where they do not', async () => {
    const file = 'Symbol,Side,Quantity,Price,Date,Price\nAAPL,buy,1,100,2026-01-15,100\nAAPL,buy,1,100,2026-01-15,1\n'
    assert.deepEqual(await linesOf(file), [
      '2 | buy 1 AAPL stock @100 2026-01-14T23:00:00Z',
      '3 | error column-told-twice (Price)',
    ])
  })

  test('bytes that are no UTF-8 make no symbol', async () => {
    const file = Buffer.concat([
      Buffer.from(`${HEADER}\n`),
      Buffer.alloc(70_000, `${'-'.repeat(99)}\n`),
      Buffer.from([0x41, 0xff, 0xfe, 0x42]),
      Buffer.from(',buy,1,1,2026-01-15,,\n'),
    ])
    assert.equal((await linesOf(file)).at(-1), '702 | error symbol-not-understood (Symbol)')
  })

  test('what a row is kept as can be stored', async () => {
    const [row] = await rowsOf(pieces(`${HEADER}\nA\u0000B,${'x'.repeat(30_000)}\n`), generic)
    assert.equal(row?.raw.includes('\u0000'), false)
    assert.ok((row?.raw.length ?? 0) <= 20_000)
  })
})
