import { importsOf } from '../imports.ts'
import type { Node, ParsedSource } from '../parsed-source.ts'
import type { Finding } from '../source-tree.ts'

const mayExportDefault = /(^|\/)[\w-]+\.config\.ts$/
const door = /^(server\/(platform|products)\/[^/]+|sdk(\/(flags|openfeature))?)\/index\.ts$/
const indexFile = /(^|\/)index\.tsx?$/

/** Named exports, relative imports with their extension, and index.ts only as a door. */
export function moduleFindings(file: ParsedSource): Finding[] {
  const at = (line: number, rule: string, instead: string): Finding => ({ path: file.path, line, rule, instead })
  const found = importsOf(file).flatMap(({ specifier, line }) => {
    if (/^(#|~|@\/)/.test(specifier)) return [at(line, 'alias', `${specifier}: import by relative path`)]
    if (!specifier.startsWith('.') || namesAFile(specifier)) return []
    // A build configuration may name a plain script that is served as it is.
    if (mayExportDefault.test(file.path) && specifier.endsWith('.js')) return []
    return [at(line, 'extension', `${specifier}: write the file's own extension, .ts or .tsx`)]
  })
  for (const node of defaultExports(file)) {
    if (!mayExportDefault.test(file.path))
      found.push(at(file.lineAt(node.start), 'default-export', 'export it by its name'))
  }
  if (door.test(file.path)) return found
  if (indexFile.test(file.path))
    found.push(at(1, 'index', 'index.ts is the door of a unit; name this file for what it holds'))
  if (isBarrel(file)) found.push(at(1, 'barrel', 'import from the files themselves'))
  return found
}

function namesAFile(specifier: string): boolean {
  const last =
    specifier
      .replace(/[?#].*$/, '')
      .split('/')
      .at(-1) ?? ''
  return /\.\w+$/.test(last) && !/\.(js|jsx)$/.test(last)
}

function defaultExports(file: ParsedSource): Node[] {
  const renamed = file
    .nodes('ExportNamedDeclaration')
    .filter(({ specifiers }) =>
      specifiers.some(({ exported }) => exported.type === 'Identifier' && exported.name === 'default'),
    )
  return [...file.nodes('ExportDefaultDeclaration'), ...renamed]
}

/** Nothing of its own: every statement imports or passes on. */
function isBarrel(file: ParsedSource): boolean {
  const passesOn = (node: Node): boolean =>
    node.type === 'ExportAllDeclaration' || (node.type === 'ExportNamedDeclaration' && node.declaration === null)
  return file.body.some(passesOn) && file.body.every((node) => passesOn(node) || node.type === 'ImportDeclaration')
}
