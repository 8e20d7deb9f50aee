import { isUuid } from '../../kernel/id.ts'
import type { FieldFault } from '../../kernel/problem.ts'
import { safeHref } from './safe-href.ts'

/** A node of a structured text, in the shape ProseMirror and Tiptap have. */
export interface RichNode {
  readonly type: string
  readonly attrs?: Readonly<Record<string, unknown>>
  readonly content?: readonly RichNode[]
  readonly marks?: readonly RichMark[]
  readonly text?: string
}

export interface RichMark {
  readonly type: string
  readonly attrs?: Readonly<Record<string, unknown>>
}

/** With the body around it this stays below the nesting that the server reads at all. */
const DEPTH_MAX = 12
const NODES_MAX = 10_000
const TEXT_LENGTH_MAX = 400_000
const FAULTS_MAX = 20

type Attribute = (value: unknown) => boolean

interface AttributeRule {
  readonly is: Attribute
  readonly required?: true
}

interface NodeRule {
  /** What may stand in it; none: it is a leaf. */
  readonly holds?: ReadonlySet<string>
  readonly needsContent?: true
  readonly attrs?: Readonly<Record<string, AttributeRule>>
}

const isText =
  (lengthMax: number): Attribute =>
  (value) =>
    typeof value === 'string' && value.length <= lengthMax
const isWhole =
  (least: number, most: number): Attribute =>
  (value) =>
    Number.isInteger(value) && (value as number) >= least && (value as number) <= most

