import assert from 'node:assert/strict'
import { after, afterEach, before, describe, test } from 'node:test'
import { appears, browser, hasFocus, openStage, pathInMail, type Stage } from './stage.ts'

const password = 'granite otter violin nine'

describe('people come in', { skip: browser.skip }, () => {
  let stage: Stage
  before(async () => {
    stage = await openStage()
  })
  afterEach(() => stage.quiet())
  after(() => stage.close())

  test('the one-time link makes the first administrator, signed in, and then never again', async () => {
    const { page, open } = await stage.visitor()
    const token = await stage.server.setupToken()
    await open(`/setup#token=${token}`)
    await page.getByRole('button', { name: 'Create the administrator' }).click()
    assert.ok(await appears(page.getByText('Enter your name')))
    assert.ok(await hasFocus(page.getByLabel('Name')), 'the first faulty field takes the focus')

    await page.getByLabel('Name').fill('Ada Lovelace')
    await page.getByLabel('E-mail').fill('ada@example.org')
    await page.getByLabel('Password', { exact: true }).fill(password)
    await page.getByRole('button', { name: 'Create the administrator' }).click()
    assert.ok(await appears(page.getByRole('link', { name: 'People' })))
    assert.ok(await appears(page.getByText('You are Ada Lovelace.')))

    await open(`/setup#token=${token}`)
    assert.ok(await appears(page.getByRole('heading', { name: 'Set-up is done' })))
  })

  test('a newcomer registers, confirms the address with one click, and signs in', async () => {
    const { page, open, signIn } = await stage.visitor()
    const email = 'grace@example.org'
    await open('/register')
    await page.getByLabel('Name').fill('Grace Hopper')
    await page.getByLabel('E-mail').fill(email)
    await page.getByLabel('Password', { exact: true }).fill('password1')
    await page.getByRole('button', { name: 'Register' }).click()
    const field = page.getByLabel('Password', { exact: true })
    assert.ok(
      await appears(page.getByText('This is one of the passwords tried first')),
      'the server refuses it, at its field',
    )
    assert.equal(await field.getAttribute('aria-invalid'), 'true')

    await field.fill(password)
    await page.getByRole('button', { name: 'Register' }).click()
    assert.ok(await appears(page.getByRole('heading', { name: 'Check your mail' })))

    await open(await pathInMail(stage.server, email, /verify\?token=/))
    await page.getByRole('button', { name: 'Confirm the address' }).click()
    assert.ok(await appears(page.getByText('You can sign in now')))
    await signIn({ email, password })
    assert.equal(await page.getByRole('link', { name: 'People' }).count(), 0, 'the menu holds only what she may do')
  })

  test('a forgotten password is set anew by mail, and every session ends', async () => {
    const person = await stage.server.people.signedIn()
    const elsewhere = await stage.visitor()
    await elsewhere.signIn(person)

    const { page, open, signIn } = await stage.visitor()
    await open('/forgot-password')
    await page.getByLabel('E-mail').fill(person.email)
    await page.getByRole('button', { name: 'Send the link' }).click()
    assert.ok(await appears(page.getByRole('heading', { name: 'Check your mail' })))
    await open(await pathInMail(stage.server, person.email, /reset-password#token=/))
    await page.getByLabel('New password', { exact: true }).fill(password)
    await page.getByRole('button', { name: 'Set the password' }).click()
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
    await signIn({ email: person.email, password })

    await elsewhere.open('/account')
    assert.ok(await appears(elsewhere.page.getByRole('heading', { name: 'Sign in' })))
  })

  test('a person sees their sessions, ends another one, and changes the password', async () => {
    const person = await stage.server.people.signedIn()
    const phone = await stage.visitor({
      userAgent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/605.1',
    })
    await phone.signIn(person)
    const { page, open, signIn } = await stage.visitor()
    await signIn(person)
    await open('/account')
    await page.getByRole('button', { name: 'Sign out the session on Safari on iOS' }).click()
    assert.ok(await appears(page.getByText('is signed out.')))
    await phone.open('/account')
    assert.ok(await appears(phone.page.getByRole('heading', { name: 'Sign in' })))

    await page.getByLabel('Present password', { exact: true }).fill('not this one')
    await page.getByLabel('New password', { exact: true }).fill(password)
    await page.getByRole('button', { name: 'Change the password' }).click()
    assert.ok(await appears(page.getByRole('alert')))
    await page.getByLabel('Present password', { exact: true }).fill(person.password)
    await page.getByRole('button', { name: 'Change the password' }).click()
    assert.ok(await appears(page.getByText('Your password is changed.')))
  })

  test('a new address is confirmed by one click behind its link, which signs everybody out and says so', async () => {
    const person = await stage.server.people.signedIn()
    const elsewhere = await stage.visitor()
    await elsewhere.signIn(person)
    const here = await stage.visitor()
    const { page, open } = here
    await here.signIn(person)
    await open('/account')
    const email = `moved.${person.email}`
    await page.getByLabel('New e-mail address').fill(email)
    await page.getByRole('button', { name: 'Change the address' }).click()
    assert.ok(await appears(page.getByText('Nothing changes before you follow it.')))
    await open(await pathInMail(stage.server, email, /confirm-email#token=/))
    await page.getByRole('button', { name: 'Confirm the new address' }).click()
    assert.ok(await appears(page.getByRole('heading', { name: 'Your address is changed' })))
    assert.ok(await appears(page.getByText('You were signed out everywhere, here too')))
    for (const visitor of [here, elsewhere]) {
      await visitor.open('/account')
      assert.ok(await appears(visitor.page.getByRole('heading', { name: 'Sign in' })))
    }
    await here.signIn({ email, password: person.password })
  })

  test('a page that needs a session returns to itself after signing in', async () => {
    const person = await stage.server.people.signedIn()
    const { page, open } = await stage.visitor()
    await open('/account')
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
    await page.getByLabel('E-mail').fill(person.email)
    await page.getByLabel('Password', { exact: true }).fill(person.password)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    assert.ok(await appears(page.getByRole('heading', { name: 'Your account' })))
  })
})
