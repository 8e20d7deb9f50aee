import { createHash } from 'node:crypto'
import { escapeHtml } from '../http/pages.ts'
import type { frameFor } from './frames.ts'

const STYLE = `
body { font: 1.1rem/1.5 system-ui, sans-serif; max-width: 32rem; margin: 15vh auto; padding: 0 1.5rem; color: #1a1a1a; background: #fff }
button { font: inherit; padding: .7rem 1.4rem; border: 0; border-radius: .4rem; background: #1c4fd6; color: #fff; cursor: pointer }
@media (prefers-color-scheme: dark) { body { color: #eee; background: #161616 } a { color: #9db4ff } }
`

const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64')

/** Its own style sheet, its own form, and nothing else. */
export const UNSUBSCRIBE_POLICY = `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`

/** Asks; the form posts to the address of the page what a mail program would post. */
export function askingPage({ words, language }: Spoken, title: string): string {
  const { button, ...asking } = words.asking(title)
  return page(language, asking, form('One-Click', button))
}

/** Says that it is done, with both ways back: the same link, and the account at `settingsUrl`. */
export function endedPage({ words, language }: Spoken, title: string, settingsUrl: URL): string {
  const { button, settings, ...ended } = words.ended(title)
  return page(
    language,
    ended,
    `${form('Again', button)}\n<p><a href="${escapeHtml(settingsUrl.href)}">${escapeHtml(settings)}</a></p>`,
  )
}

/** Says that it comes again. */
export function resumedPage({ words, language }: Spoken, title: string): string {
  return page(language, words.resumed(title))
}

/** For a link that was cut short or made up. */
export function brokenPage({ words, language }: Spoken): string {
  return page(language, words.broken)
}

/** Words, and the language they are in. */
type Spoken = ReturnType<typeof frameFor>

function form(value: 'One-Click' | 'Again', button: string): string {
  return `<form method="post">
<input type="hidden" name="List-Unsubscribe" value="${value}">
<button type="submit">${escapeHtml(button)}</button>
</form>`
}

function page(
  language: string,
  { heading, text }: { readonly heading: string; readonly text: string },
  more = '',
): string {
  return `<!doctype html>
<html lang="${escapeHtml(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(heading)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${escapeHtml(heading)}</h1>
<p>${escapeHtml(text)}</p>
${more}
</main>
</body>
</html>
`
}
