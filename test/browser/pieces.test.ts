import assert from 'node:assert/strict'
import { after, afterEach, before, describe, test } from 'node:test'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { openPieces, type Pieces } from './pieces.ts'
import { accessibilityFaults, appears, browser, hasFocus } from './stage.ts'

const phone: BrowserContextOptions = { viewport: { width: 390, height: 844 }, colorScheme: 'dark' }
const desk: BrowserContextOptions = { viewport: { width: 1280, height: 800 }, colorScheme: 'light' }

/** What the form would send, once it has. */
async function sentBy(page: Page) {
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  const sent = page.getByRole('status', { name: 'Sent' })
  await sent.getByText('{').waitFor()
  return JSON.parse(await sent.innerText())
}

describe('pieces of the console', { skip: browser.skip }, () => {
  let pieces: Pieces
  before(async () => {
    pieces = await openPieces()
  })
  afterEach(() => pieces.quiet())
  after(() => pieces.close())

  for (const [name, options] of [
    ['in light colours on a desk', desk],
    ['in dark colours on a phone', phone],
  ] as const) {
    test(`have no accessibility faults ${name}`, async () => {
      for (const path of ['/form', '/calendar', '/calendar?date=2026-03-29', '/board']) {
        const page = await pieces.open(path, options)
        if (path === '/form') await page.getByRole('toolbar').waitFor()
        assert.deepEqual(await accessibilityFaults(page), [], path)
        const overflow = await page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth')
        assert.ok(overflow <= 0, `${path} is ${overflow} pixels wider than the window`)
      }
    })
  }

  test('a form sends what it was given when nothing was changed, a text with marks and links as well', async () => {
    const page = await pieces.open('/form')
    await page.getByRole('toolbar').waitFor()
    const sent = await sentBy(page)
    assert.deepEqual([sent.price, sent.beginsAt], [{ minor: '125050', currency: 'KES' }, '2026-11-01T06:00:00.000Z'])
    assert.deepEqual(sent.body.content[1].content[3].marks, [{ type: 'link', attrs: { href: '/plan' } }])
    assert.deepEqual(sent.questions, [{ question: 'When?', answer: 'On Monday' }, { question: 'Where?' }])
  })

  test('a moment keeps what the clock shows when another zone is chosen, and says what that is here', async () => {
    const page = await pieces.open('/form')
    await page.getByLabel('Begins at', { exact: true }).fill('2026-11-03T09:30')
    await page.getByLabel('Zone of Begins at').selectOption('America/New_York')
    assert.ok(await appears(page.getByText('UTC-05:00, which is 3 Nov 2026, 15:30 in Europe/Berlin.')))
    assert.equal((await sentBy(page)).beginsAt, '2026-11-03T14:30:00.000Z')
  })

  test('rows are moved, removed and added by the keyboard, and the focus follows', async () => {
    const page = await pieces.open('/form')
    await page.getByRole('button', { name: 'Move Questions 2 up' }).focus()
    await page.keyboard.press('Enter')
    assert.equal(await page.getByRole('textbox', { name: 'Question' }).first().inputValue(), 'Where?')
    assert.ok(await hasFocus(page.getByRole('button', { name: 'Move Questions 1 down' })))
    assert.ok(await appears(page.getByText('Questions 2 is now 1 of 2')))
    await page.getByRole('button', { name: 'Remove Questions 2' }).focus()
    await page.keyboard.press('Enter')
    assert.ok(await hasFocus(page.getByRole('button', { name: 'Remove Questions 1' })))
    await page.getByRole('button', { name: 'Add to questions' }).click()
    await page.getByRole('textbox', { name: 'Question' }).nth(1).fill('Why?')
    assert.deepEqual((await sentBy(page)).questions, [{ question: 'Where?' }, { question: 'Why?' }])
  })

  test('a fault of the server stands at its field inside a row, and takes the focus', async () => {
    const page = await pieces.open('/form')
    await page.getByLabel('Title', { exact: false }).first().fill('taken')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    const answer = page.getByLabel('Answer').nth(1)
    assert.ok(await appears(page.getByText('This is too short')))
    assert.ok(await hasFocus(answer))
    assert.equal(await answer.getAttribute('aria-invalid'), 'true')
    assert.deepEqual(await accessibilityFaults(page), [])
  })

  test('what is missing, and a sum with too many decimals, is said before anything is sent', async () => {
    const page = await pieces.open('/form')
    await page.getByLabel('Title', { exact: false }).first().fill('')
    await page.getByLabel('Price', { exact: false }).first().fill('1.005')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    assert.ok(await appears(page.getByText('Title is needed')))
    assert.ok(await appears(page.getByText('Write the sum in digits, with the decimals of KES')))
    assert.ok(await hasFocus(page.getByLabel('Title', { exact: false }).first()))
    assert.equal(await page.getByRole('status', { name: 'Sent' }).innerText(), '')
  })

  test('another entry is found by its title', async () => {
    const page = await pieces.open('/form')
    const author = page.getByRole('combobox', { name: 'Author' })
    await author.fill('ada')
    await page.getByRole('option', { name: 'Ada Lovelace' }).click()
    assert.equal((await sentBy(page)).author, 'p1')
  })

  test('a text is written by the keyboard alone: marks, a heading, a list, a link', async () => {
    const page = await pieces.open('/form')
    const text = page.getByRole('textbox', { name: 'Body' })
    await text.click()
    await page.keyboard.press('Control+A')
    await page.keyboard.press('Delete')
    await page.keyboard.type('## Plan')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Control+B')
    await page.keyboard.type('Soon')
    await page.keyboard.press('Control+B')
    await page.keyboard.press('Enter')
    await page.keyboard.type('- one')
    await page.keyboard.press('Enter')
    await page.keyboard.type('two ')
    await page.keyboard.press('Alt+F10')
    assert.ok(await hasFocus(page.getByRole('button', { name: 'Bold' })))
    for (let tool = 0; tool < 3; tool += 1) await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Enter')
    const address = page.getByLabel('Address')
    await address.fill('javascript:alert(1)')
    await page.keyboard.press('Enter')
    assert.ok(await appears(page.getByText('Write a web address, a mail address or a path of this site')))
    await address.fill('example.org')
    await page.keyboard.press('Enter')
    await text.getByRole('link', { name: 'https://example.org' }).waitFor()
    const paragraph = (...content: readonly object[]) => ({ type: 'paragraph', content })
    const item = (...content: readonly object[]) => ({ type: 'listItem', content: [paragraph(...content)] })
    const link = { type: 'link', attrs: { href: 'https://example.org' } }
    assert.deepEqual((await sentBy(page)).body.content, [
      { type: 'heading', attrs: { level: 2 }, content: [{ type: 'text', text: 'Plan' }] },
      paragraph({ type: 'text', text: 'Soon', marks: [{ type: 'bold' }] }),
      {
        type: 'bulletList',
        content: [
          item({ type: 'text', text: 'one' }),
          item({ type: 'text', text: 'two ' }, { type: 'text', text: 'https://example.org', marks: [link] }),
        ],
      },
    ])
  })

  test('the calendar shows an hour twice when the clocks do, and events that overlap side by side', async () => {
    const page = await pieces.open('/calendar', desk)
    assert.ok(await appears(page.getByText('UTC+02:00, from the change of the clocks UTC+01:00')))
    assert.equal(await page.getByText('02:00 again').count(), 1)
    const box = async (name: string) =>
      (await page.getByRole('button', { name }).boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 }
    const [first, second] = [await box('First'), await box('Second')]
    assert.equal(Math.round(second.y - first.y), 48, 'an hour apart')
    const [one, other] = [await box('Consultation'), await box('Call')]
    assert.ok(one.x + one.width <= other.x + 1 && one.y + one.height > other.y)
    assert.equal(await page.getByRole('button', { name: 'Night shift' }).count(), 2)
  })

  test('the calendar is one stop of the Tab key, and arrows lead from entry to entry and from day to day', async () => {
    const page = await pieces.open('/calendar', desk)
    await page.getByRole('region', { name: 'Hours' }).focus()
    await page.keyboard.press('Tab')
    assert.ok(await hasFocus(page.getByRole('button', { name: 'Consultation' })))
    await page.keyboard.press('ArrowDown')
    assert.ok(await hasFocus(page.getByRole('button', { name: 'Call' })))
    await page.keyboard.press('ArrowRight')
    assert.ok(await hasFocus(page.getByRole('button', { name: 'Night shift' }).first()))
    await page.keyboard.press('End')
    await page.keyboard.press('Enter')
    assert.ok(await appears(page.getByText('Opened: Second')))
    await page.keyboard.press('Tab')
    assert.equal(await page.getByRole('region', { name: 'Hours' }).locator(':focus').count(), 0)
  })

  test('the calendar goes on by weeks and days, and on a phone it is a list', async () => {
    const page = await pieces.open('/calendar', desk)
    await page.getByRole('button', { name: 'Next week' }).click()
    assert.ok(await appears(page.getByRole('heading', { name: '26 October – 1 November 2026' })))
    assert.ok(await appears(page.getByText('Nothing stands in this time.')))
    await page.getByText('Day', { exact: true }).click()
    await page.getByRole('button', { name: 'Previous day' }).click()
    assert.ok(await appears(page.getByRole('heading', { name: '28 October 2026' })))
    const small = await pieces.open('/calendar?zone=Africa/Nairobi', phone)
    assert.ok(await appears(small.getByText('Africa/Nairobi, UTC+03:00')))
    const wednesday = small.getByRole('region', { name: 'Wednesday 21 October' })
    assert.deepEqual(await wednesday.getByRole('listitem').count(), 3)
    assert.ok(await appears(wednesday.getByText(/10:00\s*–\s*11:30/)))
  })

  test('a card is moved by its menu with the keyboard, and the focus goes with it', async () => {
    const page = await pieces.open('/board', desk)
    await page.getByRole('button', { name: 'Move to another stage: ANG-2026-00481' }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('menuitem', { name: 'Requirements review' }).waitFor()
    assert.deepEqual(await accessibilityFaults(page), [])
    assert.equal(await page.getByRole('menuitem').count(), 2)
    assert.ok(await hasFocus(page.getByRole('menuitem', { name: 'Requirements review' })))
    await page.keyboard.press('Enter')
    assert.ok(await appears(page.getByText('ANG-2026-00481 is now in Requirements review')))
    const review = page.getByRole('region', { name: 'Requirements review 2' })
    assert.ok(await hasFocus(review.getByRole('button', { name: 'Move to another stage: ANG-2026-00481' })))
  })

  test('a move that is refused leaves the card where it was, also when it was dragged', async () => {
    const page = await pieces.open('/board', desk)
    const card = page.getByRole('listitem').filter({ hasText: 'ANG-2026-00482' })
    await card.dragTo(page.getByRole('region', { name: /Requirements review/ }))
    assert.ok(await appears(page.getByText('ANG-2026-00482 stays where it was')))
    assert.ok(await appears(page.getByRole('region', { name: 'Submitted 2' })))
    const other = page.getByRole('listitem').filter({ hasText: 'ANG-2026-00481' })
    await other.dragTo(page.getByRole('region', { name: /Requirements review/ }))
    assert.ok(await appears(page.getByRole('region', { name: 'Submitted 1' })))
  })
})
