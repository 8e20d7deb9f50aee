import { createHash } from 'node:crypto'

const SCRIPT = `
const button = document.querySelector('button')
const status = document.querySelector('[role=status]')
button.addEventListener('click', async () => {
  button.disabled = true
  const token = new URLSearchParams(location.search).get('token') ?? ''
  const answer = await fetch('/api/auth/verify', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ token }) }).catch(() => null)
  if (answer === null) button.disabled = false
  else button.hidden = true
  status.textContent = answer === null ? 'The server could not be reached. Try again.'
    : answer.ok ? 'The address is confirmed. You can sign in now.'
    : 'The link does not work any more. Ask for a new one when you sign in.'
})
`

const STYLE = `
body { font: 1.1rem/1.5 system-ui, sans-serif; max-width: 32rem; margin: 15vh auto; padding: 0 1.5rem; color: #1a1a1a; background: #fff }
button { font: inherit; padding: .7rem 1.4rem; border: 0; border-radius: .4rem; background: #1c4fd6; color: #fff; cursor: pointer }
@media (prefers-color-scheme: dark) { body { color: #eee; background: #161616 } }
`

const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

/** The page has no content of the request's: the token stays in the address bar until the click. */
export const VERIFY_PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Confirm your e-mail address</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>Confirm your e-mail address</h1>
<p role="status">One click, and your account is open.</p>
<button type="button">Confirm the address</button>
<noscript><p>This page needs JavaScript to confirm the address.</p></noscript>
</main>
<script>${SCRIPT}</script>
</body>
</html>
`

export const VERIFY_PAGE_POLICY = `default-src 'none'; script-src ${hash(SCRIPT)}; style-src ${hash(STYLE)}; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`
