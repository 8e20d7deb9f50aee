import { createHash } from 'node:crypto'
import { escapeHtml } from '../http/pages.ts'

const STYLE = `
body { font: 1.1rem/1.5 system-ui, sans-serif; max-width: 32rem; margin: 15vh auto; padding: 0 1.5rem; color: #1a1a1a; background: #fff }
button { font: inherit; padding: .7rem 1.4rem; border: 0; border-radius: .4rem; background: #1c4fd6; color: #fff; cursor: pointer }
@media (prefers-color-scheme: dark) { body { color: #eee; background: #161616 } }
`

const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64')

/** Its own style sheet, its own form, and nothing else. */
export const UNSUBSCRIBE_POLICY = `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`

/** Asks; the form posts to the address of the page what a mail program would post. */
export function askingPage(title: string): string {
  return page(
    'Unsubscribe?',
    `<p>You get <strong>${escapeHtml(title)}</strong> by mail. Mail about your account still comes.</p>
<form method="post">
<input type="hidden" name="List-Unsubscribe" value="One-Click">
<button type="submit">Unsubscribe</button>
</form>`,
  )
}

/** Says that it is done. */
export function donePage(title: string): string {
  return page('Unsubscribed', `<p>There will be no more mail of <strong>${escapeHtml(title)}</strong>.</p>`)
}

/** For a link that was cut short or made up. */
export const BROKEN_PAGE = page('This link does not work', '<p>Open it from the mail again, whole.</p>')

function page(heading: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${heading}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${heading}</h1>
${body}
</main>
</body>
</html>
`
}
