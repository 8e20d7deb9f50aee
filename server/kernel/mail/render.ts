import type { Static, TSchema } from 'typebox'
import { htmlPart } from './render-html.ts'
import type { MailBlock, MailBranding, MailTemplate } from './template.ts'

/** A message ready to be sent. */
export interface RenderedMail {
  /** One line, at most 200 characters. */
  readonly subject: string
  readonly text: string
  readonly html: string
}

const SUBJECT_MAX = 200
/** Control characters other than the line break, and the overrides that make a reader see letters in another order. */
const UNPRINTABLE = /[^\P{Cc}\n]|[\u202a-\u202e\u2066-\u2069]/gu

/**
 * Renders a template: text and HTML say the same, from the same blocks. Values cannot break out: HTML is escaped, the subject is one
 * line. Throws TypeError when a button leads anywhere but to an absolute http(s) URL.
 */
export function renderMail<Schema extends TSchema>(
  template: MailTemplate<Schema>,
  data: Static<Schema>,
  branding: MailBranding,
): RenderedMail {
  const content = template.render(data)
  const blocks = content.blocks.map(printable)
  const subject = oneLine(content.subject)
  return { subject, text: textPart(blocks, branding), html: htmlPart(subject, blocks, branding) }
}

function oneLine(text: string): string {
  const line = clean(text).replace(/\s+/gu, ' ').trim()
  return [...line].slice(0, SUBJECT_MAX).join('')
}

function clean(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?|\u2028|\u2029/g, '\n')
    .replace(UNPRINTABLE, ' ')
}

function printable(block: MailBlock): MailBlock {
  if (block.kind === 'paragraph') return { ...block, text: clean(block.text) }
  if (block.kind === 'code') return { ...block, code: oneLine(block.code) }
  if (block.kind === 'list') return { ...block, items: block.items.map(oneLine) }
  return { ...block, label: oneLine(block.label), url: webUrl(block.url) }
}

function webUrl(text: string): string {
  const url = new URL(text)
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw new TypeError(`a mail does not link to ${url.protocol}`)
  return url.href
}

function textPart(blocks: readonly MailBlock[], { productName, publicUrl }: MailBranding): string {
  return `${blocks.map(textBlock).join('\n\n')}\n\n-- \n${productName}\n${publicUrl.origin}\n`
}

function textBlock(block: MailBlock): string {
  if (block.kind === 'paragraph') return block.text
  if (block.kind === 'code') return `    ${block.code}`
  if (block.kind === 'list') return block.items.map((item) => `- ${item}`).join('\n')
  return `${block.label}:\n${block.url}`
}
