import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, afterEach, before, describe, test } from 'node:test'
import { appears, browser, isForAll, openStage, type Stage } from './stage.ts'

const held = { SETTING_ANNOUNCEMENT_LINK_LABEL: 'Book now' }

describe('an administrator of settings', { skip: browser.skip }, () => {
  let stage: Stage
  before(async () => {
    stage = await openStage({ environment: held })
  })
  afterEach(() => stage.quiet())
  after(() => stage.close())

  test('says a value with its reason, sees where each comes from, rolls back, and carries settings over a conflict', async () => {
    const { page, open, signIn } = await stage.visitor()
    const administrator = await stage.server.people.signedIn('administrator')
    await signIn(administrator)
    await open('/settings')
    const site = page.getByRole('region', { name: 'The site' })
    const fill = async (name: string, why = '') => {
      await site.getByLabel('Name').fill(name)
      await site.getByLabel('Why').fill(why)
      await site.getByLabel('Why').press('Enter')
      await page.getByText('Saved: The site.').last().waitFor()
    }
    await fill('Jua', 'A name at last')

    const announcement = page.getByRole('region', { name: 'The announcement' })
    const byServer = announcement.getByRole('list', { name: 'Held by the server: The announcement' })
    assert.ok(await appears(byServer.getByText('Book now (SETTING_ANNOUNCEMENT_LINK_LABEL)')))
    assert.equal(await announcement.getByLabel('Link label').count(), 0)
    await announcement.getByLabel('Text').fill('Closed on Friday')
    await announcement.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Saved: The announcement.').waitFor()
    assert.ok(await appears(announcement.getByText('goes with a label, and a label with it')))
    await site.getByRole('button', { name: 'Where values come from: The site' }).click()
    const sources = site.getByRole('list', { name: 'Sources: The site' })
    assert.ok(await appears(sources.getByText('Said here')))
    await isForAll(page)

    const download = page.waitForEvent('download')
    await page.getByRole('link', { name: 'Export and import' }).click()
    await page.getByRole('link', { name: 'Download the export' }).click()
    const document = JSON.parse(await readFile(await (await download).path(), 'utf8'))
    assert.deepEqual(document.settings.site.members, { name: 'Jua' })

    await open('/settings')
    await fill('Jua Studio')
    await site.getByRole('link', { name: 'History: The site' }).click()
    const revisions = page.getByRole('list', { name: 'Revisions' })
    assert.ok(await appears(revisions.getByText('A name at last')))
    assert.ok(await appears(revisions.getByText('Was: Jua')))
    await isForAll(page)
    await page.getByRole('button', { name: 'Roll back to 0' }).click()
    await page.getByRole('button', { name: 'Roll back', exact: true }).click()
    assert.ok(await appears(revisions.getByText(/^3\. Rolled back/)))
    assert.deepEqual((await administrator.http.get('/api/settings/site')).body.value, { name: 'Plinth' })

    await page.getByRole('link', { name: 'Settings', exact: true }).first().click()
    await fill('Jua Works')
    Object.assign(document.settings.site.members, { name: 'Jua Group', description: 'Many' })
    await open('/settings/transfer')
    const give = (content: string) =>
      page
        .getByLabel('File of an export')
        .setInputFiles({ name: 'settings.json', mimeType: 'application/json', buffer: Buffer.from(content) })
    await give('no JSON')
    assert.ok(await appears(page.getByText('settings.json is not JSON.')))
    await give(JSON.stringify(document))
    const differences = page.getByRole('list', { name: 'Differences' })
    assert.ok(await appears(differences.getByText('Is taken from the file')))
    assert.ok(await appears(differences.getByText('Changed in both')))
    assert.equal(await page.getByRole('button', { name: 'Apply' }).getAttribute('aria-disabled'), 'true')
    await isForAll(page)
    await page.getByLabel('What holds of The site: Name').selectOption('What is here')
    await page.getByText('One difference waits for your word.').waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Apply' }).click()
    await page.getByText('The settings are taken over.').waitFor()
    const { value } = (await administrator.http.get('/api/settings/site')).body
    assert.deepEqual(value, { name: 'Jua Works', description: 'Many' })

    await open('/settings')
    await site.getByRole('button', { name: 'Where values come from: The site' }).click()
    await site.getByRole('button', { name: 'Take back Name' }).click()
    await page.getByText('Name follows the server again.').waitFor()
    await site.locator('input[value="Plinth"]').waitFor()

    await page.getByRole('link', { name: 'Configuration' }).click()
    assert.ok(await appears(page.getByText('announcement.linkPath')))
    const keys = page.getByRole('list', { name: 'Variables: Keys' })
    assert.ok(await appears(keys.getByText('SESSION_SECRET')))
    assert.equal(await keys.getByText('KMS_UNWRAP_URL', { exact: true }).count(), 0)
    await page.getByLabel('Show variables that are not set, too').check()
    assert.ok(await appears(keys.getByText('KMS_UNWRAP_URL', { exact: true })))
    await isForAll(page)
  })
})
