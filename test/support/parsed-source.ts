import { type ESTree, parseSync } from 'rolldown/utils'

export type Node = ESTree.Node
export type NodeOf<Type extends Node['type']> = Extract<Node, { type: Type }>
export type FunctionNode = NodeOf<'FunctionDeclaration' | 'FunctionExpression' | 'ArrowFunctionExpression'>

export type Comment = {
  readonly kind: 'Line' | 'Block'
  readonly text: string
  readonly start: number
  readonly end: number
}

/** A parsed file, its syntax nodes in source order, each with the node around it. */
export type ParsedSource = {
  readonly path: string
  readonly text: string
  readonly body: readonly Node[]
  readonly comments: readonly Comment[]
  readonly syntaxErrors: readonly string[]
  readonly parents: ReadonlyMap<Node, Node>
  lineAt(offset: number): number
  nodes<Type extends Node['type']>(...types: Type[]): NodeOf<Type>[]
}

const parsedByPath = new Map<string, ParsedSource>()

/** Parses TypeScript, TSX or JavaScript with the parser the console is built with; remembered until the text changes. */
export function parseSource(path: string, text: string): ParsedSource {
  const known = parsedByPath.get(path)
  if (known?.text === text) return known
  const parsed = parse(path, text)
  parsedByPath.set(path, parsed)
  return parsed
}

/** Whether `text` stands as a module by itself, and the statements in it. */
export function parseFragment(text: string): readonly Node[] | undefined {
  const { program, errors } = parseSync('fragment.tsx', text)
  return errors.length === 0 ? program.body : undefined
}

function parse(path: string, text: string): ParsedSource {
  const { program, comments, errors } = parseSync(path, text)
  const byType = new Map<string, Node[]>()
  const parents = new Map<Node, Node>()
  index(program, byType, parents)
  const lineStarts = [0, ...[...text.matchAll(/\n/g)].map((match) => match.index + 1)]
  return {
    path,
    text,
    body: program.body,
    comments: comments.map(({ type, value, start, end }) => ({ kind: type, text: value, start, end })),
    syntaxErrors: errors.map((error) => error.message),
    parents,
    lineAt: (offset) => lastAtOrBelow(lineStarts, offset) + 1,
    nodes: <Type extends Node['type']>(...types: Type[]) =>
      types.flatMap((type) => (byType.get(type) ?? []) as NodeOf<Type>[]),
  }
}

function index(root: Node, byType: Map<string, Node[]>, parents: Map<Node, Node>): void {
  const pending: Node[] = [root]
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    const sameType = byType.get(node.type)
    if (sameType === undefined) byType.set(node.type, [node])
    else sameType.push(node)
    for (const value of Object.values(node)) {
      for (const child of Array.isArray(value) ? value : [value]) {
        if (!isNode(child)) continue
        parents.set(child, node)
        pending.push(child)
      }
    }
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
}

function lastAtOrBelow(ascending: readonly number[], offset: number): number {
  let low = 0
  let high = ascending.length - 1
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if ((ascending[middle] ?? 0) <= offset) low = middle
    else high = middle - 1
  }
  return low
}

/** The identifier a call or member chain starts from: `assert` of `assert.rejects(...)`, `t` of `t.assert.equal(...)`. */
export function rootName(node: Node): string | undefined {
  if (node.type === 'Identifier') return node.name
  if (node.type === 'MemberExpression') return rootName(node.object)
  if (node.type === 'CallExpression') return rootName(node.callee)
  return undefined
}

/** The name after the dot of `object.name`; undefined for anything else, computed access included. */
export function memberName(node: Node): string | undefined {
  return node.type === 'MemberExpression' && node.property.type === 'Identifier' && !node.computed
    ? node.property.name
    : undefined
}

/** The text of a string literal, or of a template with its values left out. */
export function stringOf(node: Node | null | undefined): string | undefined {
  if (node?.type === 'Literal' && typeof node.value === 'string') return node.value
  if (node?.type === 'TemplateLiteral') return node.quasis.map((part) => part.value.cooked ?? '').join('')
  return undefined
}
