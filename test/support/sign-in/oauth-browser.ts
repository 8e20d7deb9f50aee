import { type Answer, type CookieClient, cookieClient } from '../cookie-client.ts'

/** A browser on its way to a provider and back. */
export interface OauthBrowser {
  readonly client: CookieClient
  /** Begins at the server; the provider's address that the browser is sent to. */
  start(provider: string, returnTo?: string): Promise<URL>
  /** Follows the provider until it sends the browser back; the callback's address. */
  visit(url: URL): Promise<URL>
  /** Opens the callback's address. */
  finish(callback: URL): Promise<Answer>
  /** All three. */
  signIn(provider: string, returnTo?: string): Promise<Answer>
}

const HOPS_MAX = 10
/** As browsers navigate. */
const PAGE = { accept: 'text/html,application/xhtml+xml' }

/** A browser with cookies for `serverUrl`, which the provider knows by `publicUrl`. */
export function oauthBrowser(serverUrl: string, publicUrl: string): OauthBrowser {
  const client = cookieClient(serverUrl)
  const browser: OauthBrowser = {
    client,
    async start(provider, returnTo) {
      const query = returnTo === undefined ? '' : `?${new URLSearchParams({ returnTo })}`
      const answer = await client.get(`/api/auth/oauth/${provider}/start${query}`, PAGE)
      const location = answer.headers.get('location')
      if (answer.status !== 303 || location === null || !URL.canParse(location))
        throw new Error(`start answered ${answer.status} ${location} ${answer.text}`)
      return new URL(location)
    },
    async visit(url) {
      const provider = cookieClient(url.origin)
      let at = url
      for (let hop = 0; hop < HOPS_MAX; hop += 1) {
        const answer = await provider.get(at.href)
        const location = answer.headers.get('location')
        if (location === null) throw new Error(`the provider answered ${answer.status}: ${answer.text}`)
        at = new URL(location, at)
        if (at.origin === publicUrl) return at
      }
      throw new Error('the provider does not come to an end')
    },
    finish: (callback) => client.get(`${callback.pathname}${callback.search}`, PAGE),
    signIn: async (provider, returnTo) => browser.finish(await browser.visit(await browser.start(provider, returnTo))),
  }
  return browser
}

/** What the page that a browser is sent to is told went wrong; null when nothing. */
export function errorOf(answer: Pick<Answer, 'headers'>): string | null {
  return new URL(answer.headers.get('location') ?? '/', 'http://path.invalid').searchParams.get('error')
}
