import type { RichNode } from '../../../platform/content/index.ts'

/** A structured text of plain lines: `## ` begins a heading, `- ` an item of a list, `> ` a quote; others are paragraphs. */
export function prose(...lines: readonly string[]): RichNode {
  const content: RichNode[] = []
  let items: RichNode[] | null = null
  for (const line of lines) {
    if (line.startsWith('- ')) {
      if (items === null) {
        items = []
        content.push({ type: 'bulletList', content: items })
      }
      items.push({ type: 'listItem', content: [paragraph(line.slice(2))] })
      continue
    }
    items = null
    if (line.startsWith('## ')) content.push({ type: 'heading', attrs: { level: 2 }, content: [word(line.slice(3))] })
    else if (line.startsWith('> ')) content.push({ type: 'blockquote', content: [paragraph(line.slice(2))] })
    else content.push(paragraph(line))
  }
  return { type: 'doc', content }
}

function paragraph(text: string): RichNode {
  return { type: 'paragraph', content: [word(text)] }
}

function word(text: string): RichNode {
  return { type: 'text', text }
}
