import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { Value } from 'typebox/value'
import { countsOf, ownFiles, pieces, rowsOf, shipped, told } from '../../../../../test/support/broker-files.ts'
import { detectProfiles } from './detect.ts'
import { profileFaults } from './faults.ts'
import { type Profile, profileSchema } from './profile.ts'
import { shippedProfiles } from './shipped.ts'
import { suggestProfile } from './suggest.ts'

const HEADER = 'Symbol,Side,Quantity,Price,Date,Commission,Currency'
const generic = shipped('generic-executions')
const linesOf = async (text: string | Uint8Array, profile = generic): Promise<string[]> =>
  (await rowsOf(pieces(text), profile)).map(told)

describe('rows', () => {
  const cases: readonly [row: string, end: string][] = [
    ['AAPL,buy,10,100,2026-01-15,1,USD', 'buy 10 AAPL stock USD @100 2026-01-14T23:00:00Z fees 1 (commission 1)'],
    [
      'AAPL,sell,10,100,2026-01-15,-0.25,USD',
      'sell 10 AAPL stock USD @100 2026-01-14T23:00:00Z fees -0.25 (commission -0.25)',
    ],
    ['SPY260130C00690000,sell,2,0,2026-01-30,,USD', 'sell 2 SPY260130C00690000 option USD @0 2026-01-29T23:00:00Z'],
    ['@SUM,buy,1,1,2026-01-15,,USD', 'buy 1 @SUM stock USD @1 2026-01-14T23:00:00Z'],
    ['=HYPERLINK,buy,1,1,2026-01-15,,USD', 'buy 1 =HYPERLINK stock USD @1 2026-01-14T23:00:00Z'],
    ['+AAPL,buy,="10",="100.5",2026-01-15,,USD', 'buy 10 +AAPL stock USD @100.5 2026-01-14T23:00:00Z'],
    ['AAPL,buy,10,100,2026-01-15', 'buy 10 AAPL stock @100 2026-01-14T23:00:00Z'],
    ['AAPL,buy,-10,100,2026-01-15,,', 'error quantity-negative (Quantity)'],
    ['AAPL,buy,0,100,2026-01-15,,', 'error quantity-zero (Quantity)'],
    ['AAPL,buy,,100,2026-01-15,,', 'error quantity-missing (Quantity)'],
    ['AAPL,buy,10,-100,2026-01-15,,', 'error price-negative (Price)'],
    ['AAPL,buy,10,,2026-01-15,,', 'error price-missing (Price)'],
    ['AAPL,buy,NaN,100,2026-01-15,,', 'error number-not-understood (Quantity)'],
    ['AAPL,buy,1e400,100,2026-01-15,,', 'error number-not-understood (Quantity)'],
    [`AAPL,buy,${'9'.repeat(30)},100,2026-01-15,,`, 'error number-out-of-range (Quantity)'],
    ['AAPL,buy,10,100,0024-01-15,,', 'error date-out-of-range (Date)'],
    ['AAPL,buy,10,100,2026-02-31,,', 'error date-does-not-exist (Date)'],
    ['AAPL,hold,10,100,2026-01-15,,', 'error side-unknown (Side)'],
    [',buy,10,100,2026-01-15,,', 'error symbol-missing (Symbol)'],
    ['<b>AAPL</b>,buy,10,100,2026-01-15,,', 'error symbol-not-understood (Symbol)'],
    [`${'A'.repeat(65)},buy,10,100,2026-01-15,,`, 'error symbol-too-long (Symbol)'],
    ['AAPL,buy,10,100,2026-01-15,,US DOLLARS', 'error currency-not-understood (Currency)'],
    ['AA\u0000PL,buy,10,100,2026-01-15,,', 'error control-characters'],
    ['AAPL,buy,10,100,2026-01-15,,US\u001bD', 'error control-characters'],
    ['AA\u202ePL,buy,10,100,2026-01-15,,', 'error symbol-not-understood (Symbol)'],
    ['AAPL,buy,10,100,2026-03-29 02:30:00,,', 'error time-does-not-exist (Date)'],
    ['AAPL,buy,=1+1,100,2026-01-15,,', 'error number-not-understood (Quantity)'],
    ['AAPL,buy,10,-Infinity,2026-01-15,,', 'error number-not-understood (Price)'],
    [`AAPL,buy,10,${'9'.repeat(81)},2026-01-15,,`, 'error number-not-understood (Price)'],
    ['AAPL,buy,10,100,=NOW(),,', 'error date-not-understood (Date)'],
    ["AAPL,=cmd|'/c calc'!A1,10,100,2026-01-15,,", 'error side-unknown (Side)'],
    ['AAPL,buy,10,100,2026-01-15,1e999,', 'error number-not-understood (Commission)'],
    [HEADER, 'skipped repeated-header'],
    [',,,,,,', 'skipped blank-row'],
    ['', 'skipped blank-row'],
  ]
  for (const [row, end] of cases)
    test(`${JSON.stringify(row.slice(0, 60))} ends as ${end}`, async () => {
      assert.deepEqual(await linesOf(`${HEADER}\n${row}\nAAPL,buy,1,1,2026-01-15,,USD\n`), [
        `2 | ${end}`,
        '3 | buy 1 AAPL stock USD @1 2026-01-14T23:00:00Z',
      ])
    })

  test('line breaks within quotes, doubled quotes and stray ones are what they say', async () => {
    const rows = await rowsOf(
      pieces(`${HEADER}\r\n"A""B\r\nC",buy,1,1,2026-01-15,,\r\nAA"PL,buy,1,1,2026-01-15,,`),
      generic,
    )
    assert.deepEqual(rows.map(told), [
      '2 | error symbol-not-understood (Symbol)',
      '3 | error symbol-not-understood (Symbol)',
    ])
    assert.equal(rows[0]?.raw, '"A""B\r\nC",buy,1,1,2026-01-15,,')
  })

  for (const [name, profile] of [
    ['thinkorswim.csv', 'thinkorswim'],
    ['ibkr-flex.xml', 'ibkr-flex-xml'],
    ['schwab-equity-awards.json', 'schwab-equity-awards'],
  ] as const)
    test(`${name} reads the same cut anywhere`, async () => {
      const bytes = readFileSync(new URL(`made/${name}`, ownFiles))
      const whole = await rowsOf(pieces(bytes), shipped(profile))
      const single = await rowsOf(pieces(...Array.from(bytes, (byte) => Uint8Array.of(byte))), shipped(profile))
      assert.deepEqual(single, whole)
    })

  test('values of JSON keep the digits that they are written with, and words of the language mean nothing in it', async () => {
    const details = '[{"Details":{"SalePrice":137.900000000000000001}}]'
    const sale = `{"Date":"01/29/2026","Action":"Sale","Symbol":"A\\u0042","Quantity":0.1,"Description":"}\\\\","__proto__":{"Symbol":"X"},"TransactionDetails":${details}}`
    assert.deepEqual(await linesOf(`{"a\\"]":"}","Transactions":[${sale}],"b":{}}`, shipped('schwab-equity-awards')), [
      '1 | sell 0.1 AB stock USD @137.900000000000000001 2026-01-29T05:00:00Z close',
    ])
    const own = structuredClone(shipped('schwab-equity-awards')) as Profile
    const table = own.tables[0]
    if (table?.fill !== undefined) table.fill.symbol = { columns: ['constructor', '__proto__', 'Symbol'] }
    assert.match((await linesOf(`{"Transactions":[${sale}]}`, own))[0] ?? '', /^1 \| sell 0\.1 AB /)
    const control = sale.replace('\\u0042', '\\u0000')
    assert.deepEqual(await linesOf(`{"Transactions":[${control}]}`, shipped('schwab-equity-awards')), [
      '1 | error control-characters',
    ])
  })

  test('the order of fills of one instant is the broker’s, whichever end the file begins with', async () => {
    const early = 'A,buy,1,1,2026-01-15 10:00:00,,'
    const late = 'A,sell,1,1,2026-01-15 11:00:00,,\nB,sell,1,1,2026-01-15 11:00:00,,'
    const orders = async (text: string): Promise<(number | null)[]> =>
      (await rowsOf(pieces(text), generic)).map((row) =>
        row.outcome === 'read' && row.records[0]?.type === 'fill' ? row.records[0].order : null,
      )
    assert.deepEqual(await orders(`${HEADER}\n${early}\n${late}\n`), [16, 24, 32])
    assert.deepEqual(await orders(`${HEADER}\n${late}\n${early}\n`), [-16, -24, -32])
  })
})

