import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { Value } from 'typebox/value'
import { ownFiles, readBest, sharedFiles, sharedFilesMissing, told } from '../../../../../test/support/broker-files.ts'
import { secondReadings } from '../../../../../test/support/second-reading/second-readings.ts'
import { detectProfiles } from './detect.ts'
import { profileFaults } from './faults.ts'
import { type Profile, profileSchema } from './profile.ts'
import type { ReadOptions } from './read.ts'
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
      '12 | sell 2 SPY260130C00690000 option USD x100 @3.05 2026-01-15T15:00:00Z fees 1.31 (commission 1.31) reported 0',
      '13 | buy 3 MESH6 future USD x5 @6950.25 2026-01-15T15:05:00Z fees 1.86 (commission 1.86) reported 0',
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

/** What a file holds, row by row, and the account it is read into when that is not one in dollars. */
interface Made {
  readonly profile: string
  readonly account?: ReadOptions
  readonly rows: readonly string[]
}

describe('files of our own', () => {
  const expected = json(new URL('EXPECTED.json', made)) as Record<string, Made>

  test('have all been told what they hold', () => {
    const files = readdirSync(made).filter((name) => name !== 'EXPECTED.json')
    assert.deepEqual(files.sort(), Object.keys(expected).sort())
  })

  for (const [name, { profile, rows, account }] of Object.entries(expected))
    test(`${name} is read by ${profile}`, async () => {
      const read = await readBest(new URL(name, made), account)
      assert.equal(read.profile, profile)
      assert.deepEqual(read.rows.map(told), rows)
    })

  test('and the synthetic ones are read by every profile there is', async () => {
    const files = [
      ...Object.entries(expected).map(([name, { account }]) => ({ file: new URL(name, made), account })),
      ...readdirSync(synthetic)
        .filter((name) => name !== 'EXPECTED.json')
        .map((name) => ({ file: new URL(name, synthetic), account: undefined })),
    ]
    const readers = new Set<string>()
    for (const { file, account } of files) {
      const { profile, rows } = await readBest(file, account)
      if (rows.some(({ outcome }) => outcome === 'read')) readers.add(profile)
    }
    assert.deepEqual(
      shippedProfiles.map(({ id }) => id).filter((id) => !readers.has(id)),
      [],
    )
  })
})

/** The files of other projects, and the profiles that read them. */
const SHARED: Readonly<Record<string, string>> = {
  'capital-gains-calculator/freetrade__transactions.csv': 'freetrade',
  'capital-gains-calculator/interactive_brokers__test_basic.csv': 'ibkr-transaction-history',
  'capital-gains-calculator/schwab__2023__transactions.csv': 'schwab',
  'capital-gains-calculator/schwab__schwab_transactions.csv': 'schwab',
  'capital-gains-calculator/schwab__equity_award__schwab_equity_award_v2.json': 'schwab-equity-awards',
  'capital-gains-calculator/trading212__2024__transactions.csv': 'trading212',
  'capital-gains-calculator/vanguard__cash_investment_report.csv': 'vanguard-uk',
  'export-to-ghostfolio/avanza-export.csv': 'avanza',
  'export-to-ghostfolio/bux-export.csv': 'bux',
  'export-to-ghostfolio/cointracking-export.csv': 'cointracking',
  'export-to-ghostfolio/degiro-export.csv': 'degiro-account',
  'export-to-ghostfolio/directa-export.csv': 'directa',
  'export-to-ghostfolio/etoro-export.csv': 'etoro',
  'export-to-ghostfolio/finpension-bvg-export.csv': 'finpension',
  'export-to-ghostfolio/ibkr-dividends-export.csv': 'ibkr-flex-csv',
  'export-to-ghostfolio/investengine-export.csv': 'investengine',
  'export-to-ghostfolio/parqet-export.csv': 'parqet',
  'export-to-ghostfolio/relai-export.csv': 'relai',
  'export-to-ghostfolio/revolut-invest-export.csv': 'revolut-invest',
  'export-to-ghostfolio/schwab-export.csv': 'schwab',
  'export-to-ghostfolio/traderepublic-export.csv': 'trade-republic',
  'export-to-ghostfolio/xtb-export.csv': 'xtb-cash',
  'tradesense/TradeSense_Demo_With_Streaks_Dated.csv': 'tradesense-trades',
  'tradesense/malicious_overflow.csv': 'tradesense-trades',
  'tradesense/malicious_xss.csv': 'tradesense-trades',
  'tradetally/ibkr-flex-report.xml': 'ibkr-flex-xml',
}

describe('files of other projects', { skip: sharedFilesMissing }, () => {
  test('are all read again here, but those that were made for this one', () => {
    const there = readdirSync(sharedFiles, { recursive: true, withFileTypes: true })
      .filter((file) => file.isFile() && !file.parentPath.endsWith('synthetic'))
      .map((file) => `${file.parentPath.split('/').at(-1)}/${file.name}`)
    assert.deepEqual(there.sort(), [...Object.keys(SHARED), 'tradesense/malicious_empty.csv'].sort())
    assert.deepEqual(Object.keys(secondReadings).sort(), Object.keys(SHARED).sort())
  })

  for (const [file, profile] of Object.entries(SHARED))
    test(`${file} is read by ${profile} as its text is read by another hand`, async () => {
      const url = new URL(file, sharedFiles)
      const read = await readBest(url, { zone: 'Europe/Berlin', accountCurrency: 'USD' })
      assert.equal(read.profile, profile)
      assert.deepEqual(read.rows.map(told), secondReadings[file]?.(readFileSync(url, 'utf8')))
    })

  test('that were made for this one are the same as here', () => {
    for (const name of readdirSync(synthetic))
      assert.deepEqual(
        readFileSync(new URL(name, synthetic)),
        readFileSync(new URL(`synthetic/${name}`, sharedFiles)),
        name,
      )
  })

  test('the empty one is known to no profile', () => {
    const bytes = readFileSync(new URL('tradesense/malicious_empty.csv', sharedFiles))
    assert.deepEqual(detectProfiles(bytes, shippedProfiles), [])
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
