import type { Attack } from '../attack.ts'
import { type Answer, type Client, valueAt } from '../client.ts'
import { logIn } from '../log-in.ts'
import type { Mischief } from '../props.ts'
import { enrol, MFA_ROUTES } from '../second-factor.ts'
import { bearerHeader, type Stage } from '../stage.ts'
import { cameBack, claimsOf, go, opensSession, travel } from '../travel.ts'
import { countOf, together } from './sessions.ts'

const ME = '/api/auth/me'
const IDENTITIES = '/api/auth/identities'
const LINK = 'POST /api/auth/identities/{provider}/start'
const UNLINK = 'DELETE /api/auth/identities/{id}'
const needs = ['provider'] as const

interface Linking {
  readonly mischief: Mischief
  /** Which of the provider's two names. */
  readonly at?: string
}

/** Begins to link in a session, and goes to the provider; returns where it sends the browser back to. */
async function goLinking(
  { provider, nodes }: Stage,
  client: Client,
  { mischief, at = provider().id }: Linking,
): Promise<URL> {
  provider().play(mischief)
  const start = await client.post(`${IDENTITIES}/${at}/start`, {}, await client.csrf())
  return cameBack(start.at('url'), nodes.urls[0])
}

async function linked(client: Client): Promise<{ id: string; provider: string }[]> {
  const answer = await client.get(IDENTITIES)
  return (valueAt(answer.json, 'items') ?? []) as { id: string; provider: string }[]
}

const back = (client: Client, url: URL): Promise<Answer> => client.get(url.pathname + url.search)

const linkProof: Attack = {
  id: 'O12',
  attack:
    "a link begun for one provider finished at another's door, as a sign-in, in another session of the person, after the session ended, twice at once",
  expected: '400, and nothing is linked; the right way back links once',
  needs,
  routes: [LINK],
  alone: true,
  shared: true,
  async run({ stage, see, status }) {
    const { id, otherId } = stage.provider()
    const { client, person } = await stage.signIn()
    const mischief = claimsOf({ email: stage.address(), email_verified: true })
    const wrong: Record<string, (url: URL) => Promise<Answer>> = {
      "at another provider's door": (url) => {
        url.pathname = url.pathname.replace(`/${id}/`, `/${otherId}/`)
        return back(client, url)
      },
      'by a browser without the session': (url) => back(stage.visitor(), url),
      'in another session of the same person': async (url) => {
        const second = await stage.signIn(person)
        for (const [name, value] of client.jar) if (!second.client.jar.has(name)) second.client.jar.set(name, value)
        return back(second.client, url)
      },
      "in somebody else's session": async (url) => {
        const other = await stage.signIn()
        for (const [name, value] of client.jar) if (!other.client.jar.has(name)) other.client.jar.set(name, value)
        return back(other.client, url)
      },
    }
    for (const [what, finish] of Object.entries(wrong)) {
      const answer = await finish(await goLinking(stage, client, { mischief }))
      status(what, answer, 400)
      see(`${what}: linked`, await linked(client), [])
    }
    const signIn = await go(stage, client, mischief)
    signIn.searchParams.set('state', (await goLinking(stage, client, { mischief })).searchParams.get('state') ?? '')
    status("a link's state with the code of a sign-in", await back(client, signIn), 400, 401)
    see('linked', await linked(client), [])
    const url = await goLinking(stage, client, { mischief })
    const answers = await together(6, () => back(client, url))
    see('finished at once', answers.filter((answer) => answer.status === 303).length, 1)
    see(
      'linked once',
      (await linked(client)).map(({ provider }) => provider),
      [id],
    )
    const late = await goLinking(stage, client, { mischief: claimsOf({}), at: otherId })
    await client.post('/api/auth/logout', undefined, await client.csrf())
    const ended = await back(client, late)
    status('after the session ended', ended, 400)
    see('a session by it', opensSession(ended), false)
  },
}

