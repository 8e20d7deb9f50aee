import type { Comment, Node, ParsedSource } from '../parsed-source.ts'
import { parseFragment } from '../parsed-source.ts'
import type { Finding } from '../source-tree.ts'

const marker = /\b(TODO|WIP|TBD)\b(?!\([^)]+\): \S)|@todo\b|^\s*(todo|fixme|xxx|hack|bug):/
const ruler = /^\s*[-=*#~_+/─━═]{4,}|[-=*#~─━═]{4,}\s*$/
const checkerSilenced = /@ts-(ignore|nocheck)\b|@ts-expect-error\s*$/

/** Comments say why, in words: no banners, no code, no silenced type checker, and two markers only. */
export function commentFindings(file: ParsedSource): Finding[] {
  const at = (start: number, rule: string, instead: string): Finding => ({
    path: file.path,
    line: file.lineAt(start),
    rule,
    instead,
  })
  const perComment = file.comments.flatMap((comment) => {
    const lines = comment.text.split('\n').map((line) => line.replace(/^\s*\*(?!\*)/, ''))
    const found: Finding[] = []
    if (lines.some((line) => marker.test(line))) {
      found.push(
        at(
          comment.start,
          'marker',
          'NOTE: for what the reader must know, TODO(reason): for what is left, or do it now',
        ),
      )
    }
    if (lines.some((line) => ruler.test(line) && !/BEGIN|END/.test(line))) {
      found.push(at(comment.start, 'banner', 'a file that needs chapters is two files; else a plain sentence'))
    }
    if (checkerSilenced.test(comment.text)) {
      found.push(at(comment.start, 'silenced-check', 'mend the type, or @ts-expect-error with the reason behind it'))
    }
    return found
  })
  const code = runsOfComments(file).filter(({ text }) => isCode(text))
  return [...perComment, ...code.map(({ start }) => at(start, 'commented-code', 'delete it: the history keeps it'))]
}

/** Line comments on consecutive lines are read as one; docstrings may show examples, so they are left out. */
function runsOfComments(file: ParsedSource): { text: string; start: number }[] {
  const runs: { text: string; start: number; lastLine: number }[] = []
  for (const comment of file.comments) {
    if (comment.kind === 'Block') {
      if (!comment.text.startsWith('*')) runs.push({ text: comment.text, start: comment.start, lastLine: -1 })
      continue
    }
    const line = file.lineAt(comment.start)
    const run = runs.at(-1)
    if (run !== undefined && run.lastLine === line - 1 && ownsItsLine(comment, file)) {
      run.text += `\n${comment.text}`
      run.lastLine = line
    } else {
      runs.push({ text: comment.text, start: comment.start, lastLine: ownsItsLine(comment, file) ? line : -1 })
    }
  }
  return runs
}

function ownsItsLine(comment: Comment, file: ParsedSource): boolean {
  const lineStart = file.text.lastIndexOf('\n', comment.start - 1) + 1
  return file.text.slice(lineStart, comment.start).trim() === ''
}

function isCode(text: string): boolean {
  return [text, ...text.split('\n')].some(readsAsCode)
}

/** Prose seldom parses; what does (a word, a formula, `see: this`) must also do something only code does. */
function readsAsCode(text: string): boolean {
  const trimmed = text.trim().replace(/^\*/, '')
  if (!/[=({;[<]/.test(trimmed)) return false
  const completed = [trimmed, `${trimmed}}`, `async () => {${trimmed}}`, `async () => {${trimmed}}}`]
  return completed.some((candidate, at) => {
    const statements = parseFragment(candidate)
    if (statements === undefined) return false
    return (at < 2 ? statements : insideArrow(statements)).some(onlyCodeDoes)
  })
}

function insideArrow([statement]: readonly Node[]): readonly Node[] {
  if (statement?.type !== 'ExpressionStatement' || statement.expression.type !== 'ArrowFunctionExpression') return []
  const { body } = statement.expression
  return body?.type === 'BlockStatement' ? body.body : []
}

const alwaysCode = new Set<Node['type']>([
  ...([
    'ImportDeclaration',
    'ExportNamedDeclaration',
    'ExportAllDeclaration',
    'FunctionDeclaration',
    'VariableDeclaration',
  ] as const),
  ...(['IfStatement', 'ForStatement', 'ForOfStatement', 'WhileStatement', 'TryStatement', 'ThrowStatement'] as const),
  ...(['TSTypeAliasDeclaration', 'TSInterfaceDeclaration'] as const),
])

function onlyCodeDoes(statement: Node): boolean {
  if (statement.type === 'ReturnStatement') return statement.argument !== null && runs(statement.argument)
  return statement.type === 'ExpressionStatement' ? runs(statement.expression) : alwaysCode.has(statement.type)
}

function runs(expression: Node): boolean {
  if (
    expression.type === 'AwaitExpression' ||
    expression.type === 'CallExpression' ||
    expression.type === 'NewExpression'
  )
    return true
  if (expression.type === 'JSXElement') return true
  return expression.type === 'AssignmentExpression' && expression.left.type === 'MemberExpression'
}
