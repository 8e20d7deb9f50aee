import { createHash } from 'node:crypto'
import { escapeHtml } from '../http/pages.ts'
import type { StoredMail } from './mailbox-folder.ts'
import { linksOf } from './mailbox-links.ts'

const SHEET = `
:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}
body{max-width:56rem;margin:0 auto;padding:1rem}
details{border:1px solid #8888;border-radius:.5rem;margin:.5rem 0;padding:.5rem .75rem}
summary{cursor:pointer;overflow-wrap:anywhere}
pre{white-space:pre-wrap;overflow-wrap:anywhere;font:14px/1.5 ui-monospace,Consolas,monospace}
small{display:block}
a{overflow-wrap:anywhere}`

const SHEET_HASH = createHash('sha256').update(SHEET).digest('base64')
const CLOSED = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/** Content security policy of the mailbox page: its own style sheet, by hash, and nothing else. */
export const PAGE_POLICY = `${CLOSED}; style-src 'sha256-${SHEET_HASH}'`
/** Of a mail shown as a page: the styles mail must carry inline, nothing fetched, nothing run. */
export const MAIL_POLICY = `${CLOSED}; style-src 'unsafe-inline'`
/** The same in a frame of the console; whatever a mail holds, it is of no origin there. */
export const FRAMED_MAIL_POLICY = `default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox; style-src 'unsafe-inline'`

/** The mailbox for a person: each mail opens in place, with its links to click. */
export function mailboxPage(mails: readonly StoredMail[], templates: readonly string[]): string {
  const list = mails.length === 0 ? '<p>No mail yet.</p>' : mails.map(entry).join('\n')
  const previews = templates.map(
    (name) => `<li><a href="/dev/mailbox/templates/${encodeURIComponent(name)}">${escapeHtml(name)}</a></li>`,
  )
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>Mailbox</title>
<style>${SHEET}</style>
</head>
<body>
<main>
<h1>Mailbox</h1>
<p>What no mail server or SMS provider is configured for stays here. Newest first; reload for more.</p>
${list}
<h2>Templates</h2>
<ul>${previews.join('')}</ul>
</main>
</body>
</html>
`
}

function entry({ id, to, subject, at, template, text, html }: StoredMail): string {
  const asHtml = html === '' ? '' : `\n<p><a href="/dev/mailbox/${escapeHtml(id)}">As HTML</a></p>`
  const links = linksOf(text).map((url) => `<li><a href="${escapeHtml(url)}">${escapeHtml(url)}</a></li>`)
  return `<details>
<summary><strong>${escapeHtml(subject)}</strong> <small>to ${escapeHtml(to.address)}, <time datetime="${escapeHtml(at)}">${escapeHtml(at)}</time>, ${escapeHtml(template)}</small></summary>
<pre>${escapeHtml(text)}</pre>
<ul>${links.join('')}</ul>${asHtml}
</details>`
}
