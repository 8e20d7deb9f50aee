import { decimal, ONE } from '../server/kernel/decimal.ts'
import { asId } from '../server/kernel/id.ts'
import { replay } from '../server/products/trading/ledger/matching/engine.ts'
import { type Fill, FLAT } from '../server/products/trading/ledger/matching/position.ts'
import { median } from './load.ts'
import type { Row } from './table.ts'

const COUNTS = [10_000, 100_000, 1_000_000]
/** Of the count that has an aim. */
const ROUNDS = 5
const AIMED = 100_000
const MS_MAX = 1000
/** The instant of the first fill; each comes a second after the one before. */
export const FROM_MS = Date.UTC(2020, 0, 2)

/** A row of a file of fills of one share, as text: what an import reads and matching gets as decimals. */
export interface SeededFill {
  /** Which of the shares, from 0. */
  readonly share: number
  readonly side: 'BUY' | 'SELL'
  readonly quantity: string
  readonly price: string
  readonly fees: string
  readonly atMs: number
}

/** The same fills each time, of one share after the other: positions of either side, up to some ten lots deep, that close and flip about every thirteenth fill. */
export function seededFills(count: number, shares = 1): SeededFill[] {
  const random = seededRandom(20_200_102)
  const held = new Array<number>(shares).fill(0)
  return Array.from({ length: count }, (_, at) => {
    const share = at % shares
    const quantity = 1 + Math.floor(random() * 300)
    const buys = random() < 0.5 - Math.sign(held[share] ?? 0) * 0.05
    held[share] = (held[share] ?? 0) + (buys ? quantity : -quantity)
    return {
      share,
      side: buys ? 'BUY' : 'SELL',
      quantity: String(quantity),
      price: (100 + random() * 20).toFixed(2),
      fees: (random() * 2).toFixed(2),
      atMs: FROM_MS + at * 1000,
    }
  })
}

/** Matching in memory, no database: beside it stands what an import of the same fills adds. */
export function matchingRows(): Row[] {
  return COUNTS.map((count) => {
    const fills = seededFills(count).map(fillOf)
    const took: number[] = []
    let closures = 0
    for (let round = 0; round < (count > AIMED ? 1 : ROUNDS); round += 1) {
      const startedMs = performance.now()
      closures = replay({ method: 'FIFO', multiplier: ONE }, FLAT, fills).closures.length
      took.push(performance.now() - startedMs)
    }
    const ms = median(took)
    const perSecond = Math.round((count / ms) * 1000)
    return {
      what: `matching of ${count} fills in memory, no database`,
      measured: `${ms.toFixed(0)} ms, ${perSecond} fills/s (${closures} closures)`,
      aim: count === AIMED ? `< ${MS_MAX} ms` : '',
      met: count === AIMED ? ms < MS_MAX : null,
    }
  })
}

function fillOf({ side, quantity, price, fees, atMs }: SeededFill, at: number): Fill {
  return {
    kind: 'fill',
    executionId: asId<'execution'>(`execution-${at}`),
    lineageId: asId<'execution'>(`execution-${at}`),
    side: side === 'BUY' ? 1 : -1,
    quantity: decimal(quantity),
    price: decimal(price),
    fees: decimal(fees),
    fxRate: ONE,
    atMs,
  }
}

/** Numbers of 0 to 1 by the linear congruential generator of Numerical Recipes. */
function seededRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
