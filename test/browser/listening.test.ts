import assert from 'node:assert/strict'
import { after, afterEach, before, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { appears, browser, openStage, type Stage } from './stage.ts'

describe('everyone listens', { skip: browser.skip }, () => {
  let stage: Stage
  before(async () => {
    stage = await openStage({ demo: true })
  })
  afterEach(() => stage.quiet())
  after(() => stage.close())

  test('a track sounds, goes on while the pages change, and is paused, moved in and closed', async () => {
    const { page, open } = await stage.visitor()
    await open('/tracks')
    const first = page.getByRole('list', { name: 'Tracks' }).getByRole('listitem').first()
    await first.getByRole('button', { name: /^Play / }).click()
    const player = page.getByRole('region', { name: 'Player' })
    await player.getByRole('button', { name: 'Pause' }).waitFor()
    await page.getByRole('link', { name: 'Artists' }).click()
    await page.getByRole('heading', { name: 'Artists' }).waitFor()
    const before = await currentTime(page)
    await page.waitForTimeout(800)
    const after = await currentTime(page)
    assert.ok(after > before + 0.4, `it sounded from ${before} to ${after}`)

    await player.getByRole('button', { name: 'Pause' }).click()
    await player.getByRole('button', { name: 'Play', exact: true }).waitFor()
    await player.getByRole('slider', { name: 'Position' }).focus()
    await page.keyboard.press('End')
    assert.ok((await currentTime(page)) > after + 1, 'the keyboard moves in it')
    await player.getByRole('slider', { name: 'Volume' }).focus()
    await page.keyboard.press('Home')
    assert.equal(await page.evaluate('document.querySelector("audio").volume'), 0)
    await player.getByRole('button', { name: 'Close the player' }).click()
    assert.equal(await player.count(), 0)
  })

  test('the catalogue is searched and narrowed, and the address keeps it', async () => {
    const { page, open } = await stage.visitor()
    await open('/tracks')
    const tracks = page.getByRole('list', { name: 'Tracks' })
    const titles = tracks.getByRole('link')
    await tracks.waitFor()
    const all = await tracks.getByRole('listitem').count()
    const artist = await titles.nth(1).innerText()
    await page.getByLabel('Search').fill(artist)
    await page.waitForURL(/search=/)
    await tracks.getByRole('listitem').filter({ hasNotText: artist }).first().waitFor({ state: 'detached' })
    await tracks.waitFor()
    assert.ok((await tracks.getByRole('listitem').count()) > 0)
    await page.reload()
    assert.equal(await page.getByLabel('Search').inputValue(), artist)

    await page.getByLabel('Search').fill('no such words at all')
    assert.ok(await appears(page.getByText('Nothing found')))
    await page.getByLabel('Search').fill('')
    await page.getByLabel('Genre').selectOption('Techno')
    await page.waitForURL(/genre=Techno/)
    await tracks.waitFor()
    assert.ok((await tracks.getByRole('listitem').count()) < all)
  })

  test('a track and its artist have pages, named in the title of the document', async () => {
    const { page, open } = await stage.visitor()
    await open('/tracks')
    const link = page.getByRole('list', { name: 'Tracks' }).getByRole('link').first()
    const title = await link.innerText()
    await link.click()
    await page.getByRole('slider', { name: `Position in ${title}` }).waitFor()
    assert.equal(await page.title(), `${title} · Plinth`)
    await page.getByRole('main').getByRole('link').nth(1).click()
    assert.ok(await appears(page.getByRole('list', { name: /^Tracks by/ })))
    await open('/tracks/01a00000-0000-7000-8000-000000000000')
    assert.ok(await appears(page.getByRole('alert')))
    await open('/no/such/page')
    assert.ok(await appears(page.getByRole('heading', { name: 'There is no such page' })))
  })
})

async function currentTime(page: Page): Promise<number> {
  return await page.evaluate<number>('document.querySelector("audio").currentTime')
}
