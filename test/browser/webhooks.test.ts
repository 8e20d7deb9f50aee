import assert from 'node:assert/strict'
import { after, afterEach, before, describe, test } from 'node:test'
import { Webhook } from 'standardwebhooks'
import { type HttpStandIn, startHttpStandIn } from '../support/http-stand-in.ts'
import { accessibilityFaults, appears, browser, openStage, type Stage } from './stage.ts'

describe('webhooks', { skip: browser.skip }, () => {
  let stage: Stage
  let receiver: HttpStandIn
  before(async () => {
    receiver = await startHttpStandIn(() => ({ status: 204 }))
    stage = await openStage({ environment: { WEBHOOKS_PRIVATE_NETWORKS: '127.0.0.0/8' } })
  })
  afterEach(() => stage.quiet())
  after(async () => {
    await stage.close()
    await receiver.close()
  })

  test('an endpoint is added, tried out, mended and tried again, given a new secret, and deleted', async () => {
    const visitor = await stage.visitor()
    await visitor.signIn(await stage.server.people.signedIn('administrator'))
    await visitor.open('/webhooks')
    const { page } = visitor
    assert.ok(await appears(page.getByText('Nobody is told yet')))
    await page.getByRole('button', { name: 'Add the endpoint' }).click()
    assert.ok(await appears(page.getByText('Enter the address')))
    await page.getByLabel('Address').fill('https://10.0.0.1/')
    await page.getByRole('button', { name: 'Add the endpoint' }).click()
    assert.ok(await appears(page.getByText('not one of the public Internet')))
    await page.getByLabel('Address').fill(`${receiver.url}/books`)
    await page.getByLabel('Name to know it by').fill('The books')
    assert.deepEqual(await accessibilityFaults(page), [])
    await page.getByRole('button', { name: 'Add the endpoint' }).click()
    const secret = await page.getByRole('status').getByRole('code').innerText()
    await page.getByRole('link', { name: 'The books' }).click()

    receiver.next({ status: 500, body: 'no room' })
    await page.getByRole('button', { name: 'Send a test' }).click()
    await stage.server.jobsIdle()
    await page.reload()
    await page.getByRole('button', { name: 'Show' }).click()
    assert.ok(await appears(page.getByText('answered 500')))
    assert.deepEqual(await accessibilityFaults(page), [])
    await page.getByRole('button', { name: 'Send again' }).click()
    assert.ok(await appears(page.getByText('It is sent once more.')))
    await stage.server.jobsIdle()
    await page.reload()
    const deliveries = page.getByRole('list', { name: 'Deliveries' })
    assert.ok(await appears(deliveries.getByText('Delivered', { exact: true })))
    await page.getByLabel('State', { exact: true }).selectOption('Failed')
    assert.ok(await appears(page.getByText('None in this state')))
    await page.getByLabel('State', { exact: true }).selectOption('Delivered')
    assert.ok(await appears(deliveries.getByText('Delivered', { exact: true })))
    const [, second] = receiver.requests
    assert.ok(second)
    new Webhook(secret).verify(JSON.stringify(second.body), second.headers as Record<string, string>)

    await page.getByRole('button', { name: 'New secret' }).click()
    assert.ok(await appears(page.getByText('Older secret signs until')))
    await page.getByRole('button', { name: 'Switch off' }).click()
    assert.ok(await appears(page.getByText('Switched off', { exact: true })))
    await page.getByRole('button', { name: 'Delete', exact: true }).click()
    await page.getByRole('button', { name: 'Delete the endpoint' }).click()
    assert.ok(await appears(page.getByText('Nobody is told yet')))
  })
})