describe('encodings and delimiters', () => {
  const text =
    'Datum,Konto,Typ av transaktion,Värdepapper/beskrivning,Antal,Kurs,Belopp,Valuta,Courtage,ISIN\n2026-01-15,1,Köp,Räntefond,2,"10,5",-21,SEK,0,SE0000000001\n'
      .replaceAll(',', ';')
      .replaceAll('"10;5"', '10,5')
  const utf16 = Buffer.from(`\ufeff${text}`, 'utf16le')
  const cases: readonly [name: string, bytes: Buffer, encoding: string][] = [
    ['UTF-8', Buffer.from(text), 'utf-8'],
    ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${text}`), 'utf-8'],
    ['UTF-16 of Windows', utf16, 'utf-16le'],
    ['UTF-16 without a byte order mark', utf16.subarray(2), 'utf-16le'],
    ['UTF-16, the other way round', Buffer.from(utf16).swap16(), 'utf-16be'],
    ['the code page of Western Windows', Buffer.from(text, 'latin1'), 'windows-1252'],
    ['carriage returns only', Buffer.from(text.replaceAll('\n', '\r')), 'utf-8'],
  ]
  for (const [name, bytes, encoding] of cases)
    test(`${name} is detected and read`, async () => {
      const [best] = detectProfiles(bytes, shippedProfiles)
      assert.deepEqual([best?.profile.id, best?.encoding, best?.delimiter], ['avanza', encoding, ';'])
      const rows = await rowsOf(pieces(bytes), shipped('avanza'))
      assert.deepEqual(rows.map(told), ['2 | buy 2 SE0000000001 stock @10.5 2026-01-14T23:00:00Z'])
    })

  for (const delimiter of [',', ';', '\t', '|'])
    test(`columns parted by ${JSON.stringify(delimiter)} are found below a preamble`, async () => {
      const file = `Statement of X\n\n${HEADER}\nAAPL,buy,1,1,2026-01-15,,USD\n`.replaceAll(',', delimiter)
      assert.deepEqual(await linesOf(file), [
        '1 | skipped preamble',
        '2 | skipped blank-row',
        '4 | buy 1 AAPL stock USD @1 2026-01-14T23:00:00Z',
      ])
    })

  for (const signature of ['PK\u0003\u0004', '%PDF-1.7'])
    test(`${JSON.stringify(signature)} is no text`, () => {
      assert.throws(() => detectProfiles(Buffer.from(`${signature} more`), shippedProfiles), { code: 'not-text' })
    })
})

describe('a trader’s own profile', () => {
  const own = (change: (profile: Profile) => unknown): unknown => change(structuredClone(generic) as Profile)
  const faults: readonly [name: string, profile: unknown, pointer: string][] = [
    ['a zone of nowhere', own((one) => ({ ...one, zone: 'Mars/Olympus' })), '/zone'],
    ['a date without a day', own((one) => ({ ...one, dates: ['HH:mm'] })), '/dates/0'],
    ['no header', own((one) => ({ ...one, tables: [{ headers: [], rules: [{ skip: 'all' }] }] })), '/tables/0/headers'],
    ['sections without names', own((one) => ({ ...one, format: 'labelled' })), '/tables/0/sections'],
    [
      'a rule that says nothing',
      own((one) => ({ ...one, tables: [{ headers: [['A']], rules: [{}] }] })),
      '/tables/0/rules/0',
    ],
    [
      'a record of nothing',
      own((one) => ({ ...one, tables: [{ headers: [['A']], rules: [{ records: [{}] }] }] })),
      '/tables/0/rules/0/records/0',
    ],
    [
      'a fill without a price',
      own((one) => ({
        ...one,
        tables: [
          {
            headers: [['A']],
            rules: [
              { records: [{ fill: { symbol: 'A', side: { constant: 'buy' }, quantity: 'B', executedAt: 'C' } }] },
            ],
          },
        ],
      })),
      '/tables/0/rules/0/records/0/fill/price',
    ],
    [
      'a side of two minds',
      own((one) => ({
        ...one,
        tables: [
          {
            headers: [['A']],
            rules: [
              {
                records: [
                  {
                    fill: {
                      symbol: 'A',
                      side: { constant: 'buy', sign: 'B' },
                      quantity: 'B',
                      price: 'P',
                      executedAt: 'C',
                    },
                  },
                ],
              },
            ],
          },
        ],
      })),
      '/tables/0/rules/0/records/0/fill/side',
    ],
    [
      'an unknown asset class',
      own((one) => ({
        ...one,
        tables: [
          {
            headers: [['A']],
            fill: { ...one.tables[0]?.fill, assetClass: { constant: 'house' } },
            rules: [{ records: [{ fill: {} }] }],
          },
        ],
      })),
      '/tables/0/rules/0/records/0/fill/assetClass',
    ],
    [
      'an unknown kind of cash',
      own((one) => ({
        ...one,
        tables: [
          {
            headers: [['A']],
            rules: [{ records: [{ cash: { kind: { constant: 'gift' }, amount: 'B', happenedAt: 'C' } }] }],
          },
        ],
      })),
      '/tables/0/rules/0/records/0/cash/kind',
    ],
    [
      'a pattern of two names in a row',
      own((one) => ({
        ...one,
        tables: [
          { headers: [['A']], extract: [{ column: 'A', patterns: [{ text: '{a}{b}' }] }], rules: [{ skip: 'all' }] },
        ],
      })),
      '/tables/0/extract/0/patterns/0/text',
    ],
  ]
  for (const [name, profile, pointer] of faults)
    test(`${name} is refused at ${pointer}`, () => {
      assert.ok(Value.Check(profileSchema, profile))
      assert.deepEqual(
        profileFaults(profile).map((fault) => fault.pointer),
        [pointer],
      )
    })

  test('is bounded, and holds no code', () => {
    for (const wrong of [
      own((one) => ({ ...one, regex: '(a+)+$' })),
      own((one) => ({ ...one, tables: Array.from({ length: 25 }, () => one.tables[0]) })),
      own((one) => ({
        ...one,
        tables: [{ ...one.tables[0], rules: Array.from({ length: 101 }, () => ({ skip: 'a' })) }],
      })),
      own((one) => ({ ...one, id: '../etc' })),
    ])
      assert.equal(Value.Check(profileSchema, wrong), false)
  })
})

describe('a file that nobody knows', () => {
  const german =
    'Depot 4711\n\nDatum;Uhrzeit;Wertpapier;Kauf/Verkauf;Stück;Kurs;Währung;Provision\n31.01.2026;15:30:05;SAP;Kauf;1.000;230,45;EUR;4,90\n03.02.2026;09:00:00;SAP;Verkauf;1.000;231,00;EUR;4,90\n'
  const signed =
    'Ticker,Trade Date,Shares,Trade Price,Notes\nAAPL,01/15/2026,10,250.10,=cmd\nAAPL,01/16/2026,-10,251,x\n'
  const cases: readonly [name: string, file: string, rows: string[]][] = [
    [
      'in German',
      german,
      [
        '1 | skipped preamble',
        '2 | skipped blank-row',
        '4 | buy 1000 SAP stock EUR @230.45 2026-01-31T14:30:05Z fees 4.9 (commission 4.9)',
        '5 | sell 1000 SAP stock EUR @231 2026-02-03T08:00:00Z fees 4.9 (commission 4.9)',
      ],
    ],
    [
      'with the side in the sign',
      signed,
      ['2 | buy 10 AAPL stock @250.1 2026-01-14T23:00:00Z', '3 | sell 10 AAPL stock @251 2026-01-15T23:00:00Z'],
    ],
  ]
  for (const [name, file, rows] of cases)
    test(`${name} gets a profile that reads it`, async () => {
      const suggestion = suggestProfile(Buffer.from(file))
      assert.ok(suggestion !== null && Value.Check(profileSchema, suggestion.profile))
      assert.deepEqual(profileFaults(suggestion.profile), [])
      assert.deepEqual(await linesOf(file, suggestion.profile), rows)
      assert.equal(suggestion.rows.length, 2)
    })

  test('gets what is lacking told', () => {
    const suggestion = suggestProfile(Buffer.from('Ticker,Shares,Remark\nAAPL,10,x\n'))
    assert.deepEqual(suggestion?.headers, ['Ticker', 'Shares', 'Remark'])
    assert.deepEqual(
      profileFaults(suggestion.profile).map(({ pointer }) => pointer),
      ['/tables/0/rules/0/records/0/fill/executedAt', '/tables/0/rules/0/records/0/fill/price'],
    )
    assert.equal(suggestProfile(Buffer.from('a,b\n1,2\n')), null)
    assert.equal(suggestProfile(Buffer.from('<a/>')), null)
  })

  test('is not taken for one of a broker', () => {
    assert.deepEqual(detectProfiles(Buffer.from('a,b\n1,2\n'), shippedProfiles), [])
    assert.deepEqual(countsOf([]), {})
  })
})
