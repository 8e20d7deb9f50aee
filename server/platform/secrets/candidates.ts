const CANDIDATES_MAX = 2000
/** Shorter ones stand in every text. */
const LENGTH_MIN = 6

/**
 * What of a pasted text may be a value: all of it, its lines, its words, and what is left of these between the marks that settings, commands and
 * addresses are written with. Each once, the longer pieces first.
 */
export function candidatesIn(text: string): readonly string[] {
  const pieces = [text, text.trim(), ...text.split(/\r?\n/).map((line) => line.trim())]
  const words = text.split(/[\s"'`,;<>(){}[\]|\\]+/)
  const afterName = words.map((word) => word.replace(/^[\w.-]+[=:]/, ''))
  const parts = words.flatMap((word) => word.split(/[=:/@?&#]+/))
  const all = [...pieces, ...words, ...afterName, ...parts]
  return [...new Set(all.filter((piece) => piece.length >= LENGTH_MIN || piece === text))]
    .filter((piece) => piece !== '')
    .slice(0, CANDIDATES_MAX)
}
