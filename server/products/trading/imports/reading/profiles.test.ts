import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { Value } from 'typebox/value'
import {
  countsOf,
  ownFiles,
  readBest,
  sharedFiles,
  sharedFilesMissing,
  told,
} from '../../../../../test/support/broker-files.ts'
import { detectProfiles } from './detect.ts'
import { profileFaults } from './faults.ts'
import { type Profile, profileSchema } from './profile.ts'
import { shippedProfiles } from './shipped.ts'

const json = (file: URL): unknown => JSON.parse(readFileSync(file, 'utf8'))
const synthetic = new URL('synthetic/', ownFiles)
const made = new URL('made/', ownFiles)

describe('shipped profiles', () => {
  test('are at least twenty, each of an id of its own', () => {
    assert.ok(shippedProfiles.length >= 20)
    assert.equal(new Set(shippedProfiles.map(({ id }) => id)).size, shippedProfiles.length)
  })

  for (const profile of shippedProfiles)
    test(`${profile.id} is what a trader could have written`, () => {
      assert.deepEqual([...Value.Errors(profileSchema, profile)], [])
      assert.deepEqual(profileFaults(profile), [])
      assert.ok(JSON.stringify(profile).length < 64 * 1024)
    })
})

test('the profile that the guide shows is a sound one', () => {
  const guide = readFileSync(new URL('../../../../../docs/guides/import-profiles.md', import.meta.url), 'utf8')
  const [, shown = ''] = /```json\n(.*?)```/s.exec(guide) ?? []
  const profile = JSON.parse(shown) as Profile
  assert.deepEqual([...Value.Errors(profileSchema, profile)], [])
  assert.deepEqual(profileFaults(profile), [])
})

describe('files made for every project', () => {
  const { files } = json(new URL('EXPECTED.json', synthetic)) as {
    files: Record<string, { executions: number; nonTrade?: number; ignored?: number; cash?: number }>
  }
  const lines: Record<string, readonly string[]> = {
    'robinhood-activity.csv': [
      '2 | sell 10 AAPL stock @252.1 2026-01-16T05:00:00Z',
      '3 | buy 10 AAPL stock @248 2026-01-15T05:00:00Z',
      '4 | buy 2 SPY260130C00690000 option @3.1 2026-01-15T05:00:00Z open fees 0.06 (implied 0.06)',
      '5 | sell 2 SPY260130C00690000 option @4.25 2026-01-16T05:00:00Z close fees 0.12 (implied 0.12)',
      '6 | dividend 2.6 2026-01-16T05:00:00Z AAPL',
      '7 | skipped blank-row',
      '8 | skipped footer',
    ],
    // Of five executions one converts money: it is no fill, and what it moved is told in both currencies.
    'ibkr-activity-statement.csv': [
      '9 | buy 1000 AAPL stock USD @250.1 2026-01-15T14:30:01Z fees 5 (commission 5) reported 0',
      '10 | sell 1500 AAPL stock USD @252 2026-01-15T20:45:30Z fees 7.62 (commission 7.62) reported 1889.92',
      '11 | skipped summary-row',
      '12 | sell 2 SPY260130C00690000 option USD @3.05 2026-01-15T15:00:00Z fees 1.31 (commission 1.31) reported 0',
      '13 | buy 3 MESH6 future USD @6950.25 2026-01-15T15:05:00Z fees 1.86 (commission 1.86) reported 0',
      '14 | fx -10000 EUR 2026-01-15T16:00:00Z | fx 10812 USD 2026-01-15T16:00:00Z | fee -2 USD 2026-01-15T16:00:00Z',
      '15 | skipped summary-row',
      '17 | deposit 5000 USD 2026-01-15T05:00:00Z',
    ],
    'ninjatrader-executions-eu.csv': [
      '2 | buy 2 MESH26 future @6950.25 2026-01-15T14:30:01Z open fees 1.24 (commission 1.24) id ex-1',
      '3 | sell 3 MESH26 future @6955 2026-01-15T14:42:10Z close fees 1.86 (commission 1.86) id ex-2',
      '4 | buy 1 MESH26 future @6952.5 2026-01-15T14:50:00Z close fees 0.62 (commission 0.62) id ex-3',
    ],
    'tradovate-orders.csv': [
      '2 | buy 5 MNQH6 future @25010.25 2026-01-15T08:31:00Z id 1',
      '3 | sell 5 MNQH6 future @25020.75 2026-01-15T08:45:00Z id 2',
      '4 | skipped cancelled',
    ],
    // Quantity times price and the fee come to the 1425 that was paid.
    'binance-spot-trades.csv': [
      '2 | buy 0.014985 BTCUSDT crypto USDT @95000 2026-01-15T10:00:00Z fees 1.425 (fee 1.425)',
      '3 | sell 0.01 BTCUSDT crypto USDT @96000.5 2026-01-15T12:30:00Z fees 0.960005 (fee 0.960005)',
      '4 | sell 0.004985 BTCUSDT crypto USDT @96000.5 2026-01-15T12:30:00Z fees 0 (0.0006 BNB unconverted)',
    ],
    'template-executions.csv': [
      '2 | sell 50 NVDA stock USD @186.2 2026-01-15T14:47:59Z fees 0.2 (sec 0.19, taf 0.01)',
      '3 | buy 25 NVDA stock USD @185.1 2026-01-15T14:58:22Z',
      '4 | buy 25 NVDA stock USD @187 2026-01-15T15:08:45Z',
    ],
  }

  for (const [name, { executions, nonTrade, ignored, cash }] of Object.entries(files))
    test(`${name} holds ${executions} executions`, async () => {
      const { rows } = await readBest(new URL(name, synthetic))
      const counted = rows.filter((row) => !(row.outcome === 'skipped' && row.reason === 'other-section'))
      assert.deepEqual(counted.map(told), lines[name])
      const ofKind = (is: (kinds: readonly string[]) => boolean): number =>
        rows.filter(
          (row) => row.outcome === 'read' && is(row.records.map((one) => (one.type === 'cash' ? one.kind : 'fill'))),
        ).length
      assert.equal(
        ofKind((kinds) => kinds.includes('fill') || kinds.includes('fx')),
        executions,
      )
      const movements = ofKind((kinds) => !kinds.includes('fill') && !kinds.includes('fx'))
      if (nonTrade !== undefined) assert.equal(movements, nonTrade)
      if (cash !== undefined) assert.equal(movements, cash)
      if (ignored !== undefined) assert.equal(rows.filter(({ outcome }) => outcome !== 'read').length, ignored)
    })
})

