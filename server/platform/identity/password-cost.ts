import { hash } from '@node-rs/argon2'
import { monotonicMs } from '../../kernel/clock.ts'

/** Cost of argon2id at one lane. */
export interface PasswordCost {
  readonly memoryKib: number
  readonly passes: number
}

/** The least OWASP asks for (Password Storage Cheat Sheet). */
export const FLOOR: PasswordCost = { memoryKib: 19_456, passes: 2 }

/** From weak to strong: memory first, which costs an attacker's hardware most. */
const LADDER: readonly PasswordCost[] = [
  FLOOR,
  { memoryKib: 32_768, passes: 2 },
  { memoryKib: 47_104, passes: 2 },
  { memoryKib: 65_536, passes: 2 },
  { memoryKib: 65_536, passes: 3 },
  { memoryKib: 65_536, passes: 4 },
]
const TARGET_MS = 40
const TRIES = 3

/** The strongest rung that takes at most 40 ms here, never below the floor: time grows with memory times passes. */
export async function calibrateCost(): Promise<PasswordCost> {
  let floorMs = Number.POSITIVE_INFINITY
  for (let at = 0; at < TRIES; at += 1) {
    const startedMs = monotonicMs()
    await hash('calibration', { memoryCost: FLOOR.memoryKib, timeCost: FLOOR.passes, parallelism: 1 })
    floorMs = Math.min(floorMs, monotonicMs() - startedMs)
  }
  return costWithin(TARGET_MS, floorMs)
}

/** The strongest rung expected within `targetMs` where the floor takes `floorMs`. */
export function costWithin(targetMs: number, floorMs: number): PasswordCost {
  const budget = (targetMs / floorMs) * workOf(FLOOR)
  return LADDER.findLast((rung) => workOf(rung) <= budget) ?? FLOOR
}

/** True when `one` takes less memory or less work than `other`. */
export function isWeaker(one: PasswordCost, other: PasswordCost): boolean {
  return one.memoryKib < other.memoryKib || workOf(one) < workOf(other)
}

function workOf({ memoryKib, passes }: PasswordCost): number {
  return memoryKib * passes
}

/** What a PHC string of Argon2 says of itself (password-hashing.net, section "PHC string format"); zeros for another. */
export function costIn(phc: string): PasswordCost & { readonly parallelism: number } {
  const [, memoryKib, passes, parallelism] = /\$m=(\d+),t=(\d+),p=(\d+)\$/.exec(phc) ?? []
  return { memoryKib: Number(memoryKib ?? 0), passes: Number(passes ?? 0), parallelism: Number(parallelism ?? 0) }
}
