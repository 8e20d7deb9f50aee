import assert from 'node:assert/strict'
import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, type BrowserContextOptions, chromium, type Locator, type Page } from 'playwright-core'
import { buildConsole, isConsoleFresh } from '../../tools/console-build.ts'
import type { Person } from '../support/people.ts'
import { requirement } from '../support/requirements.ts'
import { startServer, type TestServer, type TestServerOptions } from '../support/server.ts'

export const browser = requirement('chromium')

/** No machine of ours has a graphics card, and its imitation costs a fifth of all time. */
const DRAWN_PLAINLY = [
  '--disable-gpu',
  '--disable-gpu-rasterization',
  '--disable-software-rasterizer',
  '--in-process-gpu',
]

/** Long enough for a busy machine, short enough that a missing element fails soon. */
const patienceMs = 15_000

/** One person at one browser, with what the page complained of. */
export interface Visitor {
  readonly page: Page
  readonly complaints: string[]
  signIn(person: Pick<Person, 'email' | 'password'>): Promise<void>
  /** Opens a path of the console and waits for its page. */
  open(path: string): Promise<void>
}

export interface Stage {
  readonly server: TestServer
  visitor(options?: BrowserContextOptions): Promise<Visitor>
  /** Fails on anything a page complained of so far, and closes the visitors. */
  quiet(): Promise<void>
  close(): Promise<void>
}

interface StageOptions extends Pick<TestServerOptions, 'demo' | 'environment' | 'onStatement'> {
  /** Has the browser reach the server under PUBLIC_URL: passkeys and providers are bound to it. */
  readonly atPublicUrl?: boolean
  /** The origin of an application that a story leads to: pages may go there, and nowhere else. */
  readonly application?: string
  /** Origins of the stand-ins of payment providers, which pages talk to. */
  readonly providers?: readonly string[]
}

/** The whole program with the built console, and a browser before it. */
export async function openStage({
  atPublicUrl = false,
  application,
  providers = [],
  ...options
}: StageOptions = {}): Promise<Stage> {
  const root = new URL('../..', import.meta.url).pathname
  if (!isConsoleFresh(root)) await buildConsole(root)
  const server = await startServer({ ...options, console: true })
  const url = atPublicUrl ? server.config.server.publicUrl.origin : server.url
  const chrome = await launch(atPublicUrl ? [mapTo(server)] : [])
  const visitors: Visitor[] = []
  return {
    server,
    async visitor(options = {}) {
      const visitor = await visit(
        chrome,
        [url, ...providers, ...(application === undefined ? [] : [application])],
        options,
      )
      visitors.push(visitor)
      return visitor
    },
    async quiet() {
      const complaints = visitors.flatMap((visitor) => visitor.complaints)
      await Promise.all(visitors.splice(0).map(({ page }) => page.context().close()))
      assert.deepEqual(complaints, [])
    },
    async close() {
      await chrome.close()
      await server.stop()
    },
  }
}

/** Names and ports as the browser takes them, whatever the port that the server found. */
function mapTo(server: TestServer): string {
  return `--host-resolver-rules=MAP ${server.config.server.publicUrl.host} ${new URL(server.url).host}`
}

export async function launch(more: readonly string[] = []): Promise<Browser> {
  if (!browser.present) throw new Error(browser.skip)
  // NOTE: as root, as in a container, Chromium has no sandbox to offer; it sees nothing here but our own pages.
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  return await chromium.launch({
    executablePath: browser.path,
    args: ['--mute-audio', ...DRAWN_PLAINLY, ...asRoot, ...more],
  })
}

