import type { Node, NodeOf, ParsedSource } from '../parsed-source.ts'
import { memberName, rootName, stringOf } from '../parsed-source.ts'
import type { Finding } from '../source-tree.ts'

const declaring = new Set(['test', 'it', 'describe', 'suite'])
/** `cases` is the table of test/support: it asserts outcome and effects of every row. */
const asserting = new Set(['assert', 'expect', 'cases'])

/** Tests are named by a sentence that states, can fail, and are left out only for a reason that is printed. */
export function testFindings(file: ParsedSource): Finding[] {
  const at = (node: Node | undefined, rule: string, instead: string): Finding => ({
    path: file.path,
    line: node === undefined ? 1 : file.lineAt(node.start),
    rule,
    instead,
  })
  const calls = file.nodes('CallExpression')
  const unsure = namesOfTests(file, calls).filter((node) => /\bshould\b/i.test(stringOf(node) ?? ''))
  const found = unsure.map((node) => at(node, 'test-name', 'say what is: "refuses the same bytes twice"'))
  for (const node of [...calls.filter(leavesOutByCall), ...file.nodes('Property').filter(leavesOutByOption)]) {
    found.push(
      at(node, 'left-out-test', "say why: t.skip('needs redis-server: ...') or { skip: reason }; .only never stays"),
    )
  }
  if (!file.path.endsWith('.test.ts') && !file.path.endsWith('.test.tsx')) return found
  const canFail = calls.some(
    ({ callee }) => asserting.has(rootName(callee) ?? '') || memberNames(callee).includes('assert'),
  )
  return canFail ? found : [...found, at(undefined, 'no-assertion', 'a test that asserts nothing cannot fail')]
}

function namesOfTests(file: ParsedSource, calls: readonly NodeOf<'CallExpression'>[]): Node[] {
  const titles = calls
    .filter(({ callee }) => declaring.has(rootName(callee) ?? '') || memberName(callee) === 'test')
    .flatMap((call) => call.arguments.slice(0, 1))
  const rows = file
    .nodes('Property')
    .filter(({ key }) => rootName(key) === 'name' && file.path.includes('.test.'))
    .map(({ value }) => value)
  return [...titles, ...rows]
}

function memberNames(node: Node): string[] {
  if (node.type !== 'MemberExpression') return []
  return [memberName(node) ?? '', ...memberNames(node.object)]
}

/** `test.skip('name', ...)` gives no reason; `t.skip()` must give one. */
function leavesOutByCall({ callee, arguments: [first] }: NodeOf<'CallExpression'>): boolean {
  if (callee.type !== 'MemberExpression') return false
  const name = memberName(callee)
  const onDeclaration = callee.object.type === 'Identifier' && declaring.has(callee.object.name)
  if (name === 'only') return onDeclaration
  if (name !== 'skip' && name !== 'todo') return false
  if (onDeclaration) return true
  const onContext = callee.object.type === 'Identifier' && /^(t|context|ctx|test\w*)$/.test(callee.object.name)
  return onContext && (first === undefined || stringOf(first)?.trim() === '')
}

function leavesOutByOption({ key, value }: NodeOf<'Property'>): boolean {
  const name = rootName(key)
  if (name !== 'skip' && name !== 'todo' && name !== 'only') return false
  return value.type === 'Literal' && (value.value === true || value.value === '')
}
