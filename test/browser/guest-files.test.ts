import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, afterEach, before, describe, test } from 'node:test'
import type { Locator } from 'playwright-core'
import { expectStatus, fixtures, idempotencyKey } from '../support/music.ts'
import type { Person } from '../support/people.ts'
import { accessibilityFaults, browser, openStage, pathInMail, type Stage, type Visitor } from './stage.ts'

const phone = { viewport: { width: 390, height: 844 }, colorScheme: 'dark' } as const

describe('files of those the agency works for', { skip: browser.skip }, () => {
  let stage: Stage
  let manager: Person
  let picture: Buffer
  before(async () => {
    stage = await openStage()
    manager = await stage.server.people.signedIn('manager')
    picture = await readFile(new URL('images/cover-1000.png', fixtures))
  })
  afterEach(() => stage.quiet())
  after(() => stage.close())

  const png = (name: string) => ({ name, mimeType: 'image/png', buffer: picture })

  async function isSound({ page }: Visitor): Promise<void> {
    assert.deepEqual(await accessibilityFaults(page), [])
    const wide = await page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth')
    assert.equal(wide, false, `${page.url()} scrolls sideways`)
  }

  /** What a click leads to is the picture that was sent. */
  async function fetches({ page }: Visitor, button: Locator): Promise<void> {
    const [download] = await Promise.all([page.waitForEvent('download'), button.click()])
    assert.ok((await readFile(await download.path())).equals(picture))
  }

  test('a guest adds a picture to their request by the mail’s link, on a phone; staff open it', async () => {
    const email = 'wanjiru@example.org'
    const guest = await stage.visitor(phone)
    const { page } = guest
    await guest.open('/request')
    for (const [label, words] of [
      ['Your name', 'Wanjiru Kamau'],
      ['Your e-mail', email],
      ['In a few words', 'A booking site'],
      ['What you need', 'Twelve rooms.'],
    ] as const)
      await page.getByLabel(label, { exact: true }).fill(words)
    await page.getByRole('button', { name: 'Send the request' }).click()
    await page.getByRole('heading', { level: 1, name: 'Look at your mail' }).waitFor()
    await guest.open(await pathInMail(stage.server, email, /\/guest\/request#token=/))
    await page.getByLabel('Add a file').setInputFiles(png('lodge.png'))
    await page.getByText('lodge.png is added.').waitFor()
    await page.getByRole('list', { name: 'Files' }).getByText('lodge.png').waitFor()
    await fetches(guest, page.getByRole('button', { name: 'Download lodge.png' }))
    await isSound(guest)

    const staff = await stage.visitor()
    await staff.signIn(manager)
    const [request] = expectStatus(await manager.http.get('/api/staff/requests'), 200).items
    await staff.open(`/agency/requests/${request.id}`)
    await fetches(staff, staff.page.getByRole('link', { name: 'lodge.png' }))
  })

  test('a client sends a picture with a message of a ticket; staff open it, answer with one, and note with another', async () => {
    const person = await stage.server.people.signedIn()
    const asked = { subject: 'The form does not send', body: 'Nothing happens.' }
    const { reference } = expectStatus(await person.http.post('/api/tickets', asked, idempotencyKey()), 202)
    const client = await stage.visitor()
    await client.signIn(person)
    await client.open(`/portal/tickets/${reference}`)
    await write(client, { label: 'Your message', words: 'This is what I see', file: 'fault.png' })
    await isSound(client)

    const staff = await stage.visitor()
    await staff.signIn(await stage.server.people.signedIn('support'))
    await staff.page.setViewportSize(phone.viewport)
    const [ticket] = expectStatus(await person.http.get('/api/tickets'), 200).items
    await staff.open(`/agency/tickets/${ticket.id}`)
    await fetches(staff, staff.page.getByRole('link', { name: 'Download fault.png' }))
    await write(staff, { label: 'Your answer', words: 'Press here', file: 'answer.png' })
    await staff.page.getByLabel('A note among the staff', { exact: false }).check()
    await write(staff, { label: 'Your answer', words: 'It is the cache', file: 'log.png' })
    await isSound(staff)

    await client.page.reload()
    await fetches(client, client.page.getByRole('link', { name: 'Download answer.png' }))
    assert.equal(await client.page.getByText('log.png').count(), 0, 'what is among the staff stays there')
  })

  interface Written {
    readonly label: string
    readonly words: string
    readonly file: string
  }

  /** Chooses a file and another, leaves that one out, writes, sends, and waits until it is there. */
  async function write({ page }: Visitor, { label, words, file }: Written): Promise<void> {
    for (const name of [file, 'wrong.png']) {
      await page.getByLabel('Files to go along').setInputFiles(png(name))
      await page.getByRole('list', { name: 'Files to send along' }).getByText(name).waitFor()
    }
    await page.getByRole('button', { name: 'Leave out wrong.png' }).click()
    await page.getByLabel(label).fill(words)
    await page.getByRole('button', { name: 'Send', exact: true }).click()
    await page.getByRole('link', { name: `Download ${file}` }).waitFor()
    assert.equal(await page.getByText('wrong.png').count(), 0)
  }
})
