import { existsSync, readFileSync } from 'node:fs'
import { formatDecimal } from '../../server/kernel/decimal.ts'
import type { ImportRecord, ReadRow, SplitRecord } from '../../server/products/trading/imports/canonical.ts'
import { detectProfiles } from '../../server/products/trading/imports/reading/detect.ts'
import type { Profile } from '../../server/products/trading/imports/reading/profile.ts'
import { type ReadOptions, readFile, readInstruments } from '../../server/products/trading/imports/reading/read.ts'
import { shippedProfiles } from '../../server/products/trading/imports/reading/shipped.ts'

/** Files of brokers: our own, and, where they are beside the repository, those of other projects. */
export const ownFiles = new URL('../fixtures/trading/broker/', import.meta.url)
export const sharedFiles = new URL('../../../shared/fixtures/trading/broker/', import.meta.url)
export const sharedFilesMissing = existsSync(sharedFiles) ? false : 'the shared fixtures are not beside the repository'

/** One text or several, as a file that arrives in pieces. */
export async function* pieces(...parts: readonly (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield Buffer.from(part)
}

/** All rows of a file by a profile. */
export async function rowsOf(
  bytes: AsyncIterable<Uint8Array>,
  profile: Profile,
  own: ReadOptions = account,
): Promise<ReadRow[]> {
  const rows: ReadRow[] = []
  for await (const some of readFile(bytes, profile, own)) rows.push(...some)
  return rows
}

const account = { zone: 'Europe/Berlin', accountCurrency: 'USD' }

/** The shipped profile of this id. */
export function shipped(id: string): Profile {
  const profile = shippedProfiles.find((one) => one.id === id)
  if (profile === undefined) throw new RangeError(`no profile ${id}`)
  return profile
}

/** The rows of a file by the profile that fits it best, and its id. */
export async function readBest(file: URL, own = account): Promise<{ profile: string; rows: ReadRow[] }> {
  const bytes = readFileSync(file)
  const [best] = detectProfiles(bytes.subarray(0, 64 * 1024), shippedProfiles)
  if (best === undefined) throw new RangeError(`no profile reads ${file.pathname}`)
  const told = await readInstruments(pieces(bytes), best.profile, own)
  return { profile: best.profile.id, rows: await rowsOf(pieces(bytes), best.profile, { ...own, told }) }
}

/** How the rows ended: fills, movements of cash, and the rest by reason. */
export function countsOf(rows: readonly ReadRow[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const row of rows) {
    const ends =
      row.outcome === 'read'
        ? row.records.map(({ type }) => type)
        : [row.outcome === 'split' ? 'split' : `${row.outcome} ${row.reason}`]
    for (const end of ends) counts[end] = (counts[end] ?? 0) + 1
  }
  return counts
}

/** A row in a line: its number, and what was read of it. */
export function told(row: ReadRow): string {
  if (row.outcome === 'read') return [row.row, ...row.records.map(toldRecord)].join(' | ')
  if (row.outcome === 'split') return `${row.row} | ${toldSplit(row.split)}`
  const column = row.outcome === 'error' && row.column !== null ? ` (${row.column})` : ''
  return `${row.row} | ${row.outcome} ${row.reason}${column}`
}

function toldRecord(record: ImportRecord): string {
  if (record.type === 'cash') {
    const { kind, amount, currency, happenedAt, symbol } = record
    return [kind, formatDecimal(amount), currency, at(happenedAt), symbol].filter((part) => part !== null).join(' ')
  }
  const { instrument, kind, side, quantity, price, executedAt, effect, fees, feeParts, unconvertedFees } = record
  const multiplier = instrument.multiplier === null ? null : `x${formatDecimal(instrument.multiplier)}`
  const parts = Object.entries(feeParts).map(([name, fee]) => `${name} ${formatDecimal(fee)}`)
  const others = unconvertedFees.map((fee) => `${formatDecimal(fee.amount)} ${fee.currency} unconverted`)
  return [
    kind === 'fill' ? null : kind,
    side === 1 ? 'buy' : 'sell',
    formatDecimal(quantity),
    instrument.symbol,
    instrument.assetClass,
    instrument.currency,
    multiplier,
    `@${formatDecimal(price)}`,
    at(executedAt),
    effect,
    parts.length + others.length === 0 ? null : `fees ${formatDecimal(fees)} (${[...parts, ...others].join(', ')})`,
    record.fxRate === null ? null : `fx ${formatDecimal(record.fxRate)}`,
    record.reportedPnl === null ? null : `reported ${formatDecimal(record.reportedPnl)}`,
    record.reportedMae === null ? null : `mae ${formatDecimal(record.reportedMae)}`,
    record.externalId === null ? null : `id ${record.externalId}`,
  ]
    .filter((part) => part !== null)
    .join(' ')
}

function toldSplit({ instrument, effectiveAt, ratio, part }: SplitRecord): string {
  const terms = ratio === null ? 'untold' : `${formatDecimal(ratio.numerator)}:${formatDecimal(ratio.denominator)}`
  const price = part === null || part.price === null ? null : `@${formatDecimal(part.price)}`
  const held = part === null ? [] : [`${part.held} ${formatDecimal(part.quantity)}`, price]
  return ['split', terms, instrument.symbol, instrument.currency, ...held, at(effectiveAt)]
    .filter((one) => one !== null)
    .join(' ')
}

function at(instant: Date): string {
  return instant.toISOString().replace('.000Z', 'Z')
}