async function visit(
  chrome: Browser,
  [url, ...others]: readonly [string, ...string[]],
  options: BrowserContextOptions,
): Promise<Visitor> {
  const context = await chrome.newContext({ baseURL: url, locale: 'en-GB', reducedMotion: 'reduce', ...options })
  context.setDefaultTimeout(patienceMs)
  const page = await context.newPage()
  const complaints = listen(page, [url, ...others])
  const open = async (path: string): Promise<void> => {
    await page.goto(path)
    await page.getByRole('heading', { level: 1 }).waitFor()
  }
  return {
    page,
    complaints,
    open,
    async signIn({ email, password }) {
      await open('/login')
      await page.getByLabel('E-mail').fill(email)
      await page.getByLabel('Password', { exact: true }).fill(password)
      await page.getByRole('button', { name: 'Sign in', exact: true }).click()
      await page.getByRole('button', { name: 'Sign out' }).waitFor()
    },
  }
}

/** Errors, breaches of the content security policy, and every request that leaves `origins`. */
export function listen(page: Page, origins: readonly string[]): string[] {
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error.message}`))
  page.on('console', (message) => {
    // The browser prints each answer of 400 and above, which the stories provoke on purpose.
    const isAnswer = message.text().startsWith('Failed to load resource')
    if (message.type() === 'error' && !isAnswer) complaints.push(`${page.url()}: ${message.text()}`)
  })
  page.on('request', (request) => {
    const isExpected = origins.some((origin) => request.url().startsWith(`${origin}/`))
    if (!/^(blob|data):/.test(request.url()) && !isExpected) {
      complaints.push(`${page.url()} asked for ${request.url()}`)
    }
  })
  return complaints
}

/** Everything axe finds against WCAG 2.2 A and AA and its best practices; a frame that runs no scripts cannot be asked. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    .exclude('iframe[sandbox=""]')
    // What passed need not be described, and no page of ours holds frames of other origins: a third of the time.
    .options({ resultTypes: ['violations'] })
    .setLegacyMode(true)
    .analyze()
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))
}

const phone = { width: 320, height: 720 }

/** Measured once all that follows the width of the window has drawn itself anew. */
const OVERFLOW = `new Promise((tell) => requestAnimationFrame(() => requestAnimationFrame(() =>
  tell(document.documentElement.scrollWidth - window.innerWidth))))`

/** Fails on anything axe finds, in light and in dark colours, and on what is wider than the narrowest phone. */
export async function isForAll(page: Page): Promise<void> {
  assert.deepEqual(await accessibilityFaults(page), [], page.url())
  const size = page.viewportSize()
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.setViewportSize(phone)
  const overflow = await page.evaluate<number>(OVERFLOW)
  assert.ok(overflow <= 0, `${page.url()} is ${overflow} pixels wider than a phone`)
  assert.deepEqual(await accessibilityFaults(page), [], `${page.url()} in the dark`)
  await page.emulateMedia({ colorScheme: 'light' })
  if (size !== null) await page.setViewportSize(size)
}

/** Whether it shows within the patience of a person. */
export async function appears(locator: Locator): Promise<boolean> {
  await locator.first().waitFor({ state: 'visible' })
  return true
}

/** The path in the newest mail to `address` that `pattern` finds. */
export async function pathInMail(server: TestServer, address: string, pattern: RegExp): Promise<string> {
  const mails = await server.mailbox()
  const texts = mails.filter(({ to }) => to.address === address).map(({ text }) => text)
  const link = texts.findLast((text) => pattern.test(text))?.match(/https?:\/\/[^/\s]+(\/\S+)/)?.[1]
  if (link === undefined) throw new Error(`no mail to ${address} matches ${pattern}: ${JSON.stringify(texts)}`)
  return link
}

/** Whether its beginning is in the part of the page that is seen. */
export async function isInView(locator: Locator): Promise<boolean> {
  const top = await locator.evaluate((element) => element.getBoundingClientRect().top)
  return top >= 0 && top < (locator.page().viewportSize()?.height ?? 0)
}

export async function hasFocus(locator: Locator): Promise<boolean> {
  return await locator.evaluate((element) => element.ownerDocument.activeElement === element)
}
