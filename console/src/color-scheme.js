// Runs before the first paint, so that a stored choice never flashes the other scheme. A file, because the policy refuses inline scripts.
const stored = window.localStorage.getItem('plinth-color-scheme')
const systemIsDark = window.matchMedia('(prefers-color-scheme: dark)').matches
const scheme = stored === 'light' || stored === 'dark' ? stored : systemIsDark ? 'dark' : 'light'
document.documentElement.setAttribute('data-mantine-color-scheme', scheme)
