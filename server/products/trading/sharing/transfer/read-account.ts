import { createReadStream } from 'node:fs'
import { parseJsonBody } from '../../../../kernel/http/json-body.ts'
import { compileValidator } from '../../../../kernel/http/validate.ts'
import { Problem } from '../../../../kernel/problem.ts'
import { type AnyLine, type LineOf, type LineType, lineShapes } from './account-file.ts'

const LINE_BYTES_MAX = 2 * 1024 * 1024
const LINES_MAX = 1_000_000
const NEWLINE = 10

/** Why a file is no account that can be restored. */
export class AccountFileRefusal extends Error {
  override readonly name = 'AccountFileRefusal'
  readonly code: string
  readonly line: number | null
  readonly field: string | null

  constructor(code: string, line: number | null = null, field: string | null = null) {
    super(code)
    this.code = code
    this.line = line
    this.field = field
  }
}

/** A line with its number, from 1. */
export type Numbered<Line extends AnyLine = AnyLine> = Line & { readonly at: number }

const validators = new Map<string, (value: unknown) => void>(
  Object.entries(lineShapes).map(([type, shape]) => [type, compileValidator(shape, 'body')]),
)
const order = Object.keys(lineShapes)

/** The lines of an exported account, each of its shape and in the order of their types, the last one `end`. Throws AccountFileRefusal. */
export async function* readAccount(path: string): AsyncGenerator<Numbered> {
  let at = 0
  let before: LineType | null = null
  for await (const bytes of linesOf(path)) {
    at += 1
    if (at > LINES_MAX) throw new AccountFileRefusal('too-many-lines')
    if (before === 'end') throw new AccountFileRefusal('after-the-end', at)
    const line = lineOf(bytes, at)
    const isFirst = line.type === 'account'
    if (isFirst !== (at === 1)) throw new AccountFileRefusal(at === 1 ? 'no-account-file' : 'order', at)
    if (before !== null && order.indexOf(line.type) < order.indexOf(before)) throw new AccountFileRefusal('order', at)
    if (line.type === 'end' && line.lines !== at) throw new AccountFileRefusal('lines-missing', at)
    before = line.type
    yield Object.assign(line, { at })
  }
  if (before === null) throw new AccountFileRefusal('no-account-file')
  if (before !== 'end') throw new AccountFileRefusal('cut-off', at)
}

function lineOf(bytes: Buffer, at: number): AnyLine {
  try {
    const line = parseJsonBody(bytes)
    const type = typeof line === 'object' && line !== null && 'type' in line ? line.type : undefined
    const validate = typeof type === 'string' ? validators.get(type) : undefined
    if (validate === undefined) throw new AccountFileRefusal(at === 1 ? 'no-account-file' : 'unknown-line', at)
    validate(line)
    return line as AnyLine
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    const [fault] = error.errors ?? []
    if (error.code !== 'http/invalid' && at === 1) throw new AccountFileRefusal('no-account-file', at)
    throw new AccountFileRefusal('line-invalid', at, fault?.pointer ?? null)
  }
}

const PICTURE = Buffer.from('{"type":"picture",')

/** The lines of pictures alone, each of its shape: nothing else is read of the others. Throws AccountFileRefusal. */
export async function* readPictureLines(path: string): AsyncGenerator<Numbered<LineOf<'picture'>>> {
  let at = 0
  for await (const bytes of linesOf(path)) {
    at += 1
    if (!bytes.subarray(0, PICTURE.length).equals(PICTURE)) continue
    const line = lineOf(bytes, at)
    if (line.type === 'picture') yield Object.assign(line, { at })
  }
}

/** Cut at line feeds before anything is read as text, so that a line of any length costs no more than its limit. */
async function* linesOf(path: string): AsyncGenerator<Buffer> {
  let at = 0
  let rest: Buffer[] = []
  let length = 0
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    let start = 0
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      at += 1
      yield Buffer.concat([...rest, chunk.subarray(start, end)])
      rest = []
      length = 0
      start = end + 1
    }
    rest.push(chunk.subarray(start))
    length += chunk.length - start
    if (length > LINE_BYTES_MAX) throw new AccountFileRefusal('line-too-long', at + 1)
  }
  if (length > 0) yield Buffer.concat(rest)
}
