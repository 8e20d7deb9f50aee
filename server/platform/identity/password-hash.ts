import { randomBytes } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { hash, hashSync, parseOptions, verify } from '@node-rs/argon2'
import { monotonicMs } from '../../kernel/clock.ts'
import { identityProblem } from './problems.ts'

const QUEUE_MAX = 64

export interface PasswordHasher {
  /** PHC string of argon2id with the pepper. Throws identity/busy when too many wait. */
  hash(password: string): Promise<string>
  /** True when `password` made `phc`; for null (no such account) the same work is done and the answer is false. */
  verify(phc: string | null, password: string): Promise<boolean>
  /** True when `phc` was made at another cost than today's. */
  isOutdated(phc: string): boolean
  /** Takes as long as a verification has lately taken, without the work. */
  pretend(): Promise<void>
}

export interface PasswordCost {
  readonly memoryKib: number
  readonly passes: number
}

/** Hashes as many at once as there are cores, lets 64 wait, and refuses the rest: memory and delay stay bounded. */
export function createPasswordHasher(cost: PasswordCost, pepper: Buffer): PasswordHasher {
  const options = { memoryCost: cost.memoryKib, timeCost: cost.passes, parallelism: 1, secret: pepper }
  const nobody = hashSync(randomBytes(16), options)
  const enter = createGate(availableParallelism(), QUEUE_MAX)
  let typicalMs = 10

  return {
    hash: (password) => enter(() => hash(password, options)),
    verify: (phc, password) =>
      enter(async () => {
        const startedMs = monotonicMs()
        const matches = await verify(phc ?? nobody, password, { secret: pepper })
        typicalMs += (monotonicMs() - startedMs - typicalMs) / 8
        return matches && phc !== null
      }),
    isOutdated(phc) {
      const made = parseOptions(phc)
      return made.memoryCost !== cost.memoryKib || made.timeCost !== cost.passes || made.parallelism !== 1
    },
    pretend: () => sleep(typicalMs),
  }
}

function createGate(seats: number, queueMax: number): <Result>(work: () => Promise<Result>) => Promise<Result> {
  const waiting: (() => void)[] = []
  let free = seats
  return async (work) => {
    if (free > 0) free -= 1
    else {
      if (waiting.length >= queueMax) throw identityProblem('busy', { retryAfterSeconds: 2 })
      await new Promise<void>((resolve) => waiting.push(resolve))
    }
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next === undefined) free += 1
      else next()
    }
  }
}
