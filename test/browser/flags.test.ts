import assert from 'node:assert/strict'
import { after, afterEach, before, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { expectStatus } from '../support/music.ts'
import type { Person } from '../support/people.ts'
import { appears, browser, hasFocus, isForAll, isInView, openStage, type Stage } from './stage.ts'

describe('an administrator of feature flags', { skip: browser.skip }, () => {
  let stage: Stage
  let administrator: Person
  before(async () => {
    stage = await openStage()
    administrator = await stage.server.people.signedIn('administrator')
  })
  afterEach(() => stage.quiet())
  after(() => stage.close())

  const place = (environment: string) => `/api/flags/new-checkout/environments/${environment}`
  const standing = async (environment = 'development') =>
    expectStatus(await administrator.http.get(place(environment)), 200)
  const save = async (page: Page) => {
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText('Not saved yet').waitFor({ state: 'detached' })
  }

  test('makes a flag, says whom it serves, is told what somebody else changed, and orders rules by the keyboard', async () => {
    const { page, open, signIn } = await stage.visitor()
    await signIn(administrator)
    await open('/flags?type=json')
    assert.ok(await appears(page.getByText('No flag is like that')))
    await isForAll(page)
    await page.getByRole('link', { name: 'New flag' }).click()
    await page.getByLabel('Title').fill('The new checkout')
    await page.getByLabel('Type').selectOption('JSON')
    await page.getByLabel('Value of variant 1').fill('{ no')
    assert.ok(await appears(page.getByText('This is not JSON')))
    await page.getByRole('button', { name: 'Make the flag' }).click()
    assert.ok(await appears(page.getByText('Write letters, digits')))
    await isForAll(page)
    await page.getByLabel('Key').fill('new-checkout')
    await page.getByLabel('Type').selectOption('On or off')
    await page.getByRole('button', { name: 'Make the flag' }).click()
    await page.getByRole('heading', { level: 1, name: 'The new checkout' }).waitFor()

    await page.getByRole('button', { name: 'Add a rule' }).click()
    const first = page.getByRole('region', { name: 'Fields of rule 1' })
    await first.getByLabel('Title').fill('East and west')
    await first.getByLabel('Condition 1: attribute').fill('country')
    await first.getByLabel('Condition 1: comparison').selectOption('matches the pattern')
    await first.getByLabel('Condition 1: value').fill('(')
    await first.getByLabel('How many of them').selectOption('A part')
    await first.getByLabel('Part').fill('12.3456')
    await page.getByLabel('Switched on').check()
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    assert.ok(await hasFocus(first.getByLabel('Part')))
    await first.getByLabel('Part').fill('12.345')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText('This is not saved yet').waitFor()
    assert.equal(await first.getByLabel('Condition 1: value').getAttribute('aria-invalid'), 'true')
    await isForAll(page)
    await first.getByLabel('Condition 1: comparison').selectOption('is one of')
    const values = first.getByRole('combobox', { name: 'Condition 1: values' })
    await values.press('Backspace')
    for (const country of ['NG', 'KE']) {
      await values.fill(country)
      await values.press('Enter')
    }
    await page.getByLabel('Why', { exact: true }).fill('Two countries first')
    await save(page)
    const said = await standing()
    assert.equal(said.enabled, true)
    assert.deepEqual(said.rules[0].condition, { attribute: 'country', operator: 'in', value: ['NG', 'KE'] })
    assert.equal(said.rules[0].rollout.share, 12_345)

    await page.getByRole('button', { name: 'Add persons by name' }).click()
    await page.getByRole('button', { name: 'Edit rule 1' }).click()
    await page.getByRole('button', { name: 'Move rule 2 up' }).press('Alt+ArrowUp')
    assert.ok(await hasFocus(page.getByRole('button', { name: 'Move rule 1 down' })))
    const { enabled, offVariant, prerequisites, rules } = said
    const theirs = { enabled, offVariant, prerequisites, rules, fallthrough: { variant: 'off' } }
    expectStatus(await administrator.http.put(place('development'), { version: said.version, targeting: theirs }), 200)
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    const conflict = page.getByRole('alert').filter({ hasText: 'Somebody else has saved this' })
    assert.ok(await appears(conflict.getByText('Everybody else')))
    assert.ok(await appears(conflict.getByText('Is: off')))
    assert.ok(await isInView(conflict))
    await isForAll(page)
    await conflict.getByRole('button', { name: 'Save mine instead' }).click()
    await page.getByText('Not saved yet').waitFor({ state: 'detached' })
    const mine = await standing()
    assert.deepEqual(
      mine.rules.map(({ description }: { description: string }) => description),
      ['Persons by name', 'East and west'],
    )
    assert.deepEqual(mine.rules[1].rollout, said.rules[0].rollout)
    assert.deepEqual(mine.fallthrough, { variant: 'on' })
  })

  test('kills and revives it with a reason, proposes where that is needed, and archives it', async () => {
    const { page, open, signIn } = await stage.visitor()
    await signIn(administrator)
    await open('/flags/new-checkout?environment=development')
    await page.getByLabel('While it is off').selectOption("The caller's default")
    await page.getByRole('button', { name: 'Kill' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Kill it' }).click()
    assert.ok(await appears(dialog.getByText('Write why')))
    await dialog.getByLabel('Why').fill('Orders are lost')
    await dialog.getByRole('button', { name: 'Kill it' }).click()
    await page.getByText('It is off in development.').waitFor()
    const { isKilled, offVariant: unsaved } = await standing()
    assert.deepEqual([isKilled, unsaved], [true, 'off'], 'what is typed is neither lost nor saved by it')
    assert.equal(await page.getByLabel('Switched on').isChecked(), false)
    await page.getByRole('button', { name: 'Revive' }).click()
    await dialog.getByLabel('Why').fill('They are found')
    await dialog.getByRole('button', { name: 'Revive it' }).click()
    await page.getByText('It is on again in development.').waitFor()
    await save(page)
    assert.equal((await standing()).offVariant, null)

    expectStatus(await administrator.http.patch('/api/flag-environments/production', { needsApproval: true }), 200)
    await page.getByRole('navigation', { name: 'Environments' }).getByRole('link', { name: 'production' }).click()
    await page.getByRole('button', { name: 'Propose the change' }).waitFor()
    assert.match(page.url(), /environment=production/)
    await page.getByLabel('Switched on').check()
    await page.getByRole('button', { name: 'Propose the change' }).click()
    const change = page.getByRole('link', { name: 'Look at the change' })
    await change.waitFor()
    const { items } = expectStatus(await administrator.http.get('/api/flag-changes?target=new-checkout'), 200)
    assert.equal(await change.getAttribute('href'), `/flags/changes/${items[0].id}`)
    assert.equal((await standing('production')).enabled, false)

    await page.getByRole('button', { name: 'Archive' }).click()
    await dialog.getByRole('button', { name: 'Archive it' }).click()
    await dialog.getByRole('button', { name: 'Propose it instead' }).click()
    assert.ok(await appears(dialog.getByText('The change is proposed')))
    await isForAll(page)
    expectStatus(await administrator.http.patch('/api/flag-environments/production', { needsApproval: false }), 200)
    await dialog.getByRole('button', { name: 'Archive it' }).click()
    await page.getByText('The flag is archived.').waitFor()
    await open('/flags')
    await page.getByLabel('Standing').selectOption('Archived')
    await page.getByRole('link', { name: 'The new checkout' }).click()
    await page.getByRole('button', { name: 'Restore' }).waitFor()
    await isForAll(page)
  })
})
