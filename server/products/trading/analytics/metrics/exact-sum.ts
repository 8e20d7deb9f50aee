import type { Decimal } from '../../../../kernel/decimal.ts'

/** Sums of two such numbers, and of one and what was added up before it, are exact in doubles. */
const SAFE = 2 ** 51

/** Adds up exactly: small numbers as doubles while those hold every digit, the rest as big integers. */
export class ExactSum {
  #near = 0
  #far = 0n

  /** `near` is the double nearest to the units, for those who have it already. */
  add(units: bigint, near = Number(units)): void {
    if (near > SAFE || near < -SAFE) {
      this.#far += units
      return
    }
    this.#near += near
    if (this.#near > SAFE || this.#near < -SAFE) {
      this.#far += BigInt(this.#near)
      this.#near = 0
    }
  }

  total(): bigint {
    return this.#far + BigInt(this.#near)
  }
}

/** The units of a number at a scale that it does not exceed. */
export function unitsAt({ units, scale }: Decimal, to: number): bigint {
  return scale === to ? units : units * (POWERS[to - scale] ?? 10n ** BigInt(to - scale))
}

/** Kept: raising one takes longer than all else here. */
const POWERS = Array.from({ length: 37 }, (_, digits) => 10n ** BigInt(digits))

/** The sum of one field, to the most digits any has. */
export function exactSum<T>(rows: readonly T[], of: (row: T) => Decimal): Decimal {
  let scale = 0
  for (const row of rows) scale = Math.max(scale, of(row).scale)
  const sum = new ExactSum()
  for (const row of rows) sum.add(unitsAt(of(row), scale))
  return { units: sum.total(), scale }
}
