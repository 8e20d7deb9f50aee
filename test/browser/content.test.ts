import assert from 'node:assert/strict'
import { after, afterEach, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Locator, Page } from 'playwright-core'
import type { Person } from '../support/people.ts'
import { pngFile } from './recordings.ts'
import { accessibilityFaults, appears, browser, hasFocus, openStage, type Stage, type Visitor } from './stage.ts'

const doc = (...texts: string[]) => ({
  type: 'doc',
  content: texts.map((text) => ({ type: 'paragraph', content: [{ type: 'text', text }] })),
})

/** A post as its author has it after the first save; the path of its page. */
async function draft({ http }: Person, title: string): Promise<{ readonly id: string; readonly path: string }> {
  const answer = await http.post('/api/content/post', { fields: { title, body: doc('First words.') } })
  assert.equal(answer.status, 201, JSON.stringify(answer.body))
  return { id: answer.body.id, path: `/content/post/${answer.body.id}` }
}

async function save(page: Page, version: number): Promise<void> {
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByText(`Saved as version ${version}.`).waitFor()
}

/** Whether the picture has come: it is made in its sizes by a job, and asked for again until then. */
async function loaded(image: Locator): Promise<void> {
  for (let tries = 0; tries < 40; tries += 1) {
    if (await image.evaluate((element) => 'naturalWidth' in element && Number(element.naturalWidth) > 0)) return
    await sleep(250)
  }
  throw new Error('the picture did not come')
}

const titleOf = (page: Page) => page.getByRole('textbox', { name: 'Title', exact: true })

