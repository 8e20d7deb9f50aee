import type { FunctionNode, Node, ParsedSource } from '../parsed-source.ts'
import { rootName } from '../parsed-source.ts'
import type { Finding } from '../source-tree.ts'

const fileLinesMax = 400
const functionLinesMax = 70
const parametersMax = 4

const suites = new Set(['describe', 'suite', 'test', 'it', 'before', 'after', 'beforeEach', 'afterEach'])

export function fileSizeFindings(path: string, text: string): Finding[] {
  const lines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0)
  if (lines <= fileLinesMax) return []
  return [
    {
      path,
      line: fileLinesMax + 1,
      rule: 'file-size',
      instead: `${lines} lines: split by what changes together, ${fileLinesMax} at most`,
    },
  ]
}

/** Functions fit on a screen and take few parameters; the callbacks that only group tests are as long as their tests. */
export function functionSizeFindings(file: ParsedSource): Finding[] {
  const functions: FunctionNode[] = file.nodes('FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression')
  return functions.flatMap((node) => {
    const line = file.lineAt(node.start)
    const lines = file.lineAt(node.end - 1) - line + 1
    const parameters = node.params.filter((parameter) => rootName(parameter) !== 'this').length
    const found: Finding[] = []
    if (lines > functionLinesMax && !groupsTests(node, file)) {
      const instead = `${lines} lines: keep the control flow here and move leaves out, ${functionLinesMax} at most`
      found.push({ path: file.path, line, rule: 'function-size', instead })
    }
    if (parameters > parametersMax) {
      found.push({
        path: file.path,
        line,
        rule: 'parameters',
        instead: `${parameters}: take one object, ${parametersMax} at most`,
      })
    }
    return found
  })
}

function groupsTests(node: Node, file: ParsedSource): boolean {
  const parent = file.parents.get(node)
  return (
    file.path.endsWith('.test.ts') && parent?.type === 'CallExpression' && suites.has(rootName(parent.callee) ?? '')
  )
}
