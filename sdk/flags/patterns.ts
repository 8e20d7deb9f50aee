import { RE2JS } from 're2js'

/** A pattern found anywhere in a text, in time linear to its length; in none that is too long for it, see `stepsMax`. */
export type Pattern = (text: string) => boolean

const sourceLengthMax = 1000
const patternsMax = 2000
/**
 * Instructions of a pattern times characters of a text: some 20 ms at worst. A pattern of 10 instructions is looked for in 25,000 characters,
 * the largest of 1,000 in 250. Contexts come from anybody, and evaluation stands in the way of all other work.
 */
const stepsMax = 250_000

/** Patterns compiled once for each source; RE2's syntax, no backreferences and no looking around. */
export interface Patterns {
  /** Throws a RangeError with the reason when it cannot be compiled. */
  patternOf(source: string, ignoreCase: boolean): Pattern
}

export function createPatterns(): Patterns {
  const compiled = new Map<string, Pattern>()
  return {
    patternOf: (source, ignoreCase) => {
      const key = `${ignoreCase ? 'i' : 's'}${source}`
      const known = compiled.get(key)
      if (known !== undefined) return known
      const pattern = compilePattern(source, ignoreCase)
      if (compiled.size < patternsMax) compiled.set(key, pattern)
      return pattern
    },
  }
}

/** Why a source is no pattern; null when it is one. */
export function patternFault(source: string): string | null {
  try {
    compilePattern(source, false)
    return null
  } catch (cause) {
    return cause instanceof RangeError ? cause.message : String(cause)
  }
}

function compilePattern(source: string, ignoreCase: boolean): Pattern {
  if (source.length > sourceLengthMax) throw new RangeError(`a pattern has ${sourceLengthMax} characters at most`)
  try {
    const compiled = RE2JS.compile(source, ignoreCase ? RE2JS.CASE_INSENSITIVE : 0)
    const lengthMax = stepsMax / compiled.programSize()
    return (text) => text.length <= lengthMax && compiled.matcher(text).find()
  } catch (cause) {
    throw new RangeError(`not a pattern of RE2: ${cause instanceof Error ? cause.message : String(cause)}`)
  }
}