/** Name of a programming language. */
export function isLanguage(value: unknown): value is string {
  return typeof value === 'string' && /^[a-z0-9+#-]{1,30}$/.test(value)
}

const inline = new Set(['text', 'hardBreak'])
const within = ['paragraph', 'bulletList', 'orderedList', 'codeBlock', 'image']
const inQuote = new Set([...within, 'heading', 'blockquote'])
const inItem = new Set([...within, 'blockquote'])

const NODES: Readonly<Record<string, NodeRule>> = {
  doc: { holds: new Set([...inQuote, 'horizontalRule']) },
  paragraph: { holds: inline },
  heading: { holds: inline, attrs: { level: { is: isWhole(2, 4), required: true } } },
  bulletList: { holds: new Set(['listItem']), needsContent: true },
  orderedList: { holds: new Set(['listItem']), needsContent: true, attrs: { start: { is: isWhole(0, 100_000) } } },
  listItem: { holds: inItem, needsContent: true },
  blockquote: { holds: inQuote, needsContent: true },
  codeBlock: {
    holds: new Set(['text']),
    attrs: { language: { is: isLanguage } },
  },
  image: {
    attrs: {
      fileId: { is: (value) => typeof value === 'string' && isUuid(value), required: true },
      alt: { is: isText(500), required: true },
      caption: { is: isText(500) },
    },
  },
  horizontalRule: {},
  hardBreak: {},
  text: {},
}

const MARKS: Readonly<Record<string, NonNullable<NodeRule['attrs']>>> = {
  bold: {},
  italic: {},
  code: {},
  link: { href: { is: (value) => safeHref(value) !== null, required: true } },
}

type Faults = Generator<FieldFault, void>

/** What is wrong with a structured text, at most 20 faults, each with its JSON Pointer below `pointer`. None: it may be stored and shown. */
export function richTextFaults(doc: unknown, pointer: string): FieldFault[] {
  return [...checkDocument(doc, pointer).take(FAULTS_MAX)]
}

function* checkDocument(doc: unknown, pointer: string): Faults {
  if (isObject(doc) && doc.type !== 'doc') yield fault(`${pointer}/type`, 'not-a-choice', 'is doc')
  else yield* checkNode({ nodes: 0, textLength: 0 }, doc, { pointer, depth: 0 })
}

interface Size {
  nodes: number
  textLength: number
}

interface Place {
  readonly pointer: string
  readonly depth: number
}

function fault(pointer: string, code: string, detail: string): FieldFault {
  return { pointer, code, detail }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function ruleOf(node: Record<string, unknown>): NodeRule | undefined {
  return typeof node.type === 'string' && Object.hasOwn(NODES, node.type) ? NODES[node.type] : undefined
}

function* checkNode(size: Size, node: unknown, place: Place): Faults {
  const { pointer, depth } = place
  const rule = isObject(node) ? ruleOf(node) : undefined
  size.nodes += 1
  if (!isObject(node)) yield fault(pointer, 'type', 'is a node')
  else if (size.nodes > NODES_MAX) yield fault(pointer, 'too-many', `the text has at most ${NODES_MAX} nodes`)
  else if (depth > DEPTH_MAX) yield fault(pointer, 'depth', `is nested deeper than ${DEPTH_MAX}`)
  else if (rule === undefined) yield fault(`${pointer}/type`, 'unknown-node', 'is not a node that is known here')
  else if (node.type === 'text') {
    yield* checkNames(node, ['type', 'text', 'marks'], pointer)
    yield* checkText(size, node, pointer)
  } else {
    yield* checkNames(node, ['type', 'attrs', 'content'], pointer)
    yield* checkAttributes(node.attrs, rule.attrs ?? {}, pointer)
    yield* checkContent(size, node, rule, place)
  }
}

function* checkNames(value: Record<string, unknown>, known: readonly string[], pointer: string): Faults {
  for (const name of Object.keys(value))
    if (!known.includes(name)) yield fault(`${pointer}/${escaped(name)}`, 'unknown-property', 'is not known here')
}

function* checkContent(size: Size, node: Record<string, unknown>, rule: NodeRule, { pointer, depth }: Place): Faults {
  const content = node.content ?? []
  if (!Array.isArray(content)) {
    yield fault(`${pointer}/content`, 'type', 'is a list of nodes')
    return
  }
  if (rule.needsContent === true && content.length === 0)
    yield fault(`${pointer}/content`, 'too-few', 'has at least one node')
  for (const [at, child] of content.entries()) {
    const below = `${pointer}/content/${at}`
    const isMisplaced = isObject(child) && ruleOf(child) !== undefined && rule.holds?.has(String(child.type)) !== true
    if (isMisplaced) yield fault(`${below}/type`, 'misplaced', `does not stand in ${String(node.type)}`)
    else yield* checkNode(size, child, { pointer: below, depth: depth + 1 })
    if (node.type === 'codeBlock' && isObject(child) && child.marks !== undefined)
      yield fault(`${below}/marks`, 'misplaced', 'does not stand in codeBlock')
  }
}

function* checkText(size: Size, { text, marks = [] }: Record<string, unknown>, pointer: string): Faults {
  if (typeof text !== 'string' || text === '') {
    yield fault(`${pointer}/text`, 'too-short', 'is not empty')
    return
  }
  if (!text.isWellFormed() || text.includes('\0')) yield fault(`${pointer}/text`, 'text', 'cannot be stored')
  size.textLength += text.length
  if (size.textLength > TEXT_LENGTH_MAX)
    yield fault(`${pointer}/text`, 'too-long', `the text has at most ${TEXT_LENGTH_MAX} characters`)
  if (Array.isArray(marks)) yield* checkMarks(marks, pointer)
  else yield fault(`${pointer}/marks`, 'type', 'is a list of marks')
}

function* checkMarks(marks: readonly unknown[], pointer: string): Faults {
  const seen = new Set<string>()
  for (const [at, mark] of marks.entries()) {
    const below = `${pointer}/marks/${at}`
    const name = isObject(mark) ? String(mark.type) : ''
    if (!isObject(mark) || !Object.hasOwn(MARKS, name)) {
      yield fault(`${below}/type`, 'unknown-mark', 'is not a mark that is known here')
      continue
    }
    if (seen.has(name)) yield fault(`${below}/type`, 'twice', 'stands there twice')
    seen.add(name)
    yield* checkNames(mark, ['type', 'attrs'], below)
    yield* checkAttributes(mark.attrs, MARKS[name] ?? {}, below)
  }
}

function* checkAttributes(attrs: unknown, known: NonNullable<NodeRule['attrs']>, pointer: string): Faults {
  if (attrs !== undefined && !isObject(attrs)) {
    yield fault(`${pointer}/attrs`, 'type', 'is an object')
    return
  }
  const given = attrs ?? {}
  yield* checkNames(given, Object.keys(known), `${pointer}/attrs`)
  for (const [name, { is, required }] of Object.entries(known)) {
    const value = given[name]
    if (value === undefined) {
      if (required === true) yield fault(`${pointer}/attrs/${name}`, 'required', 'is missing')
    } else if (!is(value)) yield fault(`${pointer}/attrs/${name}`, 'value', 'has a value that is not accepted')
  }
}

function escaped(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1')
}

/** Every node below and with `node`. */
export function* nodesOf(node: RichNode): Generator<RichNode> {
  yield node
  for (const child of node.content ?? []) yield* nodesOf(child)
}
