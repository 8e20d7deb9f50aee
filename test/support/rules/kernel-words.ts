import type { Node, ParsedSource } from '../parsed-source.ts'
import { parseSource } from '../parsed-source.ts'
import type { Finding, SourceTree } from '../source-tree.ts'

const businessNouns = new Set([
  ...['music', 'artist', 'submission', 'isrc', 'royalty', 'playlist', 'album', 'payout', 'licence'],
  ...['agency', 'booking', 'invoice', 'deposit', 'testimonial', 'customer'],
  ...['trading', 'pnl', 'portfolio', 'brokerage', 'drawdown'],
])

/** Words of programming too (a cache is filled, a token refunded): a business noun only as a type or a key. */
const ambiguousNouns = new Set(['track', 'recording', 'quote', 'project', 'trade', 'fill', 'lot', 'refund'])
const ambiguousAlone = /^[A-Z][a-z]+$/
const madeOfIt = new Set(['Id', 'Row', 'Table', 'Status'])

/** The kernel carries any business, so it declares no name of one. */
export function kernelWordFindings(tree: SourceTree): Finding[] {
  return [...tree].flatMap(([path, text]) => {
    if (!path.startsWith('server/kernel/') || !path.endsWith('.ts') || path.endsWith('.test.ts')) return []
    const file = parseSource(path, text)
    return file.nodes('Identifier').flatMap((node) => {
      const noun = isNamedElsewhere(node, file) ? undefined : businessNounIn(node.name)
      if (noun === undefined) return []
      const instead = `${node.name}: the kernel knows no "${noun}"; name the general thing, or move it to platform/ or products/`
      return [{ path, line: file.lineAt(node.start), rule: 'kernel-words', instead }]
    })
  })
}

/** A member read from an object, or a name in an import: chosen by a library or by the file that declares it. */
function isNamedElsewhere(node: Node, file: ParsedSource): boolean {
  const parent = file.parents.get(node)
  if (parent?.type === 'MemberExpression') return parent.property === node && !parent.computed
  return parent?.type === 'ImportSpecifier'
}

function businessNounIn(identifier: string): string | undefined {
  const words = identifier.replace(/([a-z0-9])([A-Z])/g, '$1 $2').split(/[\s_$]+/)
  const position = words.findIndex((word, at) => {
    const noun = singular(word.toLowerCase())
    if (businessNouns.has(noun)) return true
    return ambiguousNouns.has(noun) && (ambiguousAlone.test(identifier) || madeOfIt.has(words[at + 1] ?? ''))
  })
  return position === -1 ? undefined : singular((words[position] ?? '').toLowerCase())
}

function singular(word: string): string {
  return word.replace(/ies$/, 'y').replace(/([^s])s$/, '$1')
}
