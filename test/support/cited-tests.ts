import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type NodeOf, type ParsedSource, parseSource } from './parsed-source.ts'

const root = join(import.meta.dirname, '../..')

/** What a file holds that a test could be named by: texts, and templates as patterns. */
interface Names {
  readonly texts: ReadonlySet<string>
  readonly patterns: readonly RegExp[]
}

/** The citations that no test stands behind: a file that is not there, or a name that no text or template in it can be. */
export function unfounded(citations: readonly { readonly file: string; readonly test: string }[]): string[] {
  const namesByFile = new Map<string, Names>()
  return citations.flatMap(({ file, test }) => {
    if (!existsSync(join(root, file))) return [`there is no ${file}`]
    const names = namesByFile.get(file) ?? namesIn(file)
    namesByFile.set(file, names)
    const found = names.texts.has(test) || names.patterns.some((pattern) => pattern.test(test))
    return found ? [] : [`no test in ${file} is named: ${test}`]
  })
}

/** Of the file and of the suites and tables it takes its tests from. */
function namesIn(file: string): Names {
  const own = sourceOf(file)
  const shared = own
    .nodes('ImportDeclaration')
    .map(({ source }) => source.value)
    .filter((path) => path.endsWith('-suite.test-support.ts') || path.includes('/bad-inputs/'))
    .map((path) => sourceOf(join(dirname(file), path)))
  const sources = [own, ...shared]
  return {
    texts: new Set(
      sources.flatMap((source) =>
        source.nodes('Literal').flatMap(({ value }) => (typeof value === 'string' ? [value] : [])),
      ),
    ),
    patterns: sources.flatMap(titlePatterns),
  }
}

function sourceOf(file: string) {
  return parseSource(file, readFileSync(join(root, file), 'utf8'))
}

/** Of the templates that stand as the title of a test and have any fixed text. */
function titlePatterns(source: ParsedSource): RegExp[] {
  return source.nodes('TemplateLiteral').flatMap((template) => {
    const call = source.parents.get(template)
    const isTitle = call?.type === 'CallExpression' && call.arguments[0] === template
    return isTitle && template.quasis.some(({ value }) => value.raw !== '') ? [patternOf(template)] : []
  })
}

function patternOf({ quasis }: NodeOf<'TemplateLiteral'>): RegExp {
  const parts = quasis.map(({ value }) => (value.cooked ?? value.raw).replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*')}$`, 's')
}
