import type { Node, ParsedSource } from '../parsed-source.ts'
import type { Finding } from '../source-tree.ts'

const held = /^server\/(kernel\/.+|(platform|products)\/[^/]+\/index)\.ts$/

/** Every function others call of the kernel or of a door says what it guarantees. */
export function docstringFindings(file: ParsedSource): Finding[] {
  if (!held.test(file.path) || file.path.endsWith('.test.ts')) return []
  return file.nodes('ExportNamedDeclaration').flatMap((node) => {
    const name = functionDeclared(node.declaration)
    if (name === undefined || isDocumented(node, file)) return []
    const instead = `${name}: say what it guarantees, units and shapes, which problems it throws; not the types again`
    return [{ path: file.path, line: file.lineAt(node.start), rule: 'docstring', instead }]
  })
}

function functionDeclared(declaration: Node | null): string | undefined {
  if (declaration?.type === 'FunctionDeclaration') return declaration.id?.name
  if (declaration?.type !== 'VariableDeclaration') return undefined
  const bound = declaration.declarations.find(({ init }) => init?.type === 'ArrowFunctionExpression')
  return bound?.id.type === 'Identifier' ? bound.id.name : undefined
}

/** Overloads share the docstring of the first of them. */
function isDocumented(node: Node, file: ParsedSource): boolean {
  const before = file.text.slice(0, node.start).trimEnd()
  if (before.endsWith('*/')) return file.comments.some(({ end, text }) => end === before.length && text.startsWith('*'))
  const previous = file.body[file.body.indexOf(node) - 1]
  const isOverload = previous?.type === 'ExportNamedDeclaration' && previous.declaration?.type === 'TSDeclareFunction'
  return isOverload && isDocumented(previous, file)
}
