import { posix } from 'node:path'
import type { Node, ParsedSource } from './parsed-source.ts'
import { memberName, parseSource, stringOf } from './parsed-source.ts'
import type { SourceTree } from './source-tree.ts'

/** `names` lists what is taken from the module; 'all' when that cannot be told (a namespace, `import()`, a worker's URL). */
export type Import = {
  readonly specifier: string
  readonly line: number
  readonly names: readonly string[] | 'all'
  readonly reexports: boolean
}

const code = /\.(ts|tsx|mts|mjs|js)$/

export function isCode(path: string): boolean {
  return code.test(path) && !path.endsWith('.d.ts')
}

export function isGenerated(path: string): boolean {
  return path === 'sdk/generated.ts' || path.startsWith('contract/') || path.endsWith('.gen.ts')
}

/** Every module a file names: static, type-only, dynamic, `import('x').T`, re-exports and a worker's `new URL('x.ts', import.meta.url)`. */
export function importsOf(file: ParsedSource): Import[] {
  const found: Import[] = []
  const add = (
    node: Node,
    specifier: string | undefined,
    names: readonly string[] | 'all',
    reexports = false,
  ): void => {
    if (specifier !== undefined) found.push({ specifier, line: file.lineAt(node.start), names, reexports })
  }
  for (const node of file.nodes('ImportDeclaration')) add(node, node.source.value, namesImported(node.specifiers))
  for (const node of file.nodes('ExportAllDeclaration')) add(node, node.source.value, 'all', true)
  for (const node of file.nodes('ExportNamedDeclaration')) {
    if (node.source === null) continue
    add(
      node,
      node.source.value,
      node.specifiers.map((specifier) => moduleName(specifier.local)),
      true,
    )
  }
  for (const node of file.nodes('ImportExpression')) add(node, stringOf(node.source), 'all')
  for (const node of file.nodes('TSImportType')) add(node, stringOf(node.source), 'all')
  for (const node of file.nodes('NewExpression')) {
    if (node.callee.type !== 'Identifier' || node.callee.name !== 'URL') continue
    const [target, base] = node.arguments
    const module = stringOf(target) ?? ''
    if (isCode(module) && base !== undefined && memberName(base) === 'url') add(node, module, 'all')
  }
  return found
}

function namesImported(specifiers: readonly Node[]): readonly string[] | 'all' {
  const names: string[] = []
  for (const specifier of specifiers) {
    if (specifier.type === 'ImportNamespaceSpecifier') return 'all'
    if (specifier.type === 'ImportDefaultSpecifier') names.push('default')
    if (specifier.type === 'ImportSpecifier') names.push(moduleName(specifier.imported))
  }
  return names
}

/** The name of an import or export specifier, which may be written as a string. */
export function moduleName(node: Node): string {
  return node.type === 'Identifier' ? node.name : (stringOf(node) ?? '')
}

/** The path a specifier means in the tree; undefined for packages and for paths that leave the tree. */
export function resolveImport(from: string, specifier: string): string | undefined {
  if (specifier === '@plinth/sdk') return 'sdk/index.ts'
  if (specifier === '@plinth/sdk/flags') return 'sdk/flags/index.ts'
  if (!specifier.startsWith('.')) return undefined
  const path = posix.join(posix.dirname(from), specifier.replace(/[?#].*$/, ''))
  return path.startsWith('..') ? undefined : path
}

/** The code files of a tree and the files of the tree each of them imports. */
export function importGraph(tree: SourceTree): Map<string, string[]> {
  const graph = new Map<string, string[]>()
  for (const [path, text] of tree) {
    if (!isCode(path)) continue
    const targets = importsOf(parseSource(path, text)).flatMap(({ specifier }) => {
      const target = resolveImport(path, specifier)
      return target !== undefined && tree.has(target) && isCode(target) ? [target] : []
    })
    graph.set(path, [...new Set(targets)])
  }
  return graph
}
