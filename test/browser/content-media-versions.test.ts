import assert from 'node:assert/strict'
import { after, afterEach, before, describe, test } from 'node:test'
import type { Person } from '../support/people.ts'
import { pngFile } from './recordings.ts'
import { accessibilityFaults, appears, browser, openStage, type Stage } from './stage.ts'

const picture = (name: string, pixels: number) => ({ ...pngFile(pixels), name })

describe('a file of the media library', { skip: browser.skip }, () => {
  let stage: Stage
  let editor: Person
  before(async () => {
    stage = await openStage({ environment: { PRODUCTS: 'agency' } })
    editor = await stage.server.people.signedIn('editor')
  })
  afterEach(() => stage.quiet())
  after(() => stage.close())

  test('is replaced, an older version is shown again and another deleted; it is made private, deleted and restored', async () => {
    const { page, signIn, open } = await stage.visitor()
    await signIn(editor)
    await open('/content/media')
    await page.getByLabel('Upload files').setInputFiles([picture('Pier.png', 60)])
    await page.getByText('Pier.png is uploaded').waitFor()
    await stage.server.jobsIdle()
    await page.getByRole('list', { name: 'Media', exact: true }).getByRole('link', { name: 'Pier.png' }).click()

    const versions = page.getByRole('list', { name: 'Versions' }).getByRole('listitem')
    assert.ok(await appears(versions.filter({ hasText: 'Version 1 Shown' })))
    await page.getByLabel('New version').setInputFiles([picture('Pier at night.png', 61)])
    await versions.filter({ hasText: 'Version 2 Shown' }).waitFor()
    await page.getByRole('heading', { level: 1, name: 'Pier at night.png' }).waitFor()
    const former = page.getByRole('link', { name: 'Download version 1' })
    const downloaded = await page.request.get((await former.getAttribute('href')) ?? '')
    assert.deepEqual([downloaded.status(), downloaded.headers()['content-type']], [200, 'image/webp'])
    assert.deepEqual(await accessibilityFaults(page), [])

    await page.getByRole('button', { name: 'Restore version 1' }).click()
    await versions.filter({ hasText: 'Version 3 Shown' }).filter({ hasText: 'restored from version 1' }).waitFor()
    await page.getByRole('heading', { level: 1, name: 'Pier.png' }).waitFor()
    await page.getByRole('button', { name: 'Delete version 2' }).click()
    await page.getByRole('button', { name: 'Delete it' }).click()
    await versions.filter({ hasText: 'Version 2' }).waitFor({ state: 'detached' })
    assert.equal(await versions.count(), 1)

    const address = await page.getByRole('img', { name: 'Pier.png' }).getAttribute('src')
    const stranger = stage.server.people.anonymous()
    assert.equal((await stranger.get(address ?? '')).status, 200)
    await page.getByRole('button', { name: 'Make it private' }).click()
    await page.getByText('It is private from now on.').waitFor()
    assert.equal((await stranger.get(address ?? '')).status, 404)
    await page.getByRole('button', { name: 'Make it public' }).click()
    await page.getByRole('button', { name: 'Make it private' }).waitFor()

    await page.getByRole('button', { name: 'Delete this file' }).click()
    await page.getByRole('button', { name: 'Delete it' }).click()
    await page.getByRole('heading', { level: 1, name: 'Media', exact: true }).waitFor()
    await page.getByLabel('Deleted or not').selectOption({ label: 'Deleted, can be restored' })
    await page.getByRole('button', { name: 'Restore Pier.png' }).click()
    await page.getByText('Pier.png is restored.').waitFor()
    await page.getByLabel('Deleted or not').selectOption({ label: 'In the library' })
    assert.ok(
      await appears(page.getByRole('list', { name: 'Media', exact: true }).getByRole('link', { name: 'Pier.png' })),
    )
  })

  test('has its lifecycle among the settings', async () => {
    const admin = await stage.server.people.signedIn('administrator')
    const { page, signIn, open } = await stage.visitor()
    await signIn(admin)
    await open('/settings')
    const panel = page.getByRole('region', { name: 'What is kept of files' })
    const kept = panel.getByRole('textbox', { name: 'Older versions' })
    await kept.fill('5')
    await panel.getByRole('button', { name: /^Save/ }).click()
    const saved = async () => (await admin.http.get('/api/settings/file-lifecycle')).body.value?.versionsMax === 5
    while (!(await saved())) await page.waitForTimeout(50)
  })
})
