import { randomBytes } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { hash, verify } from '@node-rs/argon2'
import { monotonicMs } from '../../kernel/clock.ts'
import { spanOf, verifyForeignHash } from './foreign-hash.ts'
import { createGate } from './hash-gate.ts'
import { calibrateCost, costIn, FLOOR, isWeaker, type PasswordCost } from './password-cost.ts'
import type { Pepper } from './password-peppers.ts'

/** A hash as it is kept. */
export interface PasswordHash {
  /** PHC string. */
  readonly hash: string
  /** Name of the pepper in it; null for one made elsewhere, without any. */
  readonly pepper: string | null
  /** How many bytes of the password it is of; null: all. */
  readonly span: number | null
}

export interface PasswordHasher {
  /** Argon2id with the newest pepper at today's cost. Throws identity/busy when too many wait. */
  hash(password: string): Promise<PasswordHash>
  /**
   * What replaces an outdated hash that `password` has just matched. Of one that looked at the beginning of the password alone (bcrypt)
   * the new one is of that beginning: the rest was never compared, and is nobody's password. Throws identity/busy.
   */
  renew(held: PasswordHash, password: string): Promise<PasswordHash>
  /**
   * True when `password` made `held`; for null (no such account, no password) the same work is done and the answer is false. A wrong
   * password for a hash made elsewhere takes no less time than for one of ours; how much longer it may take is bounded at its import.
   */
  verify(held: PasswordHash | null, password: string): Promise<boolean>
  /** True when `held` should be made anew: another pepper, or another cost than today's. */
  isOutdated(held: PasswordHash): boolean
  /** Takes as long as a verification of a hash of ours has lately taken, without the work. */
  pretend(): Promise<void>
}

export interface HasherOptions {
  /** Null: measured at the first use. */
  readonly cost: PasswordCost | null
  /** The one for new hashes first. */
  readonly peppers: readonly Pepper[]
  /** Told of each hash computed. */
  readonly onHash?: () => void
}

const QUEUE_MAX = 64

/** Hashes as many at once as there are cores, lets 64 wait, and refuses the rest: memory and delay stay bounded. */
export function createPasswordHasher({ cost: given, peppers, onHash }: HasherOptions): PasswordHasher {
  const [newest] = peppers.map(({ kid, key }) => ({ kid, key: key.export() }))
  if (newest === undefined) throw new TypeError('passwords need a pepper')
  const compare = comparing(new Map(peppers.map(({ kid, key }) => [kid, key.export()])), newest.key)
  const enter = createGate(availableParallelism(), QUEUE_MAX)
  /** What a comparison with a hash of ours takes: at first the making of one at today's cost, which is the same work. */
  let typicalMs = 0
  let today = given ?? FLOOR
  let ready: Promise<PasswordHash> | null = null

  const make = async (password: string, span: number | null = null): Promise<PasswordHash> => ({
    hash: await hash(within(span, password), {
      memoryCost: today.memoryKib,
      timeCost: today.passes,
      parallelism: 1,
      secret: newest.key,
    }),
    pepper: newest.kid,
    span,
  })
  /** The hash that unknown accounts are compared with. */
  const nobody = (): Promise<PasswordHash> => {
    ready ??= (async () => {
      if (given === null) today = await calibrateCost()
      const startedMs = monotonicMs()
      const made = await make(randomBytes(16).toString('hex'))
      typicalMs = monotonicMs() - startedMs
      return made
    })()
    return ready
  }
  const makeInTurn = (password: string, span: number | null): Promise<PasswordHash> =>
    enter(async () => {
      await nobody()
      onHash?.()
      return make(password, span)
    })
  return {
    hash: (password) => makeInTurn(password, null),
    renew: (held, password) => makeInTurn(password, held.pepper === null ? spanOf(held.hash, password) : held.span),
    async verify(held, password) {
      const { matches, tookMs } = await enter(async () => {
        const stranger = await nobody()
        const startedMs = monotonicMs()
        onHash?.()
        const matches = await compare(held ?? stranger, password)
        return { matches: matches && held !== null, tookMs: monotonicMs() - startedMs }
      })
      // Hashes made elsewhere have their own cost: none of theirs is typical.
      if (held?.pepper !== null) typicalMs += (tookMs - typicalMs) / 8
      else if (!matches) await sleep(Math.max(0, typicalMs - tookMs))
      return matches
    },
    isOutdated(held) {
      if (held.pepper !== newest.kid) return true
      const { parallelism, ...made } = costIn(held.hash)
      // A measured cost differs from start to start and node to node: only what is weaker is made anew.
      if (given === null) return isWeaker(made, today)
      return made.memoryKib !== today.memoryKib || made.passes !== today.passes || parallelism !== 1
    },
    async pretend() {
      await nobody()
      await sleep(typicalMs)
    },
  }
}

/** The part of a password that counts, in bytes: a sign may be cut in two. */
function within(span: number | null, password: string): Buffer {
  return Buffer.from(password).subarray(0, span ?? undefined)
}

type Compare = (held: PasswordHash, password: string) => Promise<boolean>

function comparing(keys: ReadonlyMap<string, Buffer>, anyKey: Buffer): Compare {
  return async ({ hash: made, pepper, span }, password) => {
    if (pepper === null) return verifyForeignHash(made, password)
    const secret = keys.get(pepper)
    // Its pepper was taken away: nothing can match it, and nobody is to see that by the time.
    const matches = await verify(made, within(span, password), { secret: secret ?? anyKey })
    return matches && secret !== undefined
  }
}
