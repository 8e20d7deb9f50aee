import { compare, times } from '../../../kernel/decimal.ts'
import { newId } from '../../../kernel/id.ts'
import { instrumentKey } from '../ledger/instruments.ts'
import type { NamedInstrument, ReadRow, SplitPart, SplitRatio, SplitRecord } from './canonical.ts'
import type { IntakeSources, KnownSplit, NamedWithMultiplier, SplitEnd, Verdict } from './intake-types.ts'
import { ratioOf } from './reading/split-ratio.ts'
import { faultOfSplit } from './record-faults.ts'

/** Brokers book a split some days around the day it holds from; no share is split twice in so short a time. */
const SAME_SPLIT_MS = 7 * 24 * 60 * 60 * 1000
/** The two rows of one split. */
const SAME_DAY_MS = 24 * 60 * 60 * 1000

interface Half extends SplitPart {
  readonly at: Date
}

/** Judges the rows of one file that are about splits, in its order. */
export interface Splits {
  /** By the number of their row. */
  judge(rows: readonly ReadRow[]): Promise<ReadonlyMap<number, SplitEnd>>
}

/** `rename` says what the trader calls an instrument of the file. */
export function createSplits(
  sources: Pick<IntakeSources, 'instruments' | 'splits'>,
  currency: string,
  rename: (named: NamedInstrument) => NamedWithMultiplier,
): Splits {
  const known = new Map<string, KnownSplit[]>()
  const halves = new Map<string, Half>()

  async function splitsOf(key: string, named: NamedInstrument): Promise<KnownSplit[]> {
    const found = known.get(key) ?? [...(await sources.splits(named))]
    known.set(key, found)
    return found
  }

  /** The ratio that the row tells, alone or with the other one; since when it holds. */
  function told(key: string, { ratio, part, effectiveAt }: SplitRecord): { ratio: SplitRatio | null; at: Date } {
    if (ratio !== null || part === null) return { ratio, at: effectiveAt }
    const other = halves.get(key)
    halves.set(key, { ...part, at: effectiveAt })
    if (other === undefined || other.held === part.held || apart(other.at, effectiveAt) > SAME_DAY_MS)
      return { ratio: null, at: effectiveAt }
    const at = other.at < effectiveAt ? other.at : effectiveAt
    halves.delete(key)
    return { ratio: part.held === 'after' ? ratioOf(other, part) : ratioOf(part, other), at }
  }

  async function judgeOne(split: SplitRecord): Promise<SplitEnd> {
    const fault = faultOfSplit(split)
    if (fault !== null) return verdict('error', fault)
    const wanted = rename(split.instrument)
    const key = instrumentKey(wanted.named, currency)
    const { ratio, at } = told(key, split)
    const own = await splitsOf(key, wanted.named)
    const near = own.find((one) => apart(one.effectiveAt, at) <= SAME_SPLIT_MS)
    if (near !== undefined && (ratio === null || isSame(near.ratio, ratio))) return { knownId: near.id }
    if (near !== undefined) return verdict('error', 'split-differs-from-known')
    if (ratio === null) return verdict('skipped', halves.has(key) ? 'half-of-a-split' : 'split-ratio-not-told')
    const instrument = (await sources.instruments([wanted])).get(key) ?? 'needs-mapping'
    if (instrument === 'needs-mapping') return verdict('skipped', 'split-of-unknown-instrument')
    const made = { id: newId<'corporate-action'>(), instrumentId: instrument.id, effectiveAt: at, ratio }
    own.push(made)
    return { split: made }
  }

  return {
    async judge(rows) {
      const ends = new Map<number, SplitEnd>()
      for (const row of rows) if (row.outcome === 'split') ends.set(row.row, await judgeOne(row.split))
      return ends
    },
  }
}

function apart(one: Date, other: Date): number {
  return Math.abs(one.getTime() - other.getTime())
}

function isSame(one: SplitRatio, other: SplitRatio): boolean {
  return compare(times(one.numerator, other.denominator), times(other.numerator, one.denominator)) === 0
}

function verdict(outcome: 'skipped' | 'error', reason: string): Verdict {
  return { outcome, reason, field: null, waiting: null }
}
