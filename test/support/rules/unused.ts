import { importsOf, isCode, isGenerated, moduleName, resolveImport } from '../imports.ts'
import type { Node, ParsedSource } from '../parsed-source.ts'
import { parseSource, rootName } from '../parsed-source.ts'
import type { Finding, SourceTree } from '../source-tree.ts'

/** Files the outside starts or reads by name: the program, tests, pages, tools, configuration and the published client. */
const entryPoints = [
  /^server\/(main\.ts|plinth\.mjs)$/,
  /^sdk\/((flags|openfeature)\/)?index\.ts$/,
  /^console\/src\/main\.tsx$/,
  /^(tools|bench)\//,
  /\.test\.tsx?$/,
  /(^|\/)[\w-]+\.config\.ts$/,
]
const door = /^server\/(platform|products)\/[^/]+\/index\.ts$/
const held = /^(server|console\/src|sdk|test\/support)\//

/** What no other file takes is not exported, and a file nobody imports is not there. */
export function unusedFindings(tree: SourceTree): Finding[] {
  const used = namesUsed(tree)
  return [...tree].flatMap(([path, text]) => {
    if (!isCode(path) || !held.test(path) || isGenerated(path) || entryPoints.some((entry) => entry.test(path)))
      return []
    const names = used.get(path)
    if (names === undefined)
      return [{ path, line: 1, rule: 'unused-file', instead: 'nothing imports it: delete it or use it' }]
    if (names === 'all') return []
    const file = parseSource(path, text)
    return exportsOf(file, door.test(path))
      .filter(({ name, node }) => !names.has(name) && !isPartOfAnotherExport(name, node, file))
      .map(({ name, node }) => {
        const instead = `${name} is imported nowhere: drop the export, or the code when nothing in the file needs it`
        return { path, line: file.lineAt(node.start), rule: 'unused-export', instead }
      })
  })
}

function namesUsed(tree: SourceTree): Map<string, Set<string> | 'all'> {
  const used = new Map<string, Set<string> | 'all'>()
  for (const [path, text] of tree) {
    if (!isCode(path)) continue
    for (const { specifier, names } of importsOf(parseSource(path, text))) {
      const target = resolveImport(path, specifier)
      if (target === undefined || target === path) continue
      const known = used.get(target) ?? new Set()
      used.set(target, names === 'all' || known === 'all' ? 'all' : new Set([...known, ...names]))
    }
  }
  return used
}

function exportsOf(file: ParsedSource, isDoor: boolean): { name: string; node: Node }[] {
  const statements = file.nodes('ExportNamedDeclaration')
  const declared = statements.flatMap(({ declaration }) => (declaration === null ? [] : namesDeclared(declaration)))
  const listed = statements.flatMap(({ specifiers }) =>
    specifiers.map((node) => ({ name: moduleName(node.exported), node })),
  )
  const byDefault = file.nodes('ExportDefaultDeclaration').map((node) => ({ name: 'default', node }))
  const published = isDoor ? publishedByDoor(file) : new Set()
  return [...declared, ...listed, ...byDefault].filter(({ name }) => !published.has(name))
}

/** A door may hold what no one in the tree takes yet: its types, and the events others can subscribe to. */
function publishedByDoor(file: ParsedSource): Set<string> {
  const events = importsOf(file).flatMap(({ specifier, names }) => (specifier === './events.ts' ? names : []))
  const types = file
    .nodes('ExportNamedDeclaration')
    .flatMap(({ declaration, specifiers, exportKind }) => [
      ...(declaration !== null && exportKind === 'type' ? namesDeclared(declaration).map(({ name }) => name) : []),
      ...specifiers
        .filter((node) => exportKind === 'type' || node.exportKind === 'type')
        .map(({ exported }) => moduleName(exported)),
    ])
  return new Set([...events, ...types])
}

/** A type that an exported signature names is published with it. */
function isPartOfAnotherExport(name: string, node: Node, file: ParsedSource): boolean {
  const own = exportAround(node, file)
  return file.nodes('TSTypeReference').some((reference) => {
    const around = exportAround(reference, file)
    return rootName(reference.typeName) === name && around !== undefined && around !== own
  })
}

function exportAround(node: Node, file: ParsedSource): Node | undefined {
  for (let at: Node | undefined = node; at !== undefined; at = file.parents.get(at)) {
    if (at.type === 'ExportNamedDeclaration') return at
  }
  return undefined
}

function namesDeclared(declaration: Node): { name: string; node: Node }[] {
  if (declaration.type === 'VariableDeclaration') return declaration.declarations.flatMap(({ id }) => namesBound(id))
  const id = 'id' in declaration ? declaration.id : null
  return id !== null && typeof id === 'object' ? namesBound(id) : []
}

function namesBound(pattern: Node): { name: string; node: Node }[] {
  if (pattern.type === 'Identifier') return [{ name: pattern.name, node: pattern }]
  if (pattern.type === 'ObjectPattern') {
    return pattern.properties.flatMap((property) => (property.type === 'Property' ? namesBound(property.value) : []))
  }
  return []
}
