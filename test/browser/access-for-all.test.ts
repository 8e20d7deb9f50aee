import assert from 'node:assert/strict'
import { after, afterEach, before, describe, test } from 'node:test'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { applicant, approvedArtist, submittedTrack } from './artists.ts'
import { accessibilityFaults, appears, browser, hasFocus, openStage, type Stage, type Visitor } from './stage.ts'

const phone: BrowserContextOptions = { viewport: { width: 320, height: 640 }, colorScheme: 'dark' }
const desk: BrowserContextOptions = { viewport: { width: 1280, height: 800 }, colorScheme: 'light' }

const openPages = [
  '/',
  '/tracks',
  '/artists',
  '/login',
  '/register',
  '/check-mail?email=a@example.org',
  '/verify?token=x',
]
const furtherPages = ['/invitation#token=x', '/forgot-password', '/reset-password#token=x', '/setup', '/no/such/page']
const staffPages = [
  '/',
  '/people',
  '/invitations',
  '/connected-applications',
  '/roles',
  '/audit',
  '/jobs',
  '/mail',
  '/webhooks',
  '/status',
  '/settings',
  '/flags/changes',
  '/flags/segments',
  '/flags/environments',
  '/flags/transfer',
  '/flags',
  '/flags/new',
  ...['/secrets', '/secrets/new', '/secrets/grants', '/secrets/look-up', '/secrets/leases'],
  '/experiments',
  '/experiments/new',
  '/experiments/power',
  '/experiments/metrics',
  '/experiments/metrics/new',
  '/review/applications',
  '/review/tracks',
]
const ownPages = ['/account', '/organisations', '/api-keys', '/apply', '/submissions', '/submissions/new']

