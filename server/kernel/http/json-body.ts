import { isUtf8 } from 'node:buffer'
import { httpProblem } from './problems.ts'

const DEPTH_MAX = 32
const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype'])

const QUOTE = 34
const BACKSLASH = 92
const OPEN_BRACE = 123
const CLOSE_BRACE = 125
const OPEN_BRACKET = 91
const CLOSE_BRACKET = 93
const COMMA = 44
const COLON = 58

interface Level {
  readonly keys: Set<string> | null
  key: string
  index: number
}

/**
 * Parses a request body strictly: UTF-8 without byte order mark, NUL or lone surrogates, at most 32 levels, no property twice, no
 * property that touches prototypes, no number that a double cannot hold. Each fault names its place as a JSON Pointer. Runs in one
 * pass before JSON.parse, so that nesting never reaches the parser's stack.
 */
export function parseJsonBody(bytes: Buffer): unknown {
  if (bytes.length === 0) throw httpProblem('bad-json', { detail: 'The body is empty.' })
  if (!isUtf8(bytes))
    throw httpProblem('bad-text', { errors: [{ pointer: '', code: 'encoding', detail: 'is not UTF-8' }] })
  const text = bytes.toString('utf8')
  if (text.charCodeAt(0) === 0xfeff)
    throw httpProblem('bad-text', { errors: [{ pointer: '', code: 'bom', detail: 'starts with a byte order mark' }] })
  scan(text)
  try {
    return JSON.parse(text)
  } catch (error) {
    throw httpProblem('bad-json', { cause: error })
  }
}

function scan(text: string): void {
  const levels: Level[] = []
  let position = 0
  let expectKey = false
  while (position < text.length) {
    const code = text.charCodeAt(position)
    if (code === QUOTE) {
      const end = stringEnd(text, position)
      const value = stringValue(text, position, end, levels)
      if (expectKey) enterKey(value, levels)
      expectKey = false
      position = end
    } else if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      if (levels.length >= DEPTH_MAX)
        throw httpProblem('too-deep', {
          errors: [{ pointer: pointer(levels), code: 'depth', detail: `is nested deeper than ${DEPTH_MAX}` }],
        })
      levels.push({ keys: code === OPEN_BRACE ? new Set() : null, key: '', index: 0 })
      expectKey = code === OPEN_BRACE
    } else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) {
      levels.pop()
      expectKey = false
    } else if (code === COMMA) {
      const level = levels.at(-1)
      if (level !== undefined) level.index += 1
      expectKey = level?.keys !== null && level !== undefined
    } else if (code === 45 || (code >= 48 && code <= 57)) {
      position = checkNumber(text, position, levels)
      continue
    } else if (code === COLON) expectKey = false
    position += 1
  }
}

/** Index of the closing quote, or of the last character when the text ends first (JSON.parse refuses that). */
function stringEnd(text: string, start: number): number {
  let position = start + 1
  while (position < text.length) {
    const code = text.charCodeAt(position)
    if (code === QUOTE) return position
    position += code === BACKSLASH ? 2 : 1
  }
  return text.length
}

function stringValue(text: string, start: number, end: number, levels: readonly Level[]): string {
  const inner = text.slice(start + 1, end)
  if (!inner.includes('\\')) return inner
  let value: unknown
  try {
    value = JSON.parse(`"${inner}"`)
  } catch (error) {
    throw httpProblem('bad-json', { cause: error })
  }
  const decoded = String(value)
  if (decoded.includes('\0') || !decoded.isWellFormed()) {
    throw httpProblem('bad-text', {
      errors: [{ pointer: pointer(levels), code: 'text', detail: 'holds NUL or a lone surrogate' }],
    })
  }
  return decoded
}

function enterKey(key: string, levels: readonly Level[]): void {
  const level = levels.at(-1)
  if (level?.keys == null) return
  level.key = key
  if (FORBIDDEN_KEYS.has(key))
    throw httpProblem('invalid', {
      errors: [{ pointer: pointer(levels), code: 'unknown-property', detail: 'is not a known property' }],
    })
  if (level.keys.has(key))
    throw httpProblem('duplicate-key', {
      errors: [{ pointer: pointer(levels), code: 'duplicate-key', detail: 'stands twice' }],
    })
  level.keys.add(key)
}

const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y

function checkNumber(text: string, start: number, levels: readonly Level[]): number {
  NUMBER.lastIndex = start
  const token = NUMBER.exec(text)?.[0]
  if (token === undefined) return start + 1
  const value = Number(token)
  const exactInteger = !/^-?\d+$/.test(token) || Number.isSafeInteger(value)
  if (!Number.isFinite(value) || !exactInteger) {
    throw httpProblem('invalid', {
      errors: [{ pointer: pointer(levels), code: 'number', detail: 'is a number outside the exact range' }],
    })
  }
  return start + token.length
}

function pointer(levels: readonly Level[]): string {
  return levels
    .map((level) => `/${level.keys === null ? level.index : level.key.replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('')
}
