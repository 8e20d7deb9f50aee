/** A formula as it is read: numbers, names of terms and columns, operators and functions. */
export type Expression =
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'negative'; readonly of: Expression }
  | { readonly kind: 'operation'; readonly sign: Sign; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'call'; readonly name: string; readonly given: readonly Expression[] }

export type Sign = '+' | '-' | '*' | '/' | '^' | '<' | '<=' | '>' | '>=' | '='

const TOKEN = /\s*(?:(\d+(?:\.\d+)?)|([A-Za-z]\w*)|(<=|>=|[-+*/^<>=(),]))/y
/** From what binds least to what binds most. */
const LEVELS: readonly (readonly Sign[])[] = [
  ['<', '<=', '>', '>=', '='],
  ['+', '-'],
  ['*', '/'],
]

interface Reading {
  readonly tokens: readonly string[]
  at: number
}

/**
 * Reads `(W / N - 0.5) ^ 2`: comparisons, + -, * /, ^, a sign before, names, and functions of names. A comparison is 1 or 0. Throws
 * SyntaxError for anything else.
 */
export function readExpression(text: string): Expression {
  const reading = { tokens: tokensOf(text), at: 0 }
  const expression = readLevel(reading, 0)
  if (reading.at < reading.tokens.length) throw new SyntaxError(`${text} goes on at ${reading.tokens[reading.at]}`)
  return expression
}

function tokensOf(text: string): string[] {
  const tokens: string[] = []
  const token = new RegExp(TOKEN)
  while (token.lastIndex < text.trimEnd().length) {
    const found = token.exec(text)
    if (found === null) throw new SyntaxError(`${text} is no formula`)
    tokens.push(found[0].trim())
  }
  return tokens
}

function readLevel(reading: Reading, level: number): Expression {
  const signs = LEVELS[level]
  if (signs === undefined) return readPower(reading)
  let left = readLevel(reading, level + 1)
  for (let sign = signAt(reading, signs); sign !== undefined; sign = signAt(reading, signs)) {
    reading.at += 1
    left = { kind: 'operation', sign, left, right: readLevel(reading, level + 1) }
  }
  return left
}

function signAt({ tokens, at }: Reading, signs: readonly Sign[]): Sign | undefined {
  return signs.find((sign) => sign === tokens[at])
}

function readPower(reading: Reading): Expression {
  const left = readAtom(reading)
  if (reading.tokens[reading.at] !== '^') return left
  reading.at += 1
  return { kind: 'operation', sign: '^', left, right: readPower(reading) }
}

function readAtom(reading: Reading): Expression {
  const token = reading.tokens[reading.at]
  reading.at += 1
  if (token === undefined) throw new SyntaxError('a formula ends too soon')
  if (token === '-') return { kind: 'negative', of: readPower(reading) }
  if (token === '(') {
    const inner = readLevel(reading, 0)
    expectToken(reading, ')')
    return inner
  }
  if (/^\d/.test(token)) return { kind: 'number', text: token }
  if (!/^[A-Za-z]/.test(token)) throw new SyntaxError(`a formula has no value at ${token}`)
  return reading.tokens[reading.at] === '(' ? readCall(reading, token) : { kind: 'name', name: token }
}

function readCall(reading: Reading, name: string): Expression {
  reading.at += 1
  const given: Expression[] = []
  while (reading.tokens[reading.at] !== ')') {
    if (given.length > 0) expectToken(reading, ',')
    given.push(readLevel(reading, 0))
  }
  reading.at += 1
  return { kind: 'call', name, given }
}

function expectToken(reading: Reading, token: string): void {
  if (reading.tokens[reading.at] !== token) throw new SyntaxError(`a formula misses ${token}`)
  reading.at += 1
}

/** The names that stand in a formula, each once, in their order; functions are none. */
export function namesIn(expression: Expression): string[] {
  switch (expression.kind) {
    case 'number':
      return []
    case 'name':
      return [expression.name]
    case 'negative':
      return namesIn(expression.of)
    case 'operation':
      return [...new Set([...namesIn(expression.left), ...namesIn(expression.right)])]
    case 'call':
      return [...new Set(expression.given.flatMap(namesIn))]
  }
}

const BINDS: Readonly<Record<Sign, number>> = {
  ...{ '<': 0, '<=': 0, '>': 0, '>=': 0, '=': 0 },
  ...{ '+': 1, '-': 1, '*': 2, '/': 2, '^': 3 },
}

/** The formula as text; where `valueNamed` has one for a name, that stands in its place. */
export function writeExpression(
  expression: Expression,
  valueNamed: (name: string) => string | undefined = () => undefined,
  outside = -1,
): string {
  switch (expression.kind) {
    case 'number':
      return expression.text
    case 'name': {
      const value = valueNamed(expression.name) ?? expression.name
      return value.startsWith('-') ? `(${value})` : value
    }
    case 'negative':
      return `-${writeExpression(expression.of, valueNamed, 3)}`
    case 'call':
      return `${expression.name}(${expression.given.map((one) => writeExpression(one, valueNamed)).join(', ')})`
    case 'operation': {
      const binds = BINDS[expression.sign]
      const isPower = expression.sign === '^'
      const left = writeExpression(expression.left, valueNamed, isPower ? binds + 1 : binds)
      const right = writeExpression(expression.right, valueNamed, isPower ? binds : binds + 1)
      const text = isPower ? `${left}^${right}` : `${left} ${expression.sign} ${right}`
      return binds < outside ? `(${text})` : text
    }
  }
}