describe('files of our own', () => {
  const expected = json(new URL('EXPECTED.json', made)) as Record<string, { profile: string; rows: string[] }>

  test('have all been told what they hold', () => {
    const files = readdirSync(made).filter((name) => name !== 'EXPECTED.json')
    assert.deepEqual(files.sort(), Object.keys(expected).sort())
  })

  for (const [name, { profile, rows }] of Object.entries(expected))
    test(`${name} is read by ${profile}`, async () => {
      const read = await readBest(new URL(name, made))
      assert.equal(read.profile, profile)
      assert.deepEqual(read.rows.map(told), rows)
    })
})

/** A file of another project, the profile that reads it, how its rows end, and the account it is read into. */
type Shared = [file: string, profile: string, counts: Record<string, number>, accountCurrency?: string]

describe('files of other projects', { skip: sharedFilesMissing }, () => {
  const cases: readonly Shared[] = [
    ['capital-gains-calculator/freetrade__transactions.csv', 'freetrade', { fill: 13, cash: 4 }],
    [
      'capital-gains-calculator/interactive_brokers__test_basic.csv',
      'ibkr-transaction-history',
      { 'skipped other-section': 7, cash: 8, 'skipped valuation-only': 1, 'skipped currency-conversion': 1, fill: 2 },
    ],
    ['capital-gains-calculator/schwab__2023__transactions.csv', 'schwab', { cash: 1, fill: 6 }],
    ['capital-gains-calculator/schwab__schwab_transactions.csv', 'schwab', { cash: 3, fill: 10 }],
    ['capital-gains-calculator/trading212__2024__transactions.csv', 'trading212', { cash: 5, fill: 2 }],
    [
      'capital-gains-calculator/vanguard__cash_investment_report.csv',
      'vanguard-uk',
      {
        'skipped preamble': 2,
        'skipped blank-row': 6,
        cash: 12,
        'skipped counted-in-investment-transactions': 5,
        'skipped summary-row': 2,
        'skipped other-section': 1,
        fill: 5,
      },
    ],
    ['export-to-ghostfolio/avanza-export.csv', 'avanza', { cash: 14, fill: 4, 'skipped shares-exchanged': 2 }],
    [
      'export-to-ghostfolio/bux-export.csv',
      'bux',
      { 'error amount-missing': 2, fill: 5, cash: 16, 'skipped corporate-action': 2 },
    ],
    [
      'export-to-ghostfolio/cointracking-export.csv',
      'cointracking',
      { 'skipped coins-received': 1, fill: 3, 'skipped coins-transferred': 2 },
    ],
    [
      'export-to-ghostfolio/degiro-export.csv',
      'degiro-account',
      {
        'skipped cash-sweep': 12,
        cash: 44,
        'skipped continued-from-the-row-above': 1,
        fill: 13,
        'skipped corporate-action': 4,
      },
    ],
    [
      'export-to-ghostfolio/directa-export.csv',
      'directa',
      {
        'skipped preamble': 6,
        'skipped blank-row': 3,
        cash: 12,
        fill: 11,
        'error row-not-understood': 1,
        'skipped blank-movement': 1,
      },
    ],
    [
      'export-to-ghostfolio/etoro-export.csv',
      'etoro',
      { cash: 17, 'skipped no-money-moved': 2, fill: 6, 'error direction-not-in-file': 3 },
    ],
    ['export-to-ghostfolio/finpension-bvg-export.csv', 'finpension', { cash: 9, fill: 2 }],
    ['export-to-ghostfolio/ibkr-dividends-export.csv', 'ibkr-flex-csv', { cash: 11 }],
    ['export-to-ghostfolio/investengine-export.csv', 'investengine', { fill: 5 }],
    ['export-to-ghostfolio/parqet-export.csv', 'parqet', { fill: 20, cash: 7 }],
    ['export-to-ghostfolio/relai-export.csv', 'relai', { fill: 3 }],
    [
      'export-to-ghostfolio/revolut-invest-export.csv',
      'revolut-invest',
      { cash: 4, fill: 4, 'skipped moved-between-entities': 3, 'skipped corporate-action': 1 },
    ],
    [
      'export-to-ghostfolio/schwab-export.csv',
      'schwab',
      { fill: 43, cash: 64, 'skipped shares-transferred': 1, 'skipped corporate-action': 11, 'skipped summary-row': 1 },
    ],
    ['export-to-ghostfolio/traderepublic-export.csv', 'trade-republic', { cash: 3, fill: 6 }],
    [
      'export-to-ghostfolio/xtb-export.csv',
      'xtb-cash',
      {
        fill: 17,
        cash: 24,
        'error derivative-without-its-fills': 3,
        'skipped no-money-moved': 1,
        'error date-not-understood': 1,
      },
    ],
    ['tradesense/TradeSense_Demo_With_Streaks_Dated.csv', 'tradesense-trades', { fill: 224 }],
    [
      'tradesense/malicious_overflow.csv',
      'tradesense-trades',
      { 'error number-out-of-range': 1, 'error quantity-negative': 1, 'error number-not-understood': 2 },
    ],
    [
      'tradesense/malicious_xss.csv',
      'tradesense-trades',
      { 'error symbol-not-understood': 1, 'error side-unknown': 2 },
    ],
    ['tradetally/ibkr-flex-report.xml', 'ibkr-flex-xml', { 'skipped other-record': 1, fill: 4 }],
  ]
  for (const [file, profile, counts, accountCurrency = 'USD'] of cases)
    test(`${file} is read by ${profile}`, async () => {
      const read = await readBest(new URL(file, sharedFiles), { zone: 'Europe/Berlin', accountCurrency })
      assert.equal(read.profile, profile)
      assert.deepEqual(countsOf(read.rows), counts)
    })

  for (const file of [
    'capital-gains-calculator/schwab__equity_award__schwab_equity_award_v2.json',
    'tradesense/malicious_empty.csv',
  ])
    test(`${file} is known to no profile`, () => {
      assert.deepEqual(detectProfiles(readFileSync(new URL(file, sharedFiles)), shippedProfiles), [])
    })

  test('a fee in the currency of the account is converted at the rate of its fill', async () => {
    const file = new URL('capital-gains-calculator/trading212__2024__transactions.csv', sharedFiles)
    const { rows } = await readBest(file, { zone: 'UTC', accountCurrency: 'GBP' })
    assert.equal(
      rows.map(told)[1],
      '3 | buy 24 FOO stock USD @124.01 2024-01-01T16:10:05.175Z fees 5.8982859 (conversion 5.8982859) fx 0.798537080069313019 id EOF999999099',
    )
  })
})
