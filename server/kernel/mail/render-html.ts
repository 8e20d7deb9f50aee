import { escapeHtml } from '../http/pages.ts'
import type { FrameWords } from './frame-words.ts'
import type { MailBlock, MailBranding } from './template.ts'

/**
 * Colours stand inline for light, as some readers drop style sheets, and in the sheet for dark. Measured contrast is at least 7:1
 * for text in both. Nothing is fetched: no images, no fonts.
 */
const SHEET = `
:root{color-scheme:light dark;supported-color-schemes:light dark}
@media (prefers-color-scheme:dark){
body,.page{background:#15171c!important}
.card{background:#1f232b!important}
.card,.card p,.card li,.code{color:#e8eaee!important}
.code{background:#2b303a!important}
.button{background:#b9ccff!important;color:#10131a!important}
.quiet,.quiet a{color:#b4bac5!important}
}
@media (max-width:480px){.card{padding:24px 16px!important}}`

const FONT = "font-family:system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"
const TEXT = 'margin:0 0 16px;color:#1b1f27;font-size:16px;line-height:1.5'
const QUIET = 'margin:0 0 16px;color:#4a5160;font-size:13px;line-height:1.5;word-break:break-all'

/** What stands around the blocks. */
export interface MailFrame extends MailBranding {
  /** Of the blocks. */
  readonly language: string
  /** Of the words around them, which may be another: that of a person whose language the template does not know. */
  readonly frameLanguage: string
  readonly words: FrameWords
  /** The title of the subscription; null when the mail belongs to none. */
  readonly news: string | null
  readonly unsubscribeUrl: string | undefined
}

/** The HTML part of a message; everything given is text and is escaped here. */
export function htmlPart(subject: string, blocks: readonly MailBlock[], branding: MailFrame): string {
  const name = escapeHtml(branding.productName)
  const origin = escapeHtml(branding.publicUrl.origin)
  return `<!doctype html>
<html lang="${escapeHtml(branding.language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escapeHtml(subject)}</title>
<style>${SHEET}</style>
</head>
<body style="margin:0;background:#f1f3f6;${FONT}">
<div class="page" style="background:#f1f3f6;padding:24px 12px">
<div class="card" style="max-width:560px;margin:0 auto;padding:32px;border-radius:8px;background:#ffffff">
${blocks.map(htmlBlock).join('\n')}
</div>
<p class="quiet" lang="${escapeHtml(branding.frameLanguage)}" style="${QUIET};max-width:560px;margin:16px auto 0;text-align:center">${name}<br><a href="${origin}" style="color:#4a5160">${origin}</a>${reason(branding)}${unsubscribeLink(branding)}</p>
</div>
</body>
</html>
`
}

function reason({ news, words }: MailFrame): string {
  return news === null ? '' : `<br>${escapeHtml(words.why(news))}`
}

function unsubscribeLink({ unsubscribeUrl, words }: MailFrame): string {
  if (unsubscribeUrl === undefined) return ''
  return `<br><a href="${escapeHtml(unsubscribeUrl)}" style="color:#4a5160">${escapeHtml(words.unsubscribe)}</a>`
}

function htmlBlock(block: MailBlock): string {
  if (block.kind === 'paragraph') return `<p style="${TEXT}">${escapeHtml(block.text).replaceAll('\n', '<br>')}</p>`
  if (block.kind === 'code') return code(escapeHtml(block.code))
  if (block.kind === 'list') {
    const items = block.items.map((item) => `<li style="${TEXT};margin:0 0 4px">${escapeHtml(item)}</li>`)
    return `<ul style="margin:0 0 16px;padding-left:20px">${items.join('')}</ul>`
  }
  return button(escapeHtml(block.label), escapeHtml(block.url))
}

function code(text: string): string {
  const style = 'color:#1b1f27;background:#f1f3f6;font:600 24px/1.4 ui-monospace,Consolas,monospace;letter-spacing:4px'
  return `<p class="code" style="margin:0 0 16px;padding:12px;border-radius:6px;text-align:center;${style}">${text}</p>`
}

function button(label: string, url: string): string {
  const style =
    'display:inline-block;padding:12px 24px;border-radius:6px;background:#1d3f9e;color:#ffffff;font-size:16px'
  return `<p style="margin:0 0 16px"><a class="button" href="${url}" style="${style};text-decoration:none">${label}</a></p>
<p class="quiet" style="${QUIET}"><a href="${url}" style="color:#4a5160">${url}</a></p>`
}
