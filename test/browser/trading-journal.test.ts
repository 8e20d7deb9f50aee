import assert from 'node:assert/strict'
import { after, afterEach, before, describe, test } from 'node:test'
import type { BrowserContextOptions, Locator, Page } from 'playwright-core'
import { expectStatus } from '../support/music.ts'
import { journalThings, makeTag, makeTrade, makeTrader, type Trader, textOf } from '../support/trading-journal.ts'
import { pngFile } from './recordings.ts'
import { accessibilityFaults, appears, browser, openStage, type Stage } from './stage.ts'

describe('the trading journal in the console', { skip: browser.skip }, () => {
  let stage: Stage
  before(async () => {
    stage = await openStage({ environment: { PRODUCTS: 'trading' } })
  })
  afterEach(() => stage.quiet())
  after(() => stage.close())

  const database = () => ({
    people: stage.server.people,
    query: <Row>(text: string, values: readonly unknown[] = []) =>
      stage.server.app.db.raw(text, values) as Promise<unknown[]> as Promise<Row[]>,
  })
  const at = async ({ person }: Pick<Trader, 'person'>, path: string, options?: BrowserContextOptions) => {
    const visitor = await stage.visitor(options)
    await visitor.signIn(person)
    await visitor.open(path)
    return visitor
  }
  const stored = async ({ person }: Pick<Trader, 'person'>, path: string) =>
    expectStatus(await person.http.get(`/api/trading/${path}`), 200)
  const idIn = (page: Page) => new URL(page.url()).pathname.split('/').at(-1) ?? ''
  const told = (page: Page, words: string) => page.getByRole('status').getByText(words).first().waitFor()

  test('an entry with a picture is written, found by its words, and written in two windows without a loss', async () => {
    const ada = await makeTrader(database())
    await makeTag(database(), ada.person, 'Opening drive', 'setup')
    await makeTrade(database(), ada, { openedAt: '2026-03-10T14:00:00Z', net: '-120.5' })
    const { page } = await at(ada, '/trading/journal')
    await page.getByRole('link', { name: 'Write the first entry' }).click()
    await page.getByLabel('Day', { exact: true }).fill('2026-03-10')
    assert.ok(await appears(page.getByText('-US$120.50')))
    await page.getByLabel('Title').fill('Chased the open')
    const text = page.getByRole('textbox', { name: 'Text', exact: true })
    await text.click()
    await page.keyboard.type('Bought the spike without a plan.')
    await page.getByLabel('Pictures').setInputFiles([
      { ...pngFile(320), name: 'chart.png' },
      { ...pngFile(300), name: 'plan.png' },
    ])
    await loaded(page.getByRole('img', { name: 'Show chart.png large' }))
    await page.getByRole('button', { name: 'Remove plan.png' }).click()
    await page.getByLabel('Mood', { exact: true }).selectOption('Low')
    await page.getByRole('combobox', { name: 'Tags' }).click()
    await page.getByRole('option', { name: 'Opening drive' }).click()
    await page.keyboard.press('Escape')
    assert.deepEqual(await accessibilityFaults(page), [])
    await page.getByRole('button', { name: 'Save the entry' }).click()
    await page.getByRole('heading', { level: 1, name: 'Chased the open' }).waitFor()
    await page.reload()
    const entry = await stored(ada, `journal/${idIn(page)}`)
    const pictures = entry.files.map(({ filename }: { filename: string }) => filename)
    assert.deepEqual([entry.day, entry.mood, entry.tagIds.length, pictures], ['2026-03-10', 2, 1, ['chart.png']])
    assert.equal(await text.innerText(), 'Bought the spike without a plan.')
    await page.getByRole('button', { name: 'Show chart.png large' }).click()
    await loaded(page.getByRole('dialog').getByRole('img', { name: 'chart.png' }))
    await page.keyboard.press('Escape')

    const other = await at(ada, `/trading/journal/entries/${entry.id}`)
    const theirs = other.page.getByRole('textbox', { name: 'Text', exact: true })
    await typeAtEnd(other.page, theirs, ' Fear of missing out.')
    await other.page.getByRole('button', { name: 'Save the entry' }).click()
    await told(other.page, 'The entry is saved.')
    await typeAtEnd(page, text, ' It was too late.')
    await page.getByRole('button', { name: 'Save the entry' }).click()
    const conflict = page.getByRole('alert').filter({ hasText: 'in another window' })
    assert.ok(await appears(conflict.getByText('Fear of missing out.')))
    assert.deepEqual(await accessibilityFaults(page), [])
    await conflict.getByRole('button', { name: 'Put the other below it' }).click()
    await page.getByRole('button', { name: 'Save the entry' }).click()
    await told(page, 'The entry is saved.')
    const both = await stored(ada, `journal/${entry.id}`)
    assert.match(JSON.stringify(both.body), /It was too late.*Fear of missing out/)
    assert.deepEqual([both.version, both.files.length], [3, 1])

    await page.getByRole('link', { name: 'Journal', exact: true }).first().click()
    await page.getByLabel('Search').fill('missing')
    assert.ok(await appears(page.getByRole('list', { name: 'Found in the journal' }).locator('mark')))
    assert.match(page.url(), /q=missing/)
    await page.getByLabel('Search').fill('')
    await page.getByLabel('Mood').selectOption('Good')
    assert.ok(await appears(page.getByText('Nothing found')))
    await page.getByLabel('Mood').selectOption('Low')
    await page.getByRole('link', { name: /10 March 2026/ }).click()
    assert.ok(await appears(page.getByRole('list', { name: 'Trades of the day' })))
    await page.getByLabel('Lesson').fill('Wait for the pullback')
    await page.getByRole('button', { name: 'Save the reflection' }).click()
    await told(page, 'The reflection is saved.')
    assert.equal((await stored(ada, 'reflections/2026-03-10')).lesson, 'Wait for the pullback')
    await page.goto('/trading/journal/days/2026-03-17')
    assert.ok(await appears(page.getByText('Lesson: Wait for the pullback')))
    await page.getByRole('textbox', { name: 'Lesson' }).fill('Half a thought')
    await page.getByRole('link', { name: 'Journal', exact: true }).first().click()
    await page.getByRole('dialog').getByRole('button', { name: 'Leave without saving' }).click()
    await page.getByRole('link', { name: 'Chased the open' }).click()
    await page.getByRole('button', { name: 'Remove the entry' }).click()
    await page.getByRole('button', { name: 'Remove it' }).click()
    assert.ok(await appears(page.getByText('Nothing is written yet')))
  })

  test('a playbook is made and changed, its figures lead to their trades, whose checklist and review follow', async () => {
    const ben = await makeTrader(database())
    const early = { openedAt: '2026-03-02T15:00:00Z', net: '200' }
    await makeTrade(database(), ben, early)
    const { page } = await at(ben, '/trading/playbooks')
    await page.getByRole('link', { name: 'Make the first one' }).click()
    await page.getByLabel('Name', { exact: true }).fill('Opening drive')
    await addRule(page, 'Only long or only short')
    await addRule(page, 'Item of the checklist')
    await page.getByRole('button', { name: 'Save the playbook' }).click()
    assert.ok(await appears(page.getByText('Write what is to be checked')))
    await page.getByLabel('What is checked').fill('News read')
    await page.getByRole('button', { name: 'Save the playbook' }).click()
    await page.getByRole('heading', { level: 1, name: 'Opening drive' }).waitFor()
    const playbookId = idIn(page)

    await page.getByRole('link', { name: 'Change it' }).click()
    await addRule(page, 'Risk at most')
    await page.getByLabel('Most that is risked').fill('250,5')
    await addRule(page, 'Only at some time of day')
    await page.getByLabel('From').fill('08:30')
    await addRule(page, 'Only some symbols')
    await page.getByRole('combobox', { name: 'Symbols' }).fill('ES')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Remove rule 1, Only long or only short' }).click()
    assert.deepEqual(await accessibilityFaults(page), [])
    await page.getByRole('button', { name: 'Save the playbook' }).click()
    await told(page, 'Saved; version 2 holds now.')
    const { number, rules } = await stored(ben, `playbooks/${playbookId}`)
    assert.deepEqual(
      [number, rules.map(({ id: _, ...rule }: { id: string }) => rule)],
      [
        2,
        [
          { kind: 'checklist', text: 'News read' },
          { kind: 'max-risk', amount: '250.5' },
          { kind: 'session-window', from: '08:30', until: '16:00', timeZone: null },
          { kind: 'symbols', symbols: ['ES'] },
        ],
      ],
    )
    await page.getByRole('link', { name: 'Versions' }).click()
    const changes = page.getByRole('list', { name: 'Changes' })
    assert.ok(await appears(changes.getByText('Was: Long only')))
    assert.ok(await appears(changes.getByText('Is: Risk at most 250.5')))

    await page.goto('/trading/reviews?period=month&day=2026-03-15')
    await page.getByRole('list', { name: 'Trades of the period' }).getByRole('link').first().click()
    await page.getByLabel('Followed').selectOption('Opening drive')
    await told(page, 'The playbook is set.')
    await page.getByRole('radiogroup', { name: 'News read' }).getByLabel('No', { exact: true }).check()
    await page.getByRole('button', { name: 'Save the checklist' }).click()
    await told(page, 'The checklist is saved.')
    const review = page.getByRole('form', { name: 'Review' })
    await review.getByRole('button', { name: 'Save the review' }).click()
    assert.ok(await appears(review.getByText('Say how well it was traded')))
    await review.getByLabel('Quality').selectOption('Fair')
    await review.getByRole('button', { name: 'New mistake' }).click()
    await review.getByLabel('Name of the new tag').fill('Chased')
    await page.keyboard.press('Enter')
    await review.getByText('Chased', { exact: true }).waitFor()
    await review.getByLabel('Lesson').fill('Read the news first')
    await review.getByRole('button', { name: 'Save the review' }).click()
    await told(page, 'The review is saved.')
    await page.getByRole('button', { name: 'Lock the review' }).click()
    await told(page, 'The review is locked.')
    await page.getByRole('button', { name: 'Take the lock off' }).waitFor()
    assert.ok(await review.getByLabel('Lesson').isDisabled())
    assert.deepEqual(await accessibilityFaults(page), [])
    const saved = await stored(ben, `trades/${idIn(page)}/review`)
    const mistakes = saved.mistakes.map(({ name }: { name: string }) => name)
    assert.deepEqual([saved.state, saved.quality, mistakes], ['locked', 3, ['Chased']])

    await page.getByRole('link', { name: 'The playbook', exact: true }).click()
    assert.ok(await appears(page.getByText('50.0%')))
    await page.getByRole('link', { name: '1: News read, broken' }).click()
    await page.getByRole('heading', { name: 'Trades behind: News read, broken' }).waitFor()
    await page.getByRole('list', { name: 'Trades of the playbook' }).getByText('Broken: News read').waitFor()
    assert.match(page.url(), /result=fail/)
    await page.getByRole('link', { name: 'Review and checklist' }).click()
    await page.getByRole('button', { name: 'Take the lock off' }).click()
    await told(page, 'The lock is taken off.')
    await page.getByRole('button', { name: 'Take the review back' }).click()
    await page.getByRole('button', { name: 'Take it back' }).click()
    await page.getByText('Not reviewed').waitFor()

    await page.goto(`/trading/playbooks/${playbookId}`)
    await page.getByRole('button', { name: 'Archive it' }).click()
    await page.getByRole('button', { name: 'Use it again' }).waitFor()
    await page.getByRole('link', { name: 'Playbooks', exact: true }).first().click()
    await page.getByLabel('State').selectOption('Archived')
    assert.ok(await appears(page.getByRole('link', { name: 'Opening drive' })))
  })

  test('a session runs from its plan to its outcome, a goal is reached, and the digest is switched', async () => {
    const cyd = await makeTrader(database())
    const { page } = await at(cyd, '/trading/journal/sessions')
    await page.getByLabel('Plan').fill('Two trades, no more')
    await page.getByLabel('To tick off').fill('News read\nStop set')
    await page.getByRole('button', { name: 'Start the session' }).click()
    await page.getByRole('checkbox', { name: 'Stop set' }).check()
    await page.getByLabel('What came of it').fill('One trade')
    await page.getByRole('button', { name: 'Save the session' }).click()
    await told(page, 'The session is saved.')
    assert.deepEqual(await accessibilityFaults(page), [])
    await page.getByRole('button', { name: 'End it now' }).click()
    await page.getByText('Ended', { exact: true }).first().waitFor()
    const session = await stored(cyd, `sessions/${idIn(page)}`)
    assert.deepEqual(
      [session.summary, session.checklist, session.endedAt !== null],
      [
        'One trade',
        [
          { text: 'News read', done: false },
          { text: 'Stop set', done: true },
        ],
        true,
      ],
    )
    await page.getByRole('link', { name: 'Write about it' }).click()
    await page.getByLabel('Title').fill('A quiet session')
    await page.getByRole('button', { name: 'Save the entry' }).click()
    await page.getByRole('link', { name: 'The session', exact: true }).waitFor()

    await page.getByRole('link', { name: 'Goals', exact: true }).click()
    await page.getByRole('button', { name: 'Set the first one' }).click()
    const dialog = page.getByRole('dialog', { name: 'New goal' })
    await dialog.getByLabel('What is to be reached').selectOption('Net of at least')
    await dialog.getByLabel('Target').fill('a lot')
    await dialog.getByRole('button', { name: 'Set the goal' }).click()
    assert.ok(await appears(dialog.getByText('Write a number, such as 5')))
    assert.ok(await appears(dialog.getByText('Money is of one account: choose it')))
    await dialog.getByLabel('What is to be reached').selectOption('Days with a journal, at least')
    await dialog.getByLabel('Target').fill('1')
    await dialog.getByRole('button', { name: 'Set the goal' }).click()
    const goals = page.getByRole('list', { name: 'Goals' })
    await goals.getByText('Reached', { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Earlier periods' }).click()
    assert.ok(await appears(page.getByRole('list', { name: 'Periods of this goal' }).getByText('Reached')))
    assert.deepEqual(await accessibilityFaults(page), [])
    await page.getByRole('switch', { name: 'Send me a letter on Mondays at 07:00' }).click()
    await told(page, 'You get the weekly digest.')
    assert.equal((await stored(cyd, 'weekly-digest')).wanted, true)
    await page.getByRole('switch', { name: 'Send me a letter on Mondays at 07:00' }).click()
    await told(page, 'The weekly digest is ended.')
    assert.equal((await stored(cyd, 'weekly-digest')).wanted, false)
    await page.getByRole('switch', { name: 'Send me a letter at 07:00 after a day with trades' }).click()
    await told(page, 'You get the daily digest.')
    assert.equal((await stored(cyd, 'daily-digest')).wanted, true)
  })

  test('pages fit a phone and are for all in both schemes, those of somebody else are not there', async () => {
    const person = await stage.server.people.signedIn('trader')
    const ids = await journalThings(database(), person)
    const long = { day: '2026-03-10', title: 'W'.repeat(120), body: textOf('x'.repeat(400)), mood: 1 }
    expectStatus(await person.http.post('/api/trading/journal', long), 201)
    const visitor = await at({ person }, '/trading/journal', { colorScheme: 'dark' })
    await visitor.page.setViewportSize({ width: 390, height: 844 })
    const paths = [
      ...[`journal/entries/${ids.journalEntry}`, 'journal/days/2026-03-10', 'journal'],
      ...['reviews?period=month&day=2026-03-10', `reviews/${ids.trade}`, `playbooks/${ids.playbook}`],
    ]
    const others = [
      ...[
        'journal/new?day=2026-03-10',
        'journal/sessions',
        `journal/sessions/${ids.tradingSession}`,
        'journal?q=Quiet',
      ],
      ...['playbooks/new', `playbooks/${ids.playbook}/versions`, 'playbooks', 'goals'],
    ]
    for (const path of [...others, ...paths]) {
      await visitor.open(`/trading/${path}`)
      await visitor.page.getByRole('status', { name: 'Loading' }).first().waitFor({ state: 'hidden' })
      const overflow = await visitor.page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth')
      assert.ok(overflow <= 0, `${path} scrolls sideways by ${overflow}`)
      if (paths.includes(path)) assert.deepEqual(await accessibilityFaults(visitor.page), [], path)
    }
    await visitor.page.emulateMedia({ colorScheme: 'light' })
    assert.deepEqual(await accessibilityFaults(visitor.page), [])
    const stranger = await makeTrader(database())
    const { page } = await at(stranger, `/trading/journal/entries/${ids.journalEntry}`)
    assert.ok(await appears(page.getByRole('alert').getByText('Not found')))
  })
})

async function typeAtEnd(page: Page, text: Locator, words: string): Promise<void> {
  await text.click()
  await page.keyboard.press('Control+End')
  await page.keyboard.type(words)
}

async function addRule(page: Page, kind: string): Promise<void> {
  await page.getByLabel('Kind of rule').selectOption(kind)
  await page.getByRole('button', { name: 'Add the rule' }).click()
}

async function loaded(image: Locator): Promise<void> {
  await image.waitFor()
  await image.evaluate(async (element) => {
    const picture = element as unknown as { naturalWidth: number; addEventListener: EventTarget['addEventListener'] }
    if (picture.naturalWidth === 0) await new Promise((resolve) => picture.addEventListener('load', resolve))
  })
}
