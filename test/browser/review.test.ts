import assert from 'node:assert/strict'
import { after, afterEach, before, describe, test } from 'node:test'
import { applicant, submittedTrack } from './artists.ts'
import { appears, browser, openStage, type Stage } from './stage.ts'

describe('a reviewer decides', { skip: browser.skip }, () => {
  let stage: Stage
  before(async () => {
    stage = await openStage()
  })
  afterEach(() => stage.quiet())
  after(() => stage.close())

  test('against an application with a reason, which the artist reads on the page and in a mail', async () => {
    const { person, id } = await applicant(stage.server, 'Tin Lantern')
    const reviewer = await stage.visitor()
    await reviewer.signIn(await stage.server.people.signedIn('reviewer'))
    await reviewer.open('/review/applications')
    await reviewer.page.getByRole('link', { name: 'Tin Lantern' }).click()
    await reviewer.page.getByRole('button', { name: 'Claim it' }).click()
    await reviewer.page.getByRole('button', { name: 'Reject' }).click()
    await reviewer.page.getByRole('button', { name: 'Reject the application' }).click()
    assert.ok(await appears(reviewer.page.getByText('Write the reason; the applicant reads it')))
    assert.equal((await person.http.get(`/api/artist/applications/${id}`)).body.state, 'in_review')
    await reviewer.page.getByLabel('Reason').fill('The links lead to recordings of somebody else.')
    await reviewer.page.getByLabel('May apply again after days').fill('60')
    await reviewer.page.getByRole('button', { name: 'Reject the application' }).click()
    await reviewer.page.getByText('The application is rejected.').waitFor()
    await reviewer.page.getByRole('button', { name: 'Reject', exact: true }).waitFor({ state: 'detached' })

    const { page, open, signIn } = await stage.visitor()
    await signIn(person)
    await open(`/apply/${id}`)
    assert.ok(await appears(page.getByText('The reason given: The links lead to recordings of somebody else.')))
    const again = (await person.http.get(`/api/artist/applications/${id}`)).body.reapplyAfter
    const days = (Date.parse(again) - Date.now()) / 86_400_000
    assert.ok(days > 58 && days <= 60, `again after ${days} days`)
    assert.equal(await page.getByText('You may apply again from').locator('time').getAttribute('datetime'), again)

    const [mail] = (await mailsTo(person.email)).filter(({ template }) => template === 'music.application-rejected')
    assert.equal(mail?.subject, 'Your application for Tin Lantern')
    assert.match(mail?.text ?? '', /The links lead to recordings of somebody else\./)
  })

  test('against a track with reasons and feedback, and the artist reads both', async () => {
    const { person, id } = await submittedTrack(stage.server, { stageName: 'Copper Reed', title: 'Slack Water' })
    const reviewer = await stage.visitor()
    await reviewer.signIn(await stage.server.people.signedIn('reviewer'))
    await reviewer.open('/review/tracks')
    await reviewer.page.getByRole('link', { name: 'Slack Water' }).click()
    await reviewer.page.getByRole('button', { name: 'Claim it' }).click()
    await reviewer.page.getByRole('radio', { name: 'Decline' }).check()
    await reviewer.page.getByRole('checkbox', { name: 'Rights are unclear' }).check()
    await reviewer.page.getByRole('checkbox', { name: 'Does not fit the catalogue' }).check()
    const feedback = 'The sample in the chorus belongs to another label, and we cannot clear it.'
    await reviewer.page.getByLabel('Feedback').fill(feedback)
    await reviewer.page.getByRole('button', { name: 'Record the verdict' }).click()
    await reviewer.page.getByText('The verdict is recorded').waitFor()
    await reviewer.page.getByRole('link', { name: 'Slack Water' }).waitFor({ state: 'detached' })

    const { page, open, signIn } = await stage.visitor()
    await signIn(person)
    await open(`/submissions/${id}`)
    assert.ok(await appears(page.getByText('The reviewer decided against it.')))
    assert.ok(await appears(page.getByText('Reasons: Rights are unclear, Does not fit the catalogue')))
    assert.ok(await appears(page.getByText(feedback)))
    assert.equal(await page.getByRole('button', { name: 'Submit again' }).count(), 0)
    assert.equal(await page.getByRole('button', { name: 'Withdraw the submission' }).count(), 0)

    const [mail] = (await mailsTo(person.email)).filter(({ template }) => template === 'music.submission-declined')
    assert.equal(mail?.subject, 'Our decision on Slack Water')
    assert.ok(mail?.text.includes(feedback), mail?.text)
  })

  test('for a track at a time in the own zone, which the artist sees in theirs, and nobody hears it before', async () => {
    const { person, id } = await submittedTrack(stage.server, { stageName: 'Ebb Choir', title: 'Early Ferry' })
    const year = new Date().getUTCFullYear() + 1
    const reviewer = await stage.visitor({ timezoneId: 'Asia/Tokyo' })
    await reviewer.signIn(await stage.server.people.signedIn('reviewer'))
    await reviewer.open(`/review/tracks/${id}`)
    await reviewer.page.getByRole('button', { name: 'Claim it' }).click()
    await reviewer.page.getByRole('radio', { name: 'Approve' }).check()
    await reviewer.page.getByLabel('Publish at').fill(`${year}-06-01T09:30`)
    await reviewer.page.getByRole('button', { name: 'Record the verdict' }).click()
    await reviewer.page.getByText('The verdict is recorded').waitFor()

    const { page, open, signIn } = await stage.visitor({ timezoneId: 'America/New_York' })
    await signIn(person)
    await open(`/submissions/${id}`)
    const time = page.getByText('It appears on').locator('time')
    assert.equal(await time.innerText(), `31 May ${year}, 20:30`)
    assert.equal(await time.getAttribute('datetime'), `${year}-06-01T00:30:00.000Z`)
    assert.ok(await appears(page.getByText('It will be published at its time.')))
    assert.equal(await page.getByRole('link', { name: 'Listen in the catalogue' }).count(), 0)
    await stage.server.jobsIdle()
    const heard = await stage.server.people.anonymous().get('/api/tracks?search=Early')
    assert.deepEqual(heard.body.items, [])
  })

  const mailsTo = async (address: string) => (await stage.server.mailbox()).filter(({ to }) => to.address === address)
})