describe('the console is open to everyone', { skip: browser.skip }, () => {
  let stage: Stage
  before(async () => {
    stage = await openStage({ demo: true })
  })
  afterEach(() => stage.quiet())
  after(() => stage.close())

  for (const [name, options] of [
    ['in light colours on a desk', desk],
    ['in dark colours on a phone 320 pixels wide', phone],
  ] as const) {
    test(`pages for visitors have no accessibility faults ${name}`, async () => {
      const visitor = await stage.visitor(options)
      assert.deepEqual(await faultsOf(visitor, [...openPages, ...furtherPages, ...(await publicDetails())]), [])
    })

    test(`pages for an administrator have no accessibility faults ${name}`, async () => {
      const administrator = await stage.server.people.signedIn('administrator')
      const visitor = await stage.visitor(options)
      await signInOn(visitor, administrator)
      assert.deepEqual(await faultsOf(visitor, [...staffPages, `/people/${administrator.id}`]), [])
    })

    test(`pages of one review, before and after the claim, have no accessibility faults ${name}`, async () => {
      const application = await applicant(stage.server, `Tallow ${name}`)
      const track = await submittedTrack(stage.server, { stageName: `Wick ${name}`, title: `Ember ${name}` })
      const reviewer = await stage.server.people.signedIn('reviewer')
      const visitor = await stage.visitor(options)
      await signInOn(visitor, reviewer)
      const pages = [`/review/applications/${application.id}`, `/review/tracks/${track.id}`]
      assert.deepEqual(await faultsOf(visitor, pages), [])
      for (const page of pages) assert.equal((await reviewer.http.post(`/api${page}/claim`)).status, 200, page)
      assert.deepEqual(await faultsOf(visitor, pages), [])

      const { page, open } = visitor
      await open(pages[0] ?? '')
      await page.getByRole('button', { name: 'Reject' }).click()
      await page.getByRole('button', { name: 'Reject the application' }).click()
      await page.getByText('Write the reason').waitFor()
      assert.deepEqual(await accessibilityFaults(page), [], 'the form of a rejection, with a fault at its field')
      await open(pages[1] ?? '')
      await page.getByRole('radio', { name: 'Decline' }).check()
      await page.getByRole('button', { name: 'Record the verdict' }).click()
      await page.getByText('Choose at least one reason').waitFor()
      assert.deepEqual(await accessibilityFaults(page), [], 'the form of a verdict, with faults at its fields')
    })

    test(`pages for an artist have no accessibility faults ${name}`, async () => {
      const person = await approvedArtist(stage.server, `Marrow ${name}`)
      const draft = await person.http.post('/api/artist/signup', { stageName: `Second ${name}`, role: 'band' })
      const visitor = await stage.visitor(options)
      await signInOn(visitor, person)
      assert.deepEqual(await faultsOf(visitor, [...ownPages, `/apply/${draft.body.id}`]), [])
    })
  }

  test('the keyboard alone leads past the menu, to a track, into sound and out again', async () => {
    const { page, open } = await stage.visitor(desk)
    await open('/')
    await page.keyboard.press('Tab')
    assert.ok(await hasFocus(page.getByRole('link', { name: 'Skip to the content' })))
    await page.keyboard.press('Enter')
    assert.ok(await hasFocus(page.getByRole('main')))

    await open('/')
    await tabTo(page, 'link', 'Catalogue')
    await page.keyboard.press('Enter')
    await page.getByRole('list', { name: 'Tracks' }).waitFor()
    assert.ok(await hasFocus(page.getByRole('heading', { name: 'Catalogue' })), 'the new page takes the focus')
    const play = page.getByRole('list', { name: 'Tracks' }).getByRole('button').first()
    const name = (await play.getAttribute('aria-label')) ?? ''
    await tabTo(page, 'button', name)
    assert.notEqual(
      await play.evaluate((element) => element.ownerDocument.defaultView?.getComputedStyle(element).outlineStyle),
      'none',
    )
    await page.keyboard.press('Enter')
    await page.getByRole('region', { name: 'Player' }).getByRole('button', { name: 'Pause' }).waitFor()
    await tabTo(page, 'button', 'Close the player')
    await page.keyboard.press('Enter')
    assert.equal(await page.getByRole('region', { name: 'Player' }).count(), 0)
  })

  test('on a phone the menu opens, closes with Escape, and closes when a page was chosen', async () => {
    const { page, open } = await stage.visitor(phone)
    await open('/')
    const menu = page.getByRole('navigation', { name: 'Main' })
    assert.equal(await menu.isVisible(), false)
    await page.getByRole('button', { name: 'Menu' }).click()
    await menu.waitFor()
    await page.keyboard.press('Escape')
    await menu.waitFor({ state: 'hidden' })
    await page.getByRole('button', { name: 'Menu' }).click()
    await menu.getByRole('link', { name: 'Artists' }).click()
    assert.ok(await appears(page.getByRole('heading', { name: 'Artists' })))
    assert.equal(await menu.isVisible(), false)
  })

  test('colours follow the system until one is chosen, and the choice stays', async () => {
    const { page, open } = await stage.visitor({ ...desk, colorScheme: 'dark' })
    await open('/')
    assert.equal(await schemeOf(page), 'dark')
    await page.getByRole('button', { name: 'Colours: as the system' }).click()
    await page.getByRole('button', { name: 'Colours: light' }).waitFor()
    assert.equal(await schemeOf(page), 'light')
    await page.reload()
    await page.getByRole('button', { name: 'Colours: light' }).waitFor()
    assert.equal(await schemeOf(page), 'light')

    await page.route(/assets\/index-[^/]*\.js$/, (route) => route.abort())
    await page.reload()
    assert.equal(await schemeOf(page), 'light', 'known before the console itself has loaded, so nothing flashes')
  })

  async function publicDetails(): Promise<string[]> {
    const tracks = await stage.server.people.anonymous().get('/api/tracks?limit=1')
    const [track] = tracks.body.items
    return [`/tracks/${track.id}`, `/artists/${track.artist.slug}`]
  }
})

/** What axe finds, and pages that are wider than the window. */
async function faultsOf({ page, open }: Visitor, paths: readonly string[]): Promise<string[]> {
  const faults: string[] = []
  for (const path of paths) {
    await open(path)
    await page.getByRole('status', { name: 'Loading' }).first().waitFor({ state: 'detached' })
    const found = await accessibilityFaults(page)
    faults.push(...found.map((fault) => `${path} ${fault}`))
    const overflow = await page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth')
    if (overflow > 0) faults.push(`${path} is ${overflow} pixels wider than the window`)
    if (!/ · Plinth$/.test(await page.title())) faults.push(`${path} has the title ${await page.title()}`)
  }
  return faults
}

async function signInOn(visitor: Visitor, person: { email: string; password: string }): Promise<void> {
  const isPhone = (visitor.page.viewportSize()?.width ?? 0) < 900
  if (!isPhone) return await visitor.signIn(person)
  const { page, open } = visitor
  await open('/login')
  await page.getByLabel('E-mail').fill(person.email)
  await page.getByLabel('Password', { exact: true }).fill(person.password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByRole('heading', { name: 'A backend to stand on' }).waitFor()
}

async function tabTo(page: Page, role: 'link' | 'button', name: string): Promise<void> {
  const target = page.getByRole(role, { name, exact: true }).first()
  for (let presses = 0; presses < 150; presses += 1) {
    if (await hasFocus(target)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`Tab never reached the ${role} ${name}`)
}

async function schemeOf(page: Page): Promise<string> {
  return await page.evaluate<string>('getComputedStyle(document.documentElement).colorScheme')
}
