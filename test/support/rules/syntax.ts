import type { Node, ParsedSource } from '../parsed-source.ts'
import { memberName, rootName } from '../parsed-source.ts'
import type { Finding } from '../source-tree.ts'

type Hit = { readonly node: Node; readonly rule: string; readonly instead: string }

/** Language and runtime features that have one better way here. */
export function syntaxFindings(file: ParsedSource): Finding[] {
  const broken = file.syntaxErrors.map((message) => ({
    path: file.path,
    line: 1,
    rule: 'syntax',
    instead: `does not parse: ${message}`,
  }))
  const hits = [
    ...bannedTypes(file),
    ...environmentReads(file),
    ...consoleUses(file),
    ...clockReads(file),
    ...swallowedErrors(file),
  ]
  return [
    ...broken,
    ...hits.map(({ node, rule, instead }) => ({ path: file.path, line: file.lineAt(node.start), rule, instead })),
  ]
}

function bannedTypes(file: ParsedSource): Hit[] {
  const banned = (nodes: readonly Node[], rule: string, instead: string): Hit[] =>
    nodes.map((node) => ({ node, rule, instead }))
  const definite = file.nodes('VariableDeclarator', 'PropertyDefinition').filter((node) => node.definite)
  const namespaces = file.nodes('TSModuleDeclaration').filter((node) => node.kind === 'namespace')
  return [
    ...banned(file.nodes('TSEnumDeclaration'), 'enum', "a union of strings: type Role = 'admin' | 'staff'"),
    ...banned(namespaces, 'namespace', 'a module is the namespace'),
    ...banned(file.nodes('Decorator'), 'decorator', 'call the function and hand the result on'),
    ...banned(anyWithoutReason(file), 'any', 'unknown, narrowed where it enters'),
    ...banned(file.nodes('TSNonNullExpression'), 'non-null', 'narrow it, or throw with the reason it cannot be absent'),
    ...banned(definite, 'non-null', 'give it its value where it is declared'),
  ]
}

/** The linter's own exception, with its reason on the line above, is the one way to keep an `any`. */
function anyWithoutReason(file: ParsedSource): Node[] {
  const excused = file.comments
    .filter(({ text }) => /^\s*biome-ignore lint\/suspicious\/noExplicitAny: \S/.test(text))
    .map(({ start }) => file.lineAt(start) + 1)
  return file.nodes('TSAnyKeyword').filter(({ start }) => !excused.includes(file.lineAt(start)))
}

const mayReadEnvironment = /^(server\/kernel\/config(\.ts$|\.test\.ts$|\/)|tools\/|test\/|bench\/)/

function environmentReads(file: ParsedSource): Hit[] {
  if (mayReadEnvironment.test(file.path)) return []
  const instead = 'configuration is read once in server/kernel/config and handed on in slices'
  const members = file
    .nodes('MemberExpression')
    .filter((node) => rootName(node.object) === 'process' && memberName(node) === 'env')
  const bound = file.nodes('VariableDeclarator').filter(({ init, id }) => {
    return (
      init !== null && rootName(init) === 'process' && id.type === 'ObjectPattern' && namesKey(id.properties, 'env')
    )
  })
  const imported = file.nodes('ImportDeclaration').filter(({ source, specifiers }) => {
    return (
      /^(node:)?process$/.test(source.value) &&
      specifiers.some((one) => one.type === 'ImportSpecifier' && rootName(one.imported) === 'env')
    )
  })
  return [...members, ...bound, ...imported].map((node) => ({ node, rule: 'environment', instead }))
}

function namesKey(properties: readonly Node[], key: string): boolean {
  return properties.some((property) => property.type === 'Property' && rootName(property.key) === key)
}

function consoleUses(file: ParsedSource): Hit[] {
  if (!file.path.startsWith('server/') || /^server\/(main\.ts$|commands\/)/.test(file.path)) return []
  return file
    .nodes('MemberExpression')
    .filter((node) => node.object.type === 'Identifier' && node.object.name === 'console')
    .map((node) => ({ node, rule: 'console', instead: 'request.log or the logger handed in, with fields' }))
}

/** The one clock, and the attack suite, which measures a server from outside. */
const mayReadClock = /^server\/(kernel\/clock\.ts$|audit-auth\/)/

function clockReads(file: ParsedSource): Hit[] {
  if (!file.path.startsWith('server/') || file.path.endsWith('.test.ts') || mayReadClock.test(file.path)) return []
  const fresh = file.nodes('NewExpression').filter((node) => isName(node.callee, 'Date') && node.arguments.length === 0)
  const called = file.nodes('CallExpression').filter((node) => isName(node.callee, 'Date'))
  const now = file
    .nodes('MemberExpression')
    .filter((node) => memberName(node) === 'now' && readsClock(node.object, file.path))
  return [...fresh, ...called, ...now].map((node) => ({
    node,
    rule: 'clock',
    instead: 'the clock handed in (kernel/clock.ts), which tests set',
  }))
}

/** `performance.now` measures a duration, which is the kernel's to do. */
function readsClock(object: Node, path: string): boolean {
  return isName(object, 'Date') || (isName(object, 'performance') && !path.startsWith('server/kernel/'))
}

function isName(node: Node, name: string): boolean {
  return node.type === 'Identifier' && node.name === name
}

function swallowedErrors(file: ParsedSource): Hit[] {
  const silent = (body: Node): boolean => !file.comments.some(({ start, end }) => start > body.start && end < body.end)
  const instead = 'handle it, let it pass, or say in a comment why it may be dropped'
  const caught = file.nodes('CatchClause').filter(({ body }) => body.body.length === 0 && silent(body))
  const chained = file.nodes('CallExpression').filter((node) => {
    const [handler] = node.arguments
    return (
      memberName(node.callee) === 'catch' &&
      handler?.type === 'ArrowFunctionExpression' &&
      drops(handler.body) &&
      silent(node)
    )
  })
  return [...caught, ...chained].map((node) => ({ node, rule: 'swallowed-error', instead }))
}

function drops(body: Node | null): boolean {
  return (
    (body?.type === 'BlockStatement' && body.body.length === 0) ||
    (body?.type === 'Identifier' && body.name === 'undefined')
  )
}
