import assert from 'node:assert/strict'
import { after, afterEach, before, describe, test } from 'node:test'
import { approvedArtist } from './artists.ts'
import { pngFile, textFile, wavFile } from './recordings.ts'
import { appears, browser, openStage, type Stage } from './stage.ts'

/** Uploads that this tab would go on with. */
const REMEMBERED = "Object.keys(sessionStorage).filter((key) => key.startsWith('upload ')).length"

describe('a track is submitted, reviewed and heard', { skip: browser.skip }, () => {
  let stage: Stage
  before(async () => {
    stage = await openStage()
  })
  afterEach(() => stage.quiet())
  after(() => stage.close())

  test('wrong files are named at their fields, mended ones pass, a verdict with reasons comes back, and the next round is published', async () => {
    const person = await approvedArtist(stage.server, 'Ines Okafor')
    const { page, open, signIn } = await stage.visitor()
    await signIn(person)
    await open('/submissions')
    await page.getByRole('main').getByRole('link', { name: 'Submit a track' }).first().click()
    await page.getByLabel('Title').fill('Low Water')
    await page.getByLabel('Genre').selectOption('Folk')
    await page.getByRole('button', { name: 'Submit the track' }).click()
    assert.ok(await appears(page.getByText('Choose the recording, and wait until it is uploaded')))

    await page.getByLabel('Recording').setInputFiles(textFile('words.wav'))
    assert.ok(await appears(page.getByText(/^words\.wav: /)), 'what is no sound is refused when it is sent')
    await page.getByLabel('Recording').setInputFiles(wavFile(4))
    assert.ok(await appears(page.getByText('take-1.wav is uploaded')))
    await page.getByLabel('Cover').setInputFiles(pngFile(400))
    assert.ok(await appears(page.getByText('cover-400.png is uploaded')))
    await page.getByRole('button', { name: 'Submit the track' }).click()
    await page.getByRole('heading', { name: 'Low Water' }).waitFor()
    await stage.server.jobsIdle()
    assert.ok(await appears(page.getByText('Refused by the checks')))
    assert.ok(await appears(page.getByText('ART_SIZE')))

    await page.getByLabel('Cover').setInputFiles(pngFile(1200))
    await page.getByText('cover-1200.png is uploaded').waitFor()
    await page.getByRole('button', { name: 'Submit again' }).click()
    assert.ok(await appears(page.getByText('It waits for a reviewer.')))

    const reviewer = await stage.visitor()
    await reviewer.signIn(await stage.server.people.signedIn('reviewer'))
    await reviewer.open('/review/tracks')
    await reviewer.page.getByRole('link', { name: 'Low Water' }).click()
    await reviewer.page.getByRole('button', { name: 'Claim it' }).click()
    assert.ok(await appears(reviewer.page.getByText('It is yours until')))

    const waveform = reviewer.page.getByRole('slider', { name: 'Position in Low Water' })
    await waveform.focus()
    await reviewer.page.keyboard.press('End')
    assert.equal(await waveform.getAttribute('aria-valuenow'), '4')
    await reviewer.page.keyboard.press('Home')
    await waveform.click({ position: { x: 10, y: 20 } })
    await reviewer.page.getByRole('region', { name: 'Player' }).waitFor()

    await reviewer.page.getByRole('radio', { name: 'Request changes' }).check()
    await reviewer.page.getByLabel('Feedback').fill('Too short.')
    await reviewer.page.getByRole('button', { name: 'Record the verdict' }).click()
    assert.ok(await appears(reviewer.page.getByText('Choose at least one reason')))
    assert.ok(await appears(reviewer.page.getByText('Write at least 10 words')))
    await reviewer.page.getByRole('checkbox', { name: 'Sound quality' }).check()
    await reviewer.page
      .getByLabel('Feedback')
      .fill('The level drops after two seconds; please send the mix before it was limited.')
    await reviewer.page.getByRole('button', { name: 'Record the verdict' }).click()
    await reviewer.page.getByText('The verdict is recorded').waitFor()

    await page.reload()
    assert.ok(await appears(page.getByText('please send the mix before it was limited')))
    assert.ok(await appears(page.getByText('Reasons: Sound quality')))
    await page.getByLabel('Recording').setInputFiles(wavFile(5, 2))
    await page.getByText('take-2.wav is uploaded').waitFor()
    await page.getByRole('button', { name: 'Submit again' }).click()
    await page.getByText('It waits for a reviewer.').waitFor()

    await reviewer.open('/review/tracks')
    await reviewer.page.getByRole('link', { name: 'Low Water' }).click()
    await reviewer.page.getByRole('button', { name: 'Claim it' }).click()
    await reviewer.page.getByRole('radio', { name: 'Approve' }).check()
    await reviewer.page.getByRole('button', { name: 'Record the verdict' }).click()
    await reviewer.page.getByText('The verdict is recorded').waitFor()

    await page.reload()
    await page.getByRole('link', { name: 'Listen in the catalogue' }).click()
    await page.getByRole('button', { name: 'Play Low Water' }).first().click()
    const audio = page.locator('audio')
    await page.getByRole('region', { name: 'Player' }).getByRole('button', { name: 'Pause' }).waitFor()
    const heard = await secondsHeard(page)
    assert.ok(heard > 0.3, `currentTime is ${heard}`)
    assert.equal(await audio.count(), 1)
  })

  test('an upload can be given up, and the field is free again', async () => {
    const person = await approvedArtist(stage.server, 'Glass Harbour')
    const { page, open, signIn } = await stage.visitor()
    await signIn(person)
    await open('/submissions/new')
    await page.getByLabel('Recording').waitFor()
    await page.route('**/api/uploads/*/content*', (route) => setTimeout(() => void route.continue(), 3000))
    await page.getByLabel('Recording').setInputFiles(wavFile(3, 3))
    await page.getByRole('button', { name: 'Cancel the upload of Recording' }).click()
    assert.equal(await page.getByText('take-3.wav').count(), 0)
    await page.unroute('**/api/uploads/*/content*')
    await page.getByLabel('Recording').setInputFiles(wavFile(3, 4))
    assert.ok(await appears(page.getByText('take-4.wav is uploaded')))
  })

  test('a large recording that broke off goes on where it was, in a page that was loaded anew too, and can be given up', async () => {
    const person = await approvedArtist(stage.server, 'Slow Harbour')
    const { page, open, signIn } = await stage.visitor()
    await signIn(person)
    await open('/submissions/new')
    const sent: string[] = []
    page.on('request', (request) => {
      const part = /\/api\/uploads\/[^/]+\/(parts\/\d+|content)/.exec(request.url())?.[1]
      if (part !== undefined && request.method() === 'PUT') sent.push(part)
    })
    // Answered as a proxy does whose server is away.
    const away = '**/api/uploads/*/parts/2?*'
    await page.route(away, (route) => route.fulfill({ status: 503, body: 'away' }))
    await page.getByLabel('Recording').setInputFiles(wavFile(200, 6))
    const again = page.getByRole('button', { name: 'Try the upload of Recording again' })
    await again.waitFor()
    assert.deepEqual(new Set(sent), new Set(['parts/1', 'parts/2']))
    sent.length = 0
    await again.click()
    await again.waitFor()
    assert.deepEqual(new Set(sent), new Set(['parts/2']))
    assert.equal(await page.evaluate(REMEMBERED), 1)
    sent.length = 0
    await page.unroute(away)
    await page.reload()
    await page.getByLabel('Recording').setInputFiles(wavFile(200, 6))
    await page.getByText('take-6.wav is uploaded').waitFor()
    assert.deepEqual(sent, ['parts/2', 'parts/3'])
    assert.equal(await page.evaluate(REMEMBERED), 0)

    // Answered never: it is given up first.
    await page.route(away, () => undefined)
    await page.getByLabel('Recording').setInputFiles(wavFile(200, 7))
    await page.waitForRequest(away)
    const given = page.waitForResponse((answer) => answer.request().method() === 'DELETE')
    await page.getByRole('button', { name: 'Cancel the upload of Recording' }).click()
    assert.equal((await given).status(), 204)
    assert.equal(await page.evaluate(REMEMBERED), 0)
  })

  test('a reviewer sees who holds a track and why it cannot be claimed', async () => {
    const person = await approvedArtist(stage.server, 'Marrow')
    const artist = await stage.visitor()
    await artist.signIn(person)
    await artist.open('/submissions/new')
    await artist.page.getByLabel('Title').fill('Halogen')
    await artist.page.getByLabel('Genre').selectOption('Jazz')
    await artist.page.getByLabel('Recording').setInputFiles(wavFile(3, 5))
    await artist.page.getByLabel('Cover').setInputFiles(pngFile(1000))
    await artist.page.getByText('take-5.wav is uploaded').waitFor()
    await artist.page.getByText('cover-1000.png is uploaded').waitFor()
    await artist.page.getByRole('button', { name: 'Submit the track' }).click()
    await artist.page.getByText('It waits for a reviewer.').waitFor()

    const [one, other] = [await stage.visitor(), await stage.visitor()]
    await one.signIn(await stage.server.people.signedIn('reviewer'))
    await other.signIn(await stage.server.people.signedIn('reviewer'))
    await one.open('/review/tracks')
    await one.page.getByRole('link', { name: 'Halogen' }).click()
    await one.page.getByRole('button', { name: 'Claim it' }).click()
    await one.page.getByText('It is yours until').waitFor()

    await other.open(new URL(one.page.url()).pathname)
    assert.ok(await appears(other.page.getByText('A reviewer is listening to it')))
    assert.equal(await other.page.getByRole('button', { name: 'Claim it' }).getAttribute('aria-disabled'), 'true')
    assert.equal(await other.page.getByRole('button', { name: 'Record the verdict' }).count(), 0)

    await one.page.getByRole('button', { name: 'Give it back' }).click()
    await one.page.getByText('Nobody is listening to it.').waitFor()
    await other.page.reload()
    await other.page.getByRole('button', { name: 'Claim it' }).click()
    assert.ok(await appears(other.page.getByText('It is yours until')))
  })

  async function secondsHeard(page: Awaited<ReturnType<Stage['visitor']>>['page']): Promise<number> {
    const position = page.getByRole('region', { name: 'Player' }).getByRole('slider', { name: 'Position' })
    for (let waits = 0; waits < 40 && (await position.inputValue()) === '0'; waits += 1) await page.waitForTimeout(100)
    return await page.evaluate<number>('document.querySelector("audio").currentTime')
  }
})
