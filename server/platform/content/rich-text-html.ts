import { escapeHtml } from '../../kernel/http/pages.ts'
import { isUuid } from '../../kernel/id.ts'
import { imageUrl, WIDTHS } from './media.ts'
import { isLanguage, type RichMark, type RichNode } from './rich-text.ts'
import { leadsAway, safeHref } from './safe-href.ts'

/**
 * A structured text as HTML. Safe by construction, whatever the document: every tag and attribute name stands here, every value from the
 * document is escaped, addresses are checked again. What is not known here is left out.
 */
export function richTextHtml(node: RichNode): string {
  const inner = () => (node.content ?? []).map(richTextHtml).join('')
  switch (node.type) {
    case 'doc':
      return inner()
    case 'paragraph':
      return `<p>${inner()}</p>`
    case 'heading':
      return heading(node.attrs?.level, inner())
    case 'bulletList':
      return `<ul>${inner()}</ul>`
    case 'orderedList':
      return `<ol${startOf(node.attrs?.start)}>${inner()}</ol>`
    case 'listItem':
      return `<li>${inner()}</li>`
    case 'blockquote':
      return `<blockquote>${inner()}</blockquote>`
    case 'codeBlock':
      return `<pre><code${languageOf(node.attrs?.language)}>${inner()}</code></pre>`
    case 'image':
      return image(node)
    case 'horizontalRule':
      return '<hr>'
    case 'hardBreak':
      return '<br>'
    case 'text':
      return marked(escapeHtml(String(node.text ?? '')), node.marks ?? [])
    default:
      return ''
  }
}

function heading(level: unknown, inner: string): string {
  const tag = level === 3 ? 'h3' : level === 4 ? 'h4' : 'h2'
  return `<${tag}>${inner}</${tag}>`
}

function startOf(start: unknown): string {
  return Number.isInteger(start) && start !== 1 ? ` start="${Number(start)}"` : ''
}

function languageOf(language: unknown): string {
  return isLanguage(language) ? ` class="language-${language}"` : ''
}

function image({ attrs }: RichNode): string {
  const { fileId, alt, caption } = attrs ?? {}
  if (typeof fileId !== 'string' || !isUuid(fileId)) return ''
  const shown = `<img ${sourcesOf(fileId)} alt="${escapeHtml(String(alt ?? ''))}" loading="lazy">`
  const below = typeof caption === 'string' && caption !== '' ? `<figcaption>${escapeHtml(caption)}</figcaption>` : ''
  return `<figure>${shown}${below}</figure>`
}

function sourcesOf(fileId: string, version?: number): string {
  const sources = Object.entries(WIDTHS).map(([name, width]) => `${imageUrl(fileId, name, version)} ${width}w`)
  return `src="${imageUrl(fileId, 'wide', version)}" srcset="${sources.join(', ')}"`
}

/** Sources as they are made here. Text is escaped, so nothing that an editor wrote reads like one. */
const SOURCES = /(?<=<img )src="\/api\/files\/([0-9a-f-]{36})\/variants\/wide\/content" srcset="[^"]*"/gi

/** The files of the pictures in HTML that was made here. */
export function picturesIn(html: string): string[] {
  return [...html.matchAll(SOURCES)].map(([, fileId = '']) => fileId.toLowerCase())
}

/** HTML that was made here, its pictures by the versions that they show now. */
export function withVersions(html: string, versionOf: (fileId: string) => number | undefined): string {
  return html.replace(SOURCES, (_, fileId: string) => sourcesOf(fileId, versionOf(fileId.toLowerCase())))
}

const TAGS: Readonly<Record<string, string>> = { bold: 'strong', italic: 'em', code: 'code' }
/** From the outermost to the innermost, so that equal texts have equal HTML in whatever order their marks were set. */
const ORDER = ['link', 'bold', 'italic', 'code']

function marked(text: string, marks: readonly RichMark[]): string {
  return ORDER.toReversed().reduce((inner, type) => {
    const mark = marks.find((one) => one.type === type)
    if (mark === undefined) return inner
    if (type === 'link') return link(mark, inner)
    const tag = TAGS[type] ?? ''
    return `<${tag}>${inner}</${tag}>`
  }, text)
}

function link({ attrs }: RichMark, inner: string): string {
  const href = safeHref(attrs?.href)
  if (href === null) return inner
  return `<a href="${escapeHtml(href)}"${leadsAway(href) ? ' rel="noopener noreferrer"' : ''}>${inner}</a>`
}
