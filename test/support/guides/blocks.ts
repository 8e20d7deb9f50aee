/** A fenced block of a guide. */
export interface Block {
  /** Where its first line stands in the file, from 1. */
  readonly line: number
  readonly language: string
  readonly code: string
  /** Of the comment before it: why no test runs it. */
  readonly notRun: string | null
  /** What the guide shows right behind it as its output. */
  readonly shown: { readonly language: string; readonly text: string } | null
}

const FENCE = /^( *)```([\w-]*)[^`]*$/
const NOT_RUN = /^ *<!-- not run: (.+) -->$/

/** The fenced blocks of a document in Markdown, in order; those inside lists without their indentation. */
export function blocksOf(markdown: string): Block[] {
  const lines = markdown.split('\n')
  const blocks: (Block & { readonly before: string; readonly end: number })[] = []
  for (let at = 0; at < lines.length; at += 1) {
    const [, indent, language = ''] = FENCE.exec(lines[at] ?? '') ?? []
    if (indent === undefined) continue
    const end = lines.indexOf(`${indent}\`\`\``, at + 1)
    if (end === -1) throw new Error(`the fence of line ${at + 1} is not closed`)
    const code = lines.slice(at + 1, end).map((line) => line.slice(indent.length))
    const before = lines.slice(0, at).findLast((line) => line.trim() !== '') ?? ''
    const notRun = NOT_RUN.exec(before)?.[1] ?? null
    blocks.push({ line: at + 2, language, code: code.join('\n'), notRun, shown: null, before, end })
    at = end
  }
  return blocks.map(({ before: _, end, ...block }, index) => {
    const next = blocks[index + 1]
    const isBehind = next !== undefined && isShell(block) && next.before.trim() === '```' && next.line > end
    const isOutput = isBehind && ['json', 'text'].includes(next.language)
    return isOutput ? { ...block, shown: { language: next.language, text: next.code } } : block
  })
}

export function isShell({ language }: Pick<Block, 'language'>): boolean {
  return language === 'sh' || language === 'bash'
}

/** Nothing but values of variables, as an operator writes them in a file. */
export function isVariablesOnly({ code }: Block): boolean {
  return code.split('\n').every((line) => /^( *#.*)?$|^([A-Z][A-Z0-9_]*=('[^']*'|\S*) *)+(#.*)?$/.test(line))
}
