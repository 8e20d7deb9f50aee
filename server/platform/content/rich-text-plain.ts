import type { RichNode } from './rich-text.ts'

const WORDS_PER_MINUTE = 230
const EXCERPT_LENGTH_MAX = 240

const BLOCKS = new Set(['paragraph', 'heading', 'listItem', 'blockquote', 'codeBlock', 'image', 'horizontalRule'])

/** The words of a structured text, a line for each block: for search, excerpt and feeds. */
export function richTextPlain(node: RichNode): string {
  return collect(node)
    .replaceAll(/[^\S\n]+/g, ' ')
    .replaceAll(/ ?\n[ \n]*/g, '\n')
    .trim()
}

function collect(node: RichNode): string {
  if (node.type === 'text') return node.text ?? ''
  if (node.type === 'hardBreak') return '\n'
  if (node.type === 'image') return `\n${[node.attrs?.alt, node.attrs?.caption].filter(Boolean).join(' ')}\n`
  const inner = (node.content ?? []).map(collect).join('')
  return BLOCKS.has(node.type) ? `\n${inner}\n` : inner
}

/** The beginning of a text, at most 240 characters, cut between words. */
export function excerptOf(plain: string): string {
  const line = plain.replaceAll(/\s+/g, ' ').trim()
  if (line.length <= EXCERPT_LENGTH_MAX) return line
  const cut = line.slice(0, EXCERPT_LENGTH_MAX)
  const end = cut.lastIndexOf(' ')
  return `${(end > EXCERPT_LENGTH_MAX / 2 ? cut.slice(0, end) : cut).replace(/[\s,;:.-]+$/, '').toWellFormed()}…`
}

/** Minutes it takes to read, rounded up, at 230 words a minute; at least one. */
export function readingMinutes(plain: string): number {
  return Math.max(1, Math.ceil((plain.match(/\S+/g)?.length ?? 0) / WORDS_PER_MINUTE))
}
