import { randomInt } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'

/** Of all properties in a process: PLINTH_PROPERTY_SEED, or dice. A whole run throws them once, so that what fails fails again. */
const SEED = Number(process.env.PLINTH_PROPERTY_SEED ?? randomInt(2 ** 31))
/** As many cases as a quick run has time for. */
const USUAL = 100
/** A case that goes through a server takes as long as so many that do not. */
const THROUGH_SERVER = 250
const THROUGH_SERVER_MIN = 4

type Values<Drawn extends [unknown, ...unknown[]]> = { [At in keyof Drawn]: fc.Arbitrary<Drawn[At]> }

/**
 * A test that what is said holds of seeded random values: of PLINTH_PROPERTY_CASES, which are 10,000 in a whole run, or of `usual`. Its name
 * tells how many and by which seed, and what fails tells how the same cases come again.
 */
export function holds<Drawn extends [unknown, ...unknown[]]>(
  name: string,
  values: Values<Drawn>,
  check: (...drawn: Drawn) => void | Promise<void>,
  usual: number = USUAL,
): void {
  const cases = casesOf(usual)
  checked(
    name,
    fc.asyncProperty(...values, async (...drawn) => await check(...drawn)),
    { cases, numRuns: cases },
  )
}

/** The same of what takes a server: of one case in 250, and of 4 at the least; what fails is not made smaller. */
export function holdsThroughServer<Drawn extends [unknown, ...unknown[]]>(
  name: string,
  values: Values<Drawn>,
  check: (...drawn: Drawn) => Promise<void>,
): void {
  const cases = casesOf(USUAL)
  const numRuns = Math.max(THROUGH_SERVER_MIN, Math.round(cases / THROUGH_SERVER))
  checked(name, fc.asyncProperty(...values, check), { cases, numRuns, endOnFailure: true })
}

function checked<Drawn>(
  name: string,
  property: fc.IAsyncProperty<Drawn>,
  { cases, ...asked }: { readonly cases: number; readonly numRuns: number; readonly endOnFailure?: boolean },
): void {
  test(`${name} (${asked.numRuns} cases, seed ${SEED})`, async () => {
    try {
      await fc.assert(property, { ...asked, seed: SEED })
    } catch (error) {
      const again = `PLINTH_PROPERTY_SEED=${SEED} PLINTH_PROPERTY_CASES=${cases}`
      throw new Error(`${error instanceof Error ? error.message : String(error)}\nThe same cases again: ${again}`, {
        cause: error,
      })
    }
  })
}

function casesOf(usual: number): number {
  return Number(process.env.PLINTH_PROPERTY_CASES ?? usual)
}
