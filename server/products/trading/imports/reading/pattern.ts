/** One piece of a pattern: a text that stands there, or a name for what does. */
type Piece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'name'; readonly name: string; readonly like: Likeness }

type Likeness = 'any' | 'long' | 'number' | 'grouped' | 'word'

const PIECE = /\{([A-Za-z]+|\*)(?::(long|number|grouped|word))?\}|[^{}]+/y
const NUMBER = /^[-+(]?[$\u20ac\u00a3]?[-+]?[0-9.,' ]+\)?$/
/** Thousands parted by spaces, which no text behind the number is to be taken for. */
const GROUPED = /[-+]?(?:\d{1,3}(?: \d{3})+|\d+)(?:[.,]\d+)?(?!\d)/y
const WORD = /^\S+$/
const TEXT_MAX = 1000

export interface TextPattern {
  readonly names: readonly string[]
  /** What the names stand for; null when the text is not of this form. */
  readonly match: (text: string) => ReadonlyMap<string, string> | null
}

/**
 * `Bought {quantity:number} {name:long} ({symbol:word})`: a name takes what stands before the next appearance of the text behind it,
 * `:long` before its last one, `:grouped` takes a number such as `1 046,5` whole, and `{*}` takes anything for nothing. No case, one space for any white space, and no way back: the time is
 * linear in the text. Null for what is no pattern.
 */
export function textPattern(pattern: string): TextPattern | null {
  const pieces: Piece[] = []
  PIECE.lastIndex = 0
  while (PIECE.lastIndex < pattern.length) {
    const found = PIECE.exec(pattern)
    if (found === null) return null
    const [text, name, like] = found
    if (name !== undefined && pieces.at(-1)?.kind === 'name') return null
    pieces.push(
      name === undefined ? { kind: 'text', text: text.toLowerCase() } : { kind: 'name', name, like: likenessOf(like) },
    )
  }
  const names = pieces.flatMap((piece) => (piece.kind === 'name' && piece.name !== '*' ? [piece.name] : []))
  return { names, match: (text) => matched(pieces, text) }
}

function likenessOf(text: string | undefined): Likeness {
  return text === 'long' || text === 'number' || text === 'grouped' || text === 'word' ? text : 'any'
}

function matched(pieces: readonly Piece[], given: string): ReadonlyMap<string, string> | null {
  const text = given.slice(0, TEXT_MAX).replace(/\s+/g, ' ').trim()
  const lower = text.toLowerCase()
  // A few letters are longer in lower case, which would move what stands behind them.
  if (lower.length !== text.length) return null
  const found = new Map<string, string>()
  let at = 0
  for (const [index, piece] of pieces.entries()) {
    if (piece.kind === 'text') {
      if (!lower.startsWith(piece.text, at)) return null
      at += piece.text.length
      continue
    }
    const next = pieces[index + 1]
    const end = next?.kind !== 'text' ? text.length : endOf(lower, next.text, { at, like: piece.like })
    if (end < 0) return null
    const value = text.slice(at, end).trim()
    if (piece.name !== '*') {
      if (!looksLike(value, piece.like)) return null
      found.set(piece.name, value)
    }
    at = end
  }
  return at === text.length ? found : null
}

function endOf(text: string, next: string, { at, like }: { readonly at: number; readonly like: Likeness }): number {
  if (like === 'grouped') {
    GROUPED.lastIndex = at
    return GROUPED.test(text) ? GROUPED.lastIndex : -1
  }
  const end = like === 'long' ? text.lastIndexOf(next) : text.indexOf(next, at)
  return end < at ? -1 : end
}

function looksLike(value: string, like: Likeness): boolean {
  if (like === 'number' || like === 'grouped') return NUMBER.test(value)
  return like === 'word' ? WORD.test(value) : value !== ''
}
