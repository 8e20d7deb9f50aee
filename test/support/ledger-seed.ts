import { randomInt } from 'node:crypto'

/** Numbers from 0 to 1 that a run can be repeated with. */
export interface Chance {
  readonly seed: number
  next(): number
}

/** Mulberry32 from FAULT_SEED, or from a seed that is to be printed. */
export function seededChance(): Chance {
  const seed = Number(process.env.FAULT_SEED ?? randomInt(2 ** 31))
  let state = seed
  return {
    seed,
    next() {
      state = (state + 0x6d2b79f5) | 0
      let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
      mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
    },
  }
}

/** How many times a fault is made: FAULT_ROUNDS, or as many as the test says. */
export function faultRounds(usual: number): number {
  return Number(process.env.FAULT_ROUNDS ?? usual)
}

/** Pairs of flows that stand in each other's way: FAULT_FLOWS, or as many as the test says. */
export function faultFlows(usual: number): number {
  return Number(process.env.FAULT_FLOWS ?? usual)
}

/** All of `points`, in their order, or under FAULT_POINTS as many of them, `always` and others, which the seed chooses. */
export function somePoints(
  points: Readonly<Record<string, unknown>>,
  chance: Chance,
  always: string | null = null,
): string[] {
  const names = Object.keys(points)
  const spare = names.length - Number(process.env.FAULT_POINTS ?? names.length)
  const left = names.filter((name) => name !== always)
  for (let at = 0; at < spare; at += 1) left.splice(Math.floor(chance.next() * left.length), 1)
  return names.filter((name) => name === always || left.includes(name))
}