describe('content in the console', { skip: browser.skip }, () => {
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

  test('an editor writes a post from its schema, publishes it, and everybody reads it', async () => {
    const { page } = await at('/')
    await page.getByRole('link', { name: 'Content', exact: true }).click()
    await page.getByRole('link', { name: 'Blog posts' }).click()
    const begin = page.getByRole('link', { name: 'New blog post' })
    const [ink, ground] = await begin.evaluate((link) => {
      const style = link.ownerDocument.defaultView?.getComputedStyle(link)
      return [style?.color, style?.backgroundColor]
    })
    assert.notEqual(ink, ground, 'a link that looks like a button can be read')
    await begin.click()
    await page.getByRole('button', { name: 'Save the draft' }).click()
    assert.ok(await appears(page.getByText('Title is needed')))
    await titleOf(page).fill('A house of stone')
    const tags = page.getByRole('combobox', { name: 'Tags' })
    await tags.pressSequentially('Stone walls,')
    await page.getByRole('textbox', { name: 'Body' }).click()
    await page.keyboard.type('## Walls')
    await page.keyboard.press('Enter')
    await page.keyboard.type('They are **thick** ')
    assert.deepEqual(await accessibilityFaults(page), [])
    await page.getByRole('button', { name: 'Save the draft' }).click()
    assert.ok(await appears(page.getByText('This has a form that is not accepted')))
    assert.ok(await hasFocus(tags), 'a fault inside the list of words is one of the list')
    await page.keyboard.press('Backspace')
    await tags.pressSequentially('stone,')
    await page.getByRole('button', { name: 'Save the draft' }).click()
    await page.getByRole('heading', { level: 1, name: 'A house of stone' }).waitFor()
    assert.ok(await appears(page.getByText('Nobody outside sees it.')))
    const visitor = stage.server.people.anonymous()
    assert.equal((await visitor.get('/api/blogs/a-house-of-stone')).status, 404)

    await page.getByRole('button', { name: 'Publish', exact: true }).click()
    assert.ok(await appears(page.getByText('Everybody sees the newest version.')))
    const read = await visitor.get('/api/blogs/a-house-of-stone')
    assert.equal(read.status, 200)
    assert.match(JSON.stringify(read.body), /<h2[^>]*>Walls<\/h2>.*<strong>thick<\/strong>/)
    assert.deepEqual(await accessibilityFaults(page), [])
  })

  test('a fault that only the server knows stands at its field', async () => {
    const { path } = await draft(editor, 'Reserved')
    const { page } = await at(path)
    await page.getByRole('textbox', { name: 'Address', exact: true }).fill('Not An Address')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page
      .getByRole('textbox', { name: 'Address', exact: true, disabled: false })
      .and(page.locator('[aria-invalid="true"]'))
      .waitFor()
    assert.deepEqual(await accessibilityFaults(page), [])
  })

  test('a picture goes into the text with its words, another onto the cover, and everybody sees both', async () => {
    const { path } = await draft(editor, 'Pictures')
    const { page } = await at(path)
    await page.getByLabel('Cover', { exact: true }).setInputFiles(pngFile(300))
    const cover = page.getByRole('img', { name: 'Cover, as it is now' })
    await cover.waitFor()
    await page.getByRole('textbox', { name: 'Body' }).click()
    await page.getByRole('button', { name: 'Picture', exact: true }).click()
    const dialog = page.getByRole('dialog', { name: 'Add a picture' })
    await dialog.getByRole('button', { name: 'Add the picture' }).click()
    assert.ok(await appears(dialog.getByText('Choose the picture, and wait until it is uploaded')))
    await dialog.getByLabel('Picture', { exact: true }).setInputFiles(pngFile(320))
    await dialog.getByText('is uploaded').waitFor()
    await dialog.getByLabel('Words in its place').fill('A wall')
    assert.deepEqual(await accessibilityFaults(page), [])
    await dialog.getByRole('button', { name: 'Add the picture' }).click()
    const picture = page.getByRole('textbox', { name: 'Body' }).getByRole('img', { name: 'A wall' })
    for (const image of [cover, picture]) await loaded(image)
    await save(page, 2)
    await page.getByRole('button', { name: 'Publish', exact: true }).click()
    await page.getByText('Everybody sees the newest version.').waitFor()
    const { body } = await stage.server.people.anonymous().get('/api/blogs/pictures')
    assert.match(JSON.stringify(body), /<img[^>]*alt=[^>]*A wall/)
    assert.match(JSON.stringify(body.fields.cover), /variants\/medium\/content/)
  })

  test('of two editors one sees that the other edits, takes over, and the other is shown the conflict', async () => {
    const { path } = await draft(editor, 'Two hands')
    const other = await stage.server.people.signedIn('editor')
    const first = await at(path)
    await titleOf(first.page).fill('Two hands, mine')
    const second = await at(path, other)
    assert.ok(await appears(second.page.getByText('A editor is editing this').first()))
    await second.page.getByRole('button', { name: 'Take over' }).click()
    await titleOf(second.page).fill('Two hands, theirs')
    await save(second.page, 2)

    await first.page.getByRole('button', { name: 'Save', exact: true }).click()
    assert.ok(await appears(first.page.getByText('Somebody else has saved this in the meantime')))
    assert.ok(await appears(first.page.getByText('Two hands, theirs')))
    assert.deepEqual(await accessibilityFaults(first.page), [])
    await first.page.getByRole('button', { name: 'Drop mine and go on with theirs' }).click()
    await first.page.getByRole('button', { name: 'Take over' }).click()
    assert.equal(await titleOf(first.page).inputValue(), 'Two hands, theirs')
    await titleOf(first.page).fill('Four hands')
    await save(first.page, 3)
  })

  test('a version on top of what somebody else saved keeps both in the history', async () => {
    const { id, path } = await draft(editor, 'On top')
    const { page } = await at(path)
    await titleOf(page).fill('On top, mine')
    const theirs = await editor.http.patch(`/api${path}`, {
      version: 1,
      fields: { title: 'Below', body: doc('Theirs.') },
    })
    assert.equal(theirs.status, 200)
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByRole('button', { name: 'Save mine on top of it' }).click()
    await page.getByText('Saved as version 3.').waitFor()
    const { body } = await editor.http.get(`/api/content/post/${id}/versions`)
    assert.deepEqual(
      body.items.map((version: { title: string }) => version.title),
      ['On top, mine', 'Below', 'On top'],
    )
  })

  test('a post goes out at a time of another zone, and the schedule is dropped again', async () => {
    const { path } = await draft(editor, 'Later')
    const { page } = await at(path)
    const year = new Date().getFullYear() + 1
    await page.getByLabel('Zone of Goes out').selectOption('Africa/Nairobi')
    await page.getByLabel('Goes out', { exact: true }).fill(`${year}-03-01T09:00`)
    await page.getByRole('button', { name: 'Schedule', exact: true }).click()
    assert.ok(await appears(page.getByText('The schedule is kept.')))
    assert.equal((await editor.http.get(`/api${path}`)).body.publishAt, `${year}-03-01T06:00:00.000Z`)
    assert.ok(await appears(page.getByText('Scheduled', { exact: true })))
    assert.ok(await appears(page.getByText(`1 Mar ${year}, 06:00, UTC (UTC+00:00)`)))
    assert.deepEqual(await accessibilityFaults(page), [])
    await page.getByRole('button', { name: 'Drop the schedule' }).click()
    assert.ok(await appears(page.getByText('It stays as it is until somebody changes it.')))
    assert.equal((await editor.http.get(`/api${path}`)).body.publishAt, null)
  })

  test('a version is compared with the one before it, and restored as the newest', async () => {
    const { path } = await draft(editor, 'First title')
    const { page } = await at(path)
    await titleOf(page).fill('Second title')
    await save(page, 2)
    await page.getByRole('link', { name: 'Versions, 2 so far' }).click()
    await page.getByRole('button', { name: 'What changed in version 2' }).click()
    assert.ok(await appears(page.locator('del', { hasText: 'First title' })))
    assert.ok(await appears(page.locator('ins', { hasText: 'Second title' })))
    assert.deepEqual(await accessibilityFaults(page), [])
    await page.getByRole('button', { name: 'Restore version 1' }).click()
    await page.getByRole('button', { name: 'Restore it' }).click()
    await page.getByRole('heading', { level: 1, name: 'First title' }).waitFor()
    assert.equal(await titleOf(page).inputValue(), 'First title')
    assert.ok(await appears(page.getByRole('link', { name: 'Versions, 3 so far' })))
  })

  test('leaving with changes that nobody saved is asked about', async () => {
    const { path } = await draft(editor, 'Unsaved')
    const { page } = await at(path)
    await titleOf(page).fill('Changed')
    await page.getByRole('link', { name: 'Blog posts' }).click()
    assert.ok(await appears(page.getByRole('dialog', { name: 'Leave without saving?' })))
    assert.deepEqual(await accessibilityFaults(page), [])
    await page.getByRole('button', { name: 'Stay here' }).click()
    assert.equal(await titleOf(page).inputValue(), 'Changed')
    await page.getByRole('link', { name: 'Blog posts' }).click()
    await page.getByRole('button', { name: 'Leave without saving' }).click()
    await page.getByRole('heading', { level: 1, name: 'Blog posts' }).waitFor()
  })

  test('an author hands in instead of publishing, finds it by its state, and puts it into the trash and back', async () => {
    const author = await stage.server.people.signedIn('author')
    const { path } = await draft(author, 'By an author')
    const { page, open } = await at(path, author)
    assert.equal(await page.getByRole('button', { name: 'Publish' }).count(), 0)
    await page.getByRole('button', { name: 'Hand in for review' }).click()
    await open('/content/post')
    await page.getByLabel('State').selectOption({ label: 'Waits for review' })
    await page.getByRole('list', { name: 'Blog posts' }).getByRole('link', { name: 'By an author' }).click()
    await page.getByRole('button', { name: 'Put into the trash' }).click()
    await page.getByRole('button', { name: 'Put into the trash' }).click()
    assert.ok(await appears(page.getByRole('heading', { name: 'In the trash' })))
    await open('/content/post?trashed=true')
    assert.ok(await appears(page.getByRole('link', { name: 'By an author' })))
    assert.deepEqual(await accessibilityFaults(page), [])
    await page.getByRole('link', { name: 'By an author' }).click()
    await page.getByRole('button', { name: 'Take out of the trash' }).click()
    assert.ok(await appears(page.getByText('It is a draft again.')))
  })

  test('a service is written with its packages and a category that is found by its title', async () => {
    const category = await editor.http.post('/api/content/category', { fields: { title: 'Photography' } })
    assert.equal(category.status, 201, JSON.stringify(category.body))
    const { page } = await at('/content/service/new')
    await titleOf(page).fill('Portraits')
    await page.getByRole('textbox', { name: 'Summary' }).fill('In the studio')
    await page.getByRole('textbox', { name: 'Body' }).fill('An hour of light.')
    await page.getByRole('combobox', { name: 'Category' }).fill('photo')
    await page.getByRole('option', { name: 'Photography' }).click()
    await page.getByRole('button', { name: 'Add to packages' }).click()
    const packages = page.getByRole('group', { name: 'Packages', exact: true })
    await packages.getByRole('textbox', { name: 'Key' }).fill('hour')
    await packages.getByRole('textbox', { name: 'Title' }).fill('One hour')
    await packages.getByRole('textbox', { name: 'Price' }).fill('12500,5')
    await packages.getByLabel('Currency of Price').selectOption('KES')
    await packages.getByRole('textbox', { name: 'Deposit bp' }).fill('20000')
    await packages.getByRole('combobox', { name: 'Booking kind' }).selectOption('appointment')
    await page.getByRole('button', { name: 'Save the draft' }).click()
    const deposit = packages.getByRole('textbox', { name: 'Deposit bp' })
    await deposit.and(page.locator('[aria-invalid="true"]')).waitFor()
    assert.ok(await hasFocus(deposit), 'a fault in a row of the list')
    await deposit.fill('2500')
    await page.getByRole('button', { name: 'Save the draft' }).click()
    await page.getByRole('heading', { level: 1, name: 'Portraits' }).waitFor()
    const { body } = await editor.http.get(`/api${new URL(page.url()).pathname}`)
    assert.equal(body.fields.category, category.body.id)
    assert.deepEqual(body.fields.packages, [
      {
        ...{ key: 'hour', title: 'One hour', bookingKind: 'appointment', depositBp: 2500 },
        price: { minor: '1250050', currency: 'KES' },
      },
    ])
  })

  test('every page has no accessibility faults in dark colours on a phone 320 pixels wide', async () => {
    const { path } = await draft(editor, 'On a phone')
    const { page, open, signIn } = await stage.visitor({ viewport: { width: 1000, height: 640 }, colorScheme: 'dark' })
    await signIn(editor)
    await page.setViewportSize({ width: 320, height: 640 })
    for (const one of ['/content', '/content/post', '/content/service/new', path, `${path}/versions`]) {
      await open(one)
      await page.getByRole('status', { name: 'Loading' }).first().waitFor({ state: 'detached' })
      assert.deepEqual(await accessibilityFaults(page), [], one)
      const overflow = await page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth')
      assert.ok(overflow <= 0, `${one} is ${overflow} pixels wider than the window`)
    }
  })

  test('the menu has content for whoever may write some, and for nobody else', async () => {
    const visitor = await stage.visitor()
    await visitor.signIn(await stage.server.people.signedIn())
    assert.equal(await visitor.page.getByRole('link', { name: 'Content', exact: true }).count(), 0)
    await visitor.open('/content')
    assert.ok(await appears(visitor.page.getByText('This page is not open to you')))
  })
})
