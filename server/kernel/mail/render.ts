import type { Static, TSchema } from 'typebox'
import { FRAMES, type Frames, frameFor } from './frames.ts'
import { htmlPart, type MailFrame } from './render-html.ts'
import {
  languageFor,
  type MailAttachment,
  type MailBlock,
  type MailBranding,
  type MailTemplate,
  titleFor,
} from './template.ts'

/** A message ready to be sent. */
export interface RenderedMail {
  /** One line, at most 200 characters. */
  readonly subject: string
  readonly text: string
  readonly html: string
  /** Of news only. */
  readonly unsubscribeUrl?: string
  readonly attachments?: readonly MailAttachment[]
}

interface RenderOptions {
  /** Language tag that the recipient reads; English when the template does not know it. */
  readonly locale?: string | undefined
  readonly unsubscribeUrl?: string
  /** Absent: those that are written here. */
  readonly frames?: Frames
}

const SUBJECT_MAX = 200
/** Control characters other than the line break, and the overrides that make a reader see letters in another order. */
const UNPRINTABLE = /[^\P{Cc}\n]|[\u202a-\u202e\u2066-\u2069]/gu

/**
 * Renders a template: text and HTML say the same, from the same blocks. Values cannot break out: HTML is escaped, the subject is one
 * line. `repeatable` as MailTemplate says. Throws TypeError when a button leads anywhere but to an absolute http(s) URL, or an attachment's
 * name or type is not plain.
 */
export function renderMail<Schema extends TSchema>(
  template: MailTemplate<Schema>,
  data: Static<Schema>,
  branding: MailBranding,
  { locale, unsubscribeUrl, frames = FRAMES }: RenderOptions = {},
): RenderedMail & { readonly repeatable: boolean } {
  const language = languageFor(template, locale)
  const content = (template.translations?.[language] ?? template.render)(data)
  const blocks = content.blocks.map(printable)
  const subject = oneLine(content.subject)
  const around = frameFor(frames, locale)
  const frame: MailFrame = {
    ...{ ...branding, language, frameLanguage: around.language, words: around.words, unsubscribeUrl },
    news: typeof template.purpose === 'string' ? null : titleFor(template.purpose, around.language),
  }
  return {
    subject,
    text: textPart(blocks, frame),
    html: htmlPart(subject, blocks, frame),
    ...(unsubscribeUrl === undefined ? {} : { unsubscribeUrl }),
    ...attachedTo(content.attachments),
    repeatable: template.repeatable ?? !blocks.some(mayOpen),
  }
}

const FILE_NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,60}\.[a-z0-9]{1,8}$/
const TEXT_TYPE = /^text\/[a-z0-9.+-]+(?:; [a-z]+=[A-Za-z0-9-]+)*$/

/** Name and type stand in headers: only what needs no quoting passes. */
function attachedTo(attachments: readonly MailAttachment[] = []): Pick<RenderedMail, 'attachments'> {
  const odd = attachments.find(({ filename, contentType }) => !FILE_NAME.test(filename) || !TEXT_TYPE.test(contentType))
  if (odd !== undefined) throw new TypeError(`an attachment is not named ${odd.filename}, of type ${odd.contentType}`)
  return attachments.length === 0 ? {} : { attachments }
}

/** Whether a block shows what lets somebody in. */
function mayOpen(block: MailBlock): boolean {
  if (block.kind !== 'button') return block.kind === 'code'
  const { search, hash } = new URL(block.url)
  return search !== '' || hash !== ''
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

function textPart(blocks: readonly MailBlock[], frame: MailFrame): string {
  const { productName, publicUrl, words, news, unsubscribeUrl } = frame
  const why = news === null ? '' : `${words.why(news)}\n`
  const ending = unsubscribeUrl === undefined ? '' : `${words.unsubscribe}: ${unsubscribeUrl}\n`
  return `${blocks.map(textBlock).join('\n\n')}\n\n-- \n${productName}\n${publicUrl.origin}\n${why}${ending}`
}

function textBlock(block: MailBlock): string {
  if (block.kind === 'paragraph') return block.text
  if (block.kind === 'code') return `    ${block.code}`
  if (block.kind === 'list') return block.items.map((item) => `- ${item}`).join('\n')
  return `${block.label}:\n${block.url}`
}
