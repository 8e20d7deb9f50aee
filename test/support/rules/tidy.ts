import { isCode, isGenerated } from '../imports.ts'
import { parseSource } from '../parsed-source.ts'
import type { Finding } from '../source-tree.ts'
import { commentFindings } from './comments.ts'
import { docstringFindings } from './docstrings.ts'
import { moduleFindings } from './modules.ts'
import { fileSizeFindings, functionSizeFindings } from './size.ts'
import { syntaxFindings } from './syntax.ts'
import { testFindings } from './tests.ts'
import { aliasFindings, pathFindings, textFindings } from './text.ts'

const codeRules = [
  commentFindings,
  docstringFindings,
  functionSizeFindings,
  moduleFindings,
  syntaxFindings,
  testFindings,
]
const held = /^(server|console|sdk|test|tools)\//
const fixture = /^test\/fixtures\//

/** What one file breaks of the rules that need no other file. */
export function fileFindings(path: string, text: string): Finding[] {
  if (isGenerated(path) || fixture.test(path)) return []
  const anywhere = [...textFindings(path, text), ...pathFindings(path), ...aliasFindings(path, text)]
  if (!held.test(path) || !isCode(path)) return anywhere
  const file = parseSource(path, text)
  return [...anywhere, ...fileSizeFindings(path, text), ...codeRules.flatMap((rule) => rule(file))]
}
