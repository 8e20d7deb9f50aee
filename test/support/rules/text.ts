import { isCode } from '../imports.ts'
import type { Finding } from '../source-tree.ts'

type TextRule = {
  readonly rule: string
  readonly pattern: RegExp
  readonly instead: string
  readonly skips?: (path: string) => boolean
}

/** Names of dependencies, and the test that shows what is refused. */
const holdsTheWords = /^(package-lock\.json|test\/tidy\.test\.ts)$/
const isMarkdown = (path: string): boolean => path.endsWith('.md')

/** NOTE: a pattern may not match its own line here, so words are broken up with `[ ]` and the like. */
const textRules: readonly TextRule[] = [
  {
    rule: 'emoji',
    pattern: /[\p{Extended_Pictographic}&&[\u{2600}-\u{1FFFF}]]|\p{Emoji_Presentation}|\u{FE0F}/v,
    instead: 'say it in words; in a test write the escape, \\u{1F3B5}',
  },
  {
    rule: 'unfinished',
    pattern: /(?<!`)\b(not (yet )?implemente[d]|coming[ ]soon|lorem[ ]ipsum)\b/i,
    instead: 'finish it, or leave it out until it is there',
  },
  {
    rule: 'claim',
    pattern: /(?<!`)\bproduction[- ]ready\b(?!\/)/i,
    instead: 'state what is, with the measurement or the test that shows it',
  },
  {
    rule: 'local-path',
    pattern: /(?<![\w.:$}-])\/(Users|work|home\/(?!node\b))\/?[\w.][\w.-]*\//,
    instead: 'this path exists on one machine: make it relative to the repository',
  },
  {
    rule: 'marker',
    pattern: /(?<!`)\b(FIXM[E]|XX[X]|HAC[K])\b/,
    instead: 'NOTE: for what the reader must know, TODO(reason): for what is left, or do it now',
    skips: (path) => isMarkdown(path) || path.endsWith('.svg'),
  },
  {
    rule: 'marker',
    pattern: /^\s*(#|--|\/\/).*\bTODO\b(?!\([^)]+\): \S)/,
    instead: 'TODO(reason): for what is left, or do it now',
    skips: (path) => isMarkdown(path) || isCode(path),
  },
]

/** Rules that hold for every text file of the tree, whatever its language. */
export function textFindings(path: string, text: string): Finding[] {
  if (holdsTheWords.test(path)) return []
  const active = textRules.filter(({ skips }) => !skips?.(path))
  const lines = text.split('\n')
  return active.flatMap(({ rule, pattern, instead }) => {
    return lines.flatMap((line, at) => (pattern.test(line) ? [{ path, line: at + 1, rule, instead }] : []))
  })
}

const folders = /(^|\/)(utils?|common|helpers?)(\/|\.[^/]+$)/

/** A place is named for what it holds. */
export function pathFindings(path: string): Finding[] {
  if (!folders.test(path)) return []
  return [{ path, line: 1, rule: 'folder-name', instead: 'name it for what is in it: money.ts, csv.ts, not utils' }]
}

/** tsconfig and package.json give modules no second name. */
export function aliasFindings(path: string, text: string): Finding[] {
  const pattern = /(^|\/)tsconfig[^/]*\.json$/.test(path)
    ? /^\s*"paths"\s*:/
    : /(^|\/)package\.json$/.test(path)
      ? /^\s*"imports"\s*:/
      : undefined
  if (pattern === undefined) return []
  return text
    .split('\n')
    .flatMap((line, at) =>
      pattern.test(line) ? [{ path, line: at + 1, rule: 'alias', instead: 'import by relative path' }] : [],
    )
}
