import assert from 'node:assert/strict'
import { after, afterEach, before, describe, test } from 'node:test'
import type { Locator, Page } from 'playwright-core'
import type { Person } from '../support/people.ts'
import { pngFile } from './recordings.ts'
import { accessibilityFaults, appears, browser, openStage, type Stage, type Visitor } from './stage.ts'

const PDF = Buffer.from('%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n')
const pdf = { name: 'Price list.pdf', mimeType: 'application/pdf', buffer: PDF }
const picture = (name: string, pixels: number) => ({ ...pngFile(pixels), name })
const body = { type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text: 'Words.' }] }] }

describe('the media library in the console', { skip: browser.skip }, () => {
  let stage: Stage
  let editor: Person
  before(async () => {
    stage = await openStage({ environment: { PRODUCTS: 'agency' } })
    editor = await stage.server.people.signedIn('editor')
  })
  afterEach(() => stage.quiet())
  after(() => stage.close())

  async function at(path: string, person: Person = editor): Promise<Visitor> {
    const visitor = await stage.visitor()
    await visitor.signIn(person)
    await visitor.open(path)
    return visitor
  }

  const library = (page: Page): Locator => page.getByRole('list', { name: 'Media', exact: true })

  async function upload(page: Page, ...files: { name: string; mimeType: string; buffer: Buffer }[]): Promise<void> {
    await page.getByLabel('Upload files').setInputFiles(files)
    for (const { name } of files) await page.getByText(`${name} is uploaded`).waitFor()
    await stage.server.jobsIdle()
  }

  async function removeFile(page: Page): Promise<void> {
    await page.getByRole('button', { name: 'Delete this file' }).click()
    await page.getByRole('button', { name: 'Delete it' }).click()
  }

  test('several files are uploaded at once, found by name and kind, and what is not taken is refused by name', async () => {
    const { page } = await at('/')
    await page.getByRole('link', { name: 'Media', exact: true }).click()
    assert.ok(await appears(page.getByText('There is nothing here yet')))
    assert.equal(await page.getByRole('link', { name: 'Content', exact: true }).getAttribute('aria-current'), null)
    assert.deepEqual(await accessibilityFaults(page), [])
    await upload(page, picture('Garden.png', 60), picture('House.png', 61), pdf)
    await page.getByLabel('Upload files').setInputFiles({ name: 'notes.txt', mimeType: 'text/plain', buffer: PDF })
    assert.ok(await appears(page.getByText('notes.txt: Only JPEG, PNG, WebP and PDF are taken')))
    await library(page).getByRole('link', { name: 'Price list.pdf' }).waitFor()
    assert.deepEqual(await library(page).getByRole('link').allInnerTexts(), [
      'Price list.pdf',
      'House.png',
      'Garden.png',
    ])
    assert.deepEqual(await accessibilityFaults(page), [])
    await page.getByLabel('Kind').selectOption({ label: 'Documents' })
    await library(page).getByRole('link', { name: 'House.png' }).waitFor({ state: 'detached' })
    assert.deepEqual(await library(page).getByRole('link').allInnerTexts(), ['Price list.pdf'])
    await page.getByLabel('Kind').selectOption({ label: 'Pictures and documents' })
    await page.getByRole('searchbox', { name: 'Search' }).fill('GARD')
    await library(page).getByRole('link', { name: 'House.png' }).waitFor({ state: 'detached' })
    assert.deepEqual(await library(page).getByRole('link').allInnerTexts(), ['Garden.png'])
    await page.getByRole('searchbox', { name: 'Search' }).fill('nothing like it')
    assert.ok(await appears(page.getByText('Nothing found')))
  })

  test('a picture is described, chosen in an entry and its text, tells where it is used, and is kept for it', async () => {
    const { page, open } = await at('/content/media')
    await upload(page, picture('Harbour.png', 70), picture('Spare.png', 71))
    await library(page).getByRole('link', { name: 'Harbour.png' }).click()
    await page.getByRole('heading', { level: 1, name: 'Harbour.png' }).waitFor()
    assert.ok(await appears(page.getByText('No entry uses it.')))
    assert.ok(await appears(page.getByText(/Small, 70 × 70/)))
    await page.getByRole('textbox', { name: 'What it shows' }).fill('Boats at noon')
    await page.getByRole('button', { name: 'Save the words' }).click()
    assert.ok(await appears(page.getByRole('img', { name: 'Boats at noon' })))
    assert.deepEqual(await accessibilityFaults(page), [])

    const made = await editor.http.post('/api/content/post', { fields: { title: 'At the sea', body } })
    await open(`/content/post/${made.body.id}`)
    await page.getByRole('button', { name: 'Choose cover from the library' }).click()
    const dialog = page.getByRole('dialog', { name: 'Cover from the library' })
    await dialog.getByRole('searchbox', { name: 'Search' }).fill('harb')
    await dialog.getByRole('button', { name: 'Spare.png' }).waitFor({ state: 'detached' })
    assert.deepEqual(await accessibilityFaults(page), [])
    await dialog.getByRole('button', { name: 'Harbour.png' }).press('Enter')
    await dialog.waitFor({ state: 'detached' })
    assert.ok(await appears(page.getByRole('img', { name: 'Cover, as it is now' })))

    await page.getByRole('textbox', { name: 'Body' }).click()
    await page.getByRole('button', { name: 'Picture', exact: true }).click()
    const adding = page.getByRole('dialog', { name: 'Add a picture' })
    await adding.getByRole('button', { name: 'Choose from the library' }).click()
    await adding.getByRole('button', { name: 'Harbour.png' }).click()
    assert.equal(await adding.getByLabel('Words in its place').inputValue(), 'Boats at noon')
    assert.deepEqual(await accessibilityFaults(page), [])
    await adding.getByRole('button', { name: 'Add the picture' }).click()
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText('Saved as version 2.').waitFor()
    await page.getByRole('button', { name: 'Publish', exact: true }).click()
    await page.getByText('Everybody sees the newest version.').waitFor()
    const { cover } = (await stage.server.people.anonymous().get('/api/blogs/at-the-sea')).body.fields
    assert.equal(cover.alt, 'Boats at noon')

    await open('/content/media')
    assert.ok(await appears(library(page).getByText('Used by 1 entry')))
    await library(page).getByRole('link', { name: 'Harbour.png' }).click()
    const uses = page.getByRole('list', { name: 'Entries that use it' })
    assert.ok(await appears(uses.getByText('Everybody sees it')))
    await removeFile(page)
    assert.ok(await appears(page.getByRole('alert').getByText('Entries use this file')))
    assert.deepEqual(await accessibilityFaults(page), [])
    await uses.getByRole('link', { name: 'At the sea' }).click()
    await page.getByRole('heading', { level: 1, name: 'At the sea' }).waitFor()

    await open('/content/media')
    await library(page).getByRole('link', { name: 'Spare.png' }).click()
    await removeFile(page)
    await page.getByRole('heading', { level: 1, name: 'Media', exact: true }).waitFor()
    await library(page).getByRole('link', { name: 'Spare.png' }).waitFor({ state: 'detached' })
    assert.equal((await editor.http.get('/api/content/media?q=spare')).body.items.length, 0)
  })

  test('an author sees what others uploaded, without a way to change it', async () => {
    const first = await at('/content/media')
    await upload(first.page, picture('Of the editor.png', 80))
    const author = await stage.server.people.signedIn('author')
    const { page } = await at('/content/media', author)
    await library(page).getByRole('link', { name: 'Of the editor.png' }).click()
    assert.ok(await appears(page.getByText('There are none.')))
    assert.equal(await page.getByRole('button', { name: 'Delete this file' }).count(), 0)
  })

  test('a failed answer can be asked for again', async () => {
    const { page, open } = await at('/')
    await page.route('**/api/content/media?*', (route) => route.fulfill({ status: 503, body: '' }))
    await open('/content/media')
    const again = page.getByRole('button', { name: 'Try again' })
    await again.waitFor()
    await page.unroute('**/api/content/media?*')
    await again.click()
    assert.ok(await appears(library(page)))
  })

  test('is without faults in dark colours on a phone 320 pixels wide', async () => {
    const { items } = (await editor.http.get('/api/content/media?kind=image')).body
    const { page, open, signIn } = await stage.visitor({ viewport: { width: 1000, height: 640 }, colorScheme: 'dark' })
    await signIn(editor)
    await page.setViewportSize({ width: 320, height: 640 })
    for (const path of ['/content/media', `/content/media/${items[0].id}`]) {
      await open(path)
      await page.getByRole('status', { name: 'Loading' }).first().waitFor({ state: 'detached' })
      assert.deepEqual(await accessibilityFaults(page), [], path)
      const overflow = await page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth')
      assert.ok(overflow <= 0, `${path} is ${overflow} pixels wider than the window`)
    }
  })
})