const withdrawnProof: Attack = {
  id: 'O14v',
  attack: 'unlink the provider that proved the address, and go on with the address as if it were proven',
  expected: 'the address counts as unproven: 403 at the next way in that rests on it, until it is proven again',
  needs,
  routes: [LINK, UNLINK],
  alone: true,
  async run({ stage, see, status }) {
    const { id, otherId } = stage.provider()
    const email = stage.address()
    const client = stage.visitor()
    await travel(stage, { client, mischief: claimsOf({ email, email_verified: true }) })
    const second = claimsOf({ email, email_verified: false })
    const url = await goLinking(stage, client, { mischief: second, at: otherId })
    status('the other is linked', await back(client, url), 303)
    const proving = (await linked(client)).find(({ provider }) => provider === id)
    const path = `${IDENTITIES}/${proving?.id}`
    status('unlink', await client.send('DELETE', path, { headers: await client.csrf() }), 204)
    const again = stage.visitor()
    const { play } = stage.provider()
    play(second)
    const start = await again.get(`/api/auth/oauth/${otherId}/start`)
    const there = await cameBack(start.headers.get('location') ?? '', stage.nodes.urls[0])
    const answer = await back(again, there)
    see('a session by the other way in', opensSession(answer), false)
    see('why', answer.code, 'identity/email-unverified')
    const letter = await stage.letter(email, 'identity.verify')
    status('proven again', await stage.visitor().post('/api/auth/verify', { token: letter.token }), 200)
  },
}

const lastTwo: Attack = {
  id: 'X46',
  attack: 'remove the last two ways into an account at the same time, 6 rounds',
  expected: 'one of them stays: 204 and 409',
  needs,
  routes: [LINK, UNLINK],
  alone: true,
  shared: true,
  async run({ stage, see }) {
    const { otherId } = stage.provider()
    for (let round = 0; round < 6; round += 1) {
      const client = stage.visitor()
      await travel(stage, { client, mischief: claimsOf({ email: stage.address(), email_verified: true }) })
      await back(client, await goLinking(stage, client, { mischief: claimsOf({}), at: otherId }))
      const held = await linked(client)
      const headers = await client.csrf()
      const answers = await Promise.all(held.map(({ id }) => client.send('DELETE', `${IDENTITIES}/${id}`, { headers })))
      see('answers', answers.map((answer) => answer.status).sort(), [204, 409])
      see('left', (await linked(client)).length, 1)
    }
  },
}

const firstTime: Attack = {
  id: 'X45',
  attack:
    'somebody new comes back from the provider in 8 browsers at the same time; two accounts link the same person at once',
  expected: 'one account, whoever is signed in; one of the two links',
  needs,
  routes: [LINK],
  alone: true,
  shared: true,
  async run({ stage, see }) {
    const email = stage.address()
    const mischief = claimsOf({ email, email_verified: true })
    const browsers = Array.from({ length: 8 }, () => stage.visitor())
    const ways: URL[] = []
    for (const browser of browsers) ways.push(await go(stage, browser, mischief))
    await Promise.all(browsers.map((browser, at) => back(browser, ways[at] ?? new URL('http://none.invalid'))))
    const ids = await Promise.all(browsers.map(async (one) => valueAt((await one.get(ME)).json, 'user.id')))
    see(
      'somebody is signed in',
      ids.some((one) => typeof one === 'string'),
      true,
    )
    see('accounts', new Set(ids.filter((one) => one !== undefined)).size, 1)
    const contested = claimsOf({ email: stage.address(), email_verified: true })
    const two = [(await stage.signIn()).client, (await stage.signIn()).client]
    const back2: URL[] = []
    for (const client of two) back2.push(await goLinking(stage, client, { mischief: contested }))
    await Promise.all(two.map((client, at) => back(client, back2[at] ?? new URL('http://none.invalid'))))
    const counts = await Promise.all(two.map(async (client) => (await linked(client)).length))
    see('links to the contested one', counts.sort(), [0, 1])
  },
}

const lastFactors: Attack = {
  id: 'X47',
  attack: 'use two backup codes while new ones are made',
  expected: 'an old code opens nothing afterwards, used or not',
  routes: [...MFA_ROUTES, 'POST /api/auth/mfa/backup-codes'],
  shared: true,
  async run({ stage, see, status }) {
    const owner = await enrol(stage)
    const session = (await owner.signIn()).at('accessToken')
    const challenges = [await owner.challenge(), await owner.challenge()]
    const [one = '', two = '', three = ''] = owner.backupCodes
    const [renewed, ...used] = await Promise.all([
      stage.visitor().send('POST', '/api/auth/mfa/backup-codes', { headers: bearerHeader(session) }),
      owner.answer(challenges[0] ?? '', one, 'backup'),
      owner.answer(challenges[1] ?? '', two, 'backup'),
    ])
    status('new codes', renewed, 201)
    see('5xx', countOf(used, 500), 0)
    for (const code of [one, two, three])
      status('an old code afterwards', await owner.answer(await owner.challenge(), code, 'backup'), 401)
    const login = await logIn(stage.visitor(), owner.person)
    see('the factor is still asked for', valueAt(login.json, 'mfaRequired'), true)
  },
}

export const linkingAttacks: readonly Attack[] = [linkProof, withdrawnProof, firstTime, lastTwo, lastFactors]
