import assert from 'node:assert/strict'
import { after, afterEach, before, describe, test } from 'node:test'
import { expectStatus } from '../support/music.ts'
import type { Person } from '../support/people.ts'
import { appears, browser, isForAll, openStage, type Stage } from './stage.ts'

const ON = { variant: 'on' }
const kenya = { attribute: 'country', operator: 'equals', value: 'KE' }
const PLACE = '/api/flags/new-checkout/environments/production'
const targeting = (more: object) => ({
  ...{ enabled: true, offVariant: 'off', prerequisites: [], rules: [], fallthrough: { variant: 'off' } },
  ...more,
})

describe('flags where somebody else approves', { skip: browser.skip }, () => {
  let stage: Stage
  let ada: Person
  let grace: Person
  before(async () => {
    stage = await openStage()
    ada = await stage.server.people.signedIn('administrator')
    grace = await stage.server.people.signedIn('administrator')
    const { http } = ada
    const condition = { attribute: 'email', operator: 'ends-with', value: '@plinth.example' }
    expectStatus(await http.post('/api/flag-segments', { key: 'staff', title: 'Staff', condition }), 201)
    expectStatus(
      await http.post('/api/flags', { key: 'new-checkout', title: 'The new checkout', type: 'boolean' }),
      201,
    )
    const rules = [{ id: 'staff', description: 'Our people', condition: { segment: 'staff' }, serve: ON }]
    expectStatus(await http.put(PLACE, { version: 1, targeting: targeting({ rules }) }), 200)
  })
  afterEach(() => stage.quiet())
  after(() => stage.close())

  /** Kenya gets half of it, asked for by ada on what holds. */
  async function proposed(reason: string, more: object = {}) {
    const standing = expectStatus(await ada.http.get(PLACE), 200)
    const rules = [...standing.rules, { condition: kenya, rollout: { share: 50_000 }, serve: ON }]
    const body = { target: 'new-checkout', environment: 'production', baseVersion: standing.version, reason }
    const sent = { ...body, targeting: targeting({ rules }), ...more }
    return expectStatus(await ada.http.post('/api/flag-changes', sent), 201)
  }

  test('a change is proposed, edited, approved by another, explained, looked back on and rolled back', async () => {
    const own = await stage.visitor()
    await own.signIn(ada)
    await own.open('/flags/environments')
    await own.page.getByLabel("Changes need somebody else's approval: Production").click({ force: true })
    await own.page.getByText('Changes in Production need approval from now on.').waitFor()
    await isForAll(own.page)

    const change = await proposed('Half of Kenya')
    await own.open('/flags/changes?state=open&environment=production')
    await isForAll(own.page)
    await own.page.getByRole('link', { name: 'new-checkout in production' }).click()
    const said = own.page.getByRole('list', { name: 'What it says otherwise', exact: true })
    assert.ok(await appears(said.getByText('If country is KE, 50 % of them: on')))
    const approve = own.page.getByRole('button', { name: 'Approve' })
    assert.equal(await approve.getAttribute('aria-disabled'), 'true')
    assert.ok(await appears(own.page.getByText('You proposed it. Somebody else has to approve it.')))
    await own.page.getByRole('button', { name: 'Edit it' }).click()
    await own.page.getByLabel('Why it is to change').fill('Half of Kenya, and no more')
    await isForAll(own.page)
    await own.page.getByRole('button', { name: 'Say it anew' }).click()
    await own.page.getByText('The proposal is said anew.').waitFor()

    const other = await stage.visitor()
    await other.signIn(grace)
    await other.open(`/flags/changes/${change.id}`)
    await other.page.getByRole('button', { name: 'Reject' }).click()
    assert.ok(await appears(other.page.getByText('Say why: whoever proposed it is told')))
    await isForAll(other.page)
    await other.page.getByRole('button', { name: 'Approve' }).click()
    await other.page.getByText('It is approved.').waitFor()
    assert.ok(await appears(other.page.getByText('Applied').first()))
    assert.ok(await appears(other.page.getByText('If country is KE, 50 % of them: on')), 'what it changed stays told')

    const { page, open } = own
    await open('/flags/new-checkout/tester?environment=production')
    await page.getByLabel('Targeting key').fill('ada')
    await page.getByLabel('Value of country').fill('UG')
    await page.getByRole('button', { name: 'Ask' }).click()
    assert.ok(await appears(page.getByText('No rule serves them: they get what everybody else gets.')))
    const trace = page.getByRole('list', { name: 'Rule by rule' })
    assert.ok(await appears(trace.getByText('(they say UG)')))
    assert.ok(await appears(trace.getByText(/Takes in 50 % of them\. Their bucket is [\d,]+ of 100,000/)))
    await page.getByLabel('Keep as').fill('Ada')
    await page.getByRole('button', { name: 'Keep', exact: true }).click()
    await isForAll(page)
    await page.reload()
    await page.getByLabel('Sample').selectOption('Ada')
    await page.getByText('JSON', { exact: true }).click()
    const json = page.getByLabel('What they say of themselves')
    assert.deepEqual(JSON.parse(await json.inputValue()), { targetingKey: 'ada', country: 'UG' })
    await json.fill('{"email": "ada@plinth.example"}')
    await page.getByRole('button', { name: 'Ask' }).click()
    assert.ok(await appears(page.getByText('They get true')))
    assert.ok(await appears(page.getByText('Rule 1, Our people holds for them.')))
    await isForAll(page)

    await open('/flags/new-checkout/history?environment=production')
    const revisions = page.getByRole('list', { name: 'Revisions' })
    assert.ok(await appears(revisions.getByText('Half of Kenya, and no more')))
    assert.ok(await appears(revisions.getByRole('link', { name: 'approved change' })))
    await page.getByRole('button', { name: 'What revision 3 in production says otherwise, as JSON' }).click()
    await isForAll(page)
    await page.getByRole('button', { name: 'Propose to roll back to revision 2 in production' }).click()
    await page.getByLabel('Why').fill('Kenya is not ready')
    await page.getByLabel('Why').press('Enter')
    await page.getByRole('heading', { name: 'new-checkout in production' }).waitFor()
    await page.getByRole('button', { name: 'Take it back' }).waitFor()
    await other.page.goto(page.url())
    await other.page.getByRole('button', { name: 'Approve' }).click()
    await other.page.getByText('It is approved.').waitFor()
    assert.equal(expectStatus(await ada.http.get(PLACE), 200).rules.length, 1)
  })

  test('what could not be applied says why, and is proposed again on what holds now', async () => {
    const change = await proposed('Kenya after all')
    const later = await proposed('Nobody for now', { targeting: targeting({ rules: [], offVariant: null }) })
    for (const { id, contentHash } of [later, change])
      expectStatus(await grace.http.post(`/api/flag-changes/${id}/approve`, { contentHash }), 200)
    const { page, open, signIn } = await stage.visitor()
    await signIn(ada)
    await open(`/flags/changes/${change.id}`)
    assert.ok(await appears(page.getByText('It was approved, and could not be applied')))
    const again = page.getByRole('list', { name: 'What it says otherwise now', exact: true })
    assert.ok(await appears(again.getByText('If country is KE, 50 % of them: on')))
    assert.equal(await again.getByText('While it is off').count(), 0, 'what others changed stays')
    await isForAll(page)
    await page.getByRole('button', { name: 'Propose on the newest version' }).click()
    await page.getByText('It is proposed again.').waitFor()
    assert.ok(await appears(page.getByText('Waits for approval')))
    const { contentHash } = expectStatus(await ada.http.get(`/api/flag-changes/${change.id}`), 200)
    expectStatus(await grace.http.post(`/api/flag-changes/${change.id}/approve`, { contentHash }), 200)
    const { rules, offVariant } = expectStatus(await ada.http.get(PLACE), 200)
    assert.deepEqual([rules.length, offVariant], [1, null])
  })

  test('a segment is made and changed, and stays while something uses it; an environment is made as a copy', async () => {
    const { page, open, signIn } = await stage.visitor()
    await signIn(ada)
    await open('/flags/segments')
    await page.getByRole('button', { name: 'Make a segment' }).click()
    await page.getByLabel('Title').fill('Kenya')
    await page.getByLabel('Key', { exact: true }).fill('kenya')
    await isForAll(page)
    await page.getByRole('button', { name: 'Make it' }).click()
    await page.getByRole('heading', { name: 'Kenya', level: 1 }).waitFor()
    await page.getByLabel('Title').fill('All of Kenya')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Saved: All of Kenya.').waitFor()
    await page.getByRole('button', { name: 'Roll back to revision 1' }).click()
    await page.getByRole('form', { name: 'Roll back to revision 1' }).getByRole('button', { name: 'Roll back' }).click()
    await page.getByRole('heading', { name: 'Kenya', level: 1, exact: true }).waitFor()
    await isForAll(page)

    const inside = targeting({ rules: [{ condition: { segment: 'kenya' }, serve: ON }] })
    const staging = '/api/flags/new-checkout/environments/staging'
    expectStatus(await ada.http.put(staging, { version: 1, targeting: inside }), 200)
    await page.reload()
    const remove = page.getByRole('button', { name: 'Remove the segment' })
    assert.equal(await remove.getAttribute('aria-disabled'), 'true')
    assert.ok(await appears(page.getByText('It is used by new-checkout.')))
    expectStatus(await ada.http.put(staging, { version: 2, targeting: targeting({}) }), 200)
    await page.reload()
    await remove.click()
    await page.getByRole('button', { name: 'Remove', exact: true }).click()
    await page.getByText('The segment Kenya is gone.').waitFor()

    await open('/flags/environments')
    const make = page.getByRole('form', { name: 'Make an environment' })
    await make.getByLabel('Title').fill('Preview')
    await make.getByLabel('Key').fill('preview')
    await make.getByLabel('Begins as a copy of').selectOption('Production')
    await make.getByRole('button', { name: 'Make it' }).click()
    await page.getByText('It began as a copy of production.').waitFor()
    await page.getByRole('button', { name: 'Remove Preview' }).click()
    await page.getByRole('button', { name: 'Remove', exact: true }).click()
    await page.getByText('Preview is gone.').waitFor()
  })

  test('a file of another system is tried before it is taken in', async () => {
    const { page, open, signIn } = await stage.visitor()
    await signIn(ada)
    await open('/flags/transfer')
    const paste = page.getByLabel('Or paste it')
    await paste.fill('no JSON')
    assert.ok(await appears(page.getByText('This is not JSON')))
    const odd = { defaultValue: 'x', rules: [{ condition: { a: { $foo: 1 } }, force: 'y' }] }
    await paste.fill(JSON.stringify({ features: { plain: { defaultValue: true }, odd } }))
    assert.equal(await page.getByLabel('Written by').inputValue(), 'growthbook')
    await page.getByLabel('Holds in').selectOption('Staging')
    await page.getByRole('button', { name: 'Try it' }).click()
    assert.ok(await appears(page.getByText('Tried, and nothing was written: 2 made, 2 changed.')))
    assert.ok(await appears(page.getByText(/no operator \$foo/)))
    const takeIn = page.getByRole('button', { name: 'Take it in' })
    assert.equal(await takeIn.getAttribute('aria-disabled'), 'true')
    assert.equal((await ada.http.get('/api/flags/plain')).status, 404)
    await isForAll(page)
    await page.getByLabel('Take in what is sound although something else is not').check()
    await page.getByRole('button', { name: 'Try it' }).click()
    await takeIn.click()
    assert.ok(await appears(page.getByText('Taken in: 2 made, 2 changed.')))
    const { environments } = expectStatus(await ada.http.get('/api/flags/plain'), 200)
    const [staging] = environments.filter(({ environment }: { environment: string }) => environment === 'staging')
    assert.deepEqual([staging.enabled, staging.fallthrough], [true, ON])
    const link = page.getByRole('link', { name: 'Download the export' })
    assert.equal(await link.getAttribute('href'), '/api/flags/export')
  })
})
