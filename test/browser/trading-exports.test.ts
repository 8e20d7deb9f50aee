import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, afterEach, before, describe, test } from 'node:test'
import { addAccount, addTrader } from '../support/trading.ts'
import { accessibilityFaults, appears, browser, openStage, type Stage } from './stage.ts'

describe('a large export', { skip: browser.skip }, () => {
  let stage: Stage
  before(async () => {
    stage = await openStage({ environment: { PRODUCTS: 'trading' } })
  })
  afterEach(() => stage.quiet())
  after(() => stage.close())

  test('is asked for, told by a letter, downloaded while signed in, and removed', async () => {
    const trader = await addTrader(stage.server)
    await addAccount(trader, { name: 'Futures' })
    const { page, open, signIn } = await stage.visitor()
    await signIn(trader)
    await open('/trading/exports')
    await page.getByLabel('What of it').selectOption('Account file')
    await page.getByRole('button', { name: 'Have it made' }).click()
    const link = page.getByRole('link', { name: 'Download Futures.account.txt' })
    assert.ok(await appears(link))
    const letter = (await stage.server.mailbox()).findLast(({ to }) => to.address === trader.email)
    assert.equal(letter?.subject, 'Futures.account.txt is ready')
    const downloading = page.waitForEvent('download')
    await link.click()
    const file = await downloading
    assert.equal(file.suggestedFilename(), 'Futures.account.txt')
    const lines = (await readFile(await file.path(), 'utf8')).trimEnd().split('\n')
    assert.deepEqual(
      [lines.at(0), lines.at(-1)].map((line) => JSON.parse(line ?? '').type),
      ['account', 'end'],
    )

    for (const colorScheme of ['light', 'dark'] as const)
      for (const viewport of [
        { width: 1280, height: 800 },
        { width: 390, height: 844 },
      ]) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
        await page.setViewportSize(viewport)
        assert.deepEqual(await accessibilityFaults(page), [])
        const wider = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')
        assert.equal(wider, 0, 'nothing is wider than the screen')
      }

    const visitor = await stage.visitor()
    const { pathname } = new URL((await link.getAttribute('href')) ?? '', page.url())
    const stranger = await visitor.page.request.get(new URL(pathname, page.url()).href)
    assert.equal(stranger.status(), 401, 'the address alone gives nothing')
    await page.getByRole('button', { name: 'Remove Futures.account.txt' }).click()
    await page.getByRole('button', { name: 'Remove', exact: true }).click()
    await link.waitFor({ state: 'detached' })
  })
})
