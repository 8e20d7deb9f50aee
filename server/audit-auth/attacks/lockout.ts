import type { Attack } from '../attack.ts'
import { valueAt } from '../client.ts'
import { readToken } from '../jwt.ts'
import { logIn } from '../log-in.ts'
import { type Bearer, bearerHeader, type Stage } from '../stage.ts'
import { countOf, together } from './sessions.ts'

const LOGIN = '/api/auth/login'
const ME = '/api/auth/me'
const WRONG = 'certainly not the password'

const lockout: Attack = {
  id: 'L1',
  attack:
    'five wrong passwords, then the right one; 15 minutes later; four wrong, a right one, four wrong, a right one',
  expected: '401 while locked, 200 after 15 minutes; a success starts the count anew',
  needs: ['database'],
  alone: true,
  shared: true,
  async run({ stage, status }) {
    const { email, password } = await stage.person()
    const client = stage.visitor()
    const bearer = (given: string) => logIn(client, { email, password: given, transport: 'bearer' })
    for (let tries = 0; tries < 5; tries += 1) status(`wrong ${tries + 1}`, await bearer(WRONG), 401)
    status('right, while locked', await bearer(password), 401)
    await stage.query("UPDATE identity.attempt SET ends_at = ends_at - interval '15 minutes'")
    status('right, 15 minutes later', await bearer(password), 200)
    const other = await stage.person()
    const patient = stage.visitor()
    for (let round = 0; round < 2; round += 1) {
      for (let tries = 0; tries < 4; tries += 1)
        status('wrong', await logIn(patient, { email: other.email, password: WRONG, transport: 'bearer' }), 401)
      status('right after four', await logIn(patient, { ...other, transport: 'bearer' }), 200)
    }
  },
}

const lockoutShort: Attack = {
  id: 'L1a',
  attack: 'five wrong passwords, then the right one, in any spelling of the address',
  expected: '401',
  shared: true,
  async run({ stage, status }) {
    const { email, password } = await stage.person()
    const client = stage.visitor()
    const spellings = [email, email.toUpperCase(), ` ${email}`, email.replace('p', 'P'), email]
    for (const spelling of spellings)
      status('wrong', await logIn(client, { email: spelling.trim(), password: WRONG }), 401)
    status('right', await logIn(client, { email, password }), 401)
    status('right, in capitals', await logIn(client, { email: email.toUpperCase(), password }), 401)
  },
}

const burst: Attack = {
  id: 'L2',
  attack: '50 wrong passwords at once',
  expected: 'none is accepted; afterwards the right one is refused',
  shared: true,
  async run({ stage, see, status }) {
    const { email, password } = await stage.person()
    const client = stage.visitor()
    const answers = await together(50, () => client.post(LOGIN, { email, password: WRONG }))
    see('accepted', countOf(answers, 200), 0)
    see('other answers', answers.filter(({ status: seen }) => ![401, 403, 503].includes(seen)).length, 0)
    // A server at its limit may have compared fewer than five.
    if (countOf(answers, 503) > 0)
      for (let tries = 0; tries < 5; tries += 1) await logIn(client, { email, password: WRONG })
    status('the right one', await logIn(client, { email, password }), 401)
  },
}

const burstCounted: Attack = {
  id: 'L2b',
  attack: '50 wrong passwords at once, counted by the trail',
  expected: 'at most five are compared',
  needs: ['database'],
  shared: true,
  async run({ stage, see }) {
    const { person, accessToken } = await stage.bearer()
    const client = stage.visitor()
    await together(50, () => client.post(LOGIN, { email: person.email, password: WRONG }))
    const rows = await stage.query(
      "SELECT count(*)::int AS count FROM audit.record WHERE subject_id = $1 AND action IN ('identity.login.refused', 'identity.login.locked')",
      [String(readToken(accessToken).payload.sub)],
    )
    const compared = Number(rows[0]?.count)
    see(`compared: ${compared}`, compared >= 1 && compared <= 5, true)
  },
}

const burstWithRight: Attack = {
  id: 'L2a',
  attack: '50 wrong guesses at once, and the right one as soon as five of them are answered',
  expected: 'the right one is not compared any more: no session',
  shared: true,
  async run({ stage, see }) {
    const { email, password } = await stage.person()
    const client = stage.visitor()
    const fifth = Promise.withResolvers<void>()
    let answered = 0
    const guess = (given: string) => client.post(LOGIN, { email, password: given, transport: 'bearer' })
    // More would meet the limit of requests of a network, which is another guard.
    const wrong = together(50, async (index) => {
      const answer = await guess(`${WRONG} ${index}`)
      answered += 1
      if (answered === 5) fifth.resolve()
      return answer
    })
    await fifth.promise
    see('signed in', (await guess(password)).status === 200, false)
    see('by a wrong one', countOf(await wrong, 200), 0)
  },
}

const denial: Attack = {
  id: 'L4',
  attack: 'lock somebody out on purpose from another network',
  expected: "the owner's session goes on, and from his own network he signs in",
  needs: ['networks'],
  shared: true,
  async run({ stage, status }) {
    const victim = await stage.signIn()
    const attacker = stage.visitor()
    for (let tries = 0; tries < 8; tries += 1) await logIn(attacker, { email: victim.person.email, password: WRONG })
    status('the live session', await victim.client.get(ME), 200)
    status('a sign-in from the own network', await logIn(victim.client, victim.person), 200)
    status('by a new browser elsewhere', await logIn(stage.visitor(), victim.person), 200)
    status("by the attacker's network", await logIn(attacker, victim.person), 401)
  },
}

const distributed: Attack = {
  id: 'L6',
  attack: 'one wrong password from each of 200 networks within an hour',
  expected: 'at most 100 are compared (NIST SP 800-63B); then the right one is refused from any network',
  needs: ['networks'],
  alone: true,
  shared: true,
  async run({ stage, see, status, can }) {
    const { person, accessToken } = await stage.bearer()
    const { email, password } = person
    for (let round = 0; round < 20; round += 1)
      await together(10, () => stage.visitor().post(LOGIN, { email, password: WRONG }))
    if (can('administrator', 'how many were compared')) {
      const subject = String(readToken(accessToken).payload.sub)
      const administrator = await stage.administrator()
      const counts = await Promise.all(
        ['identity.login.refused', 'identity.login.locked'].map((action) =>
          countRecords(administrator, action, subject),
        ),
      )
      const compared = counts.reduce((sum, count) => sum + count, 0)
      see(`compared: ${compared}`, compared > 0 && compared <= 100, true)
    }
    const answer = await logIn(stage.visitor(), { email, password })
    status('the right one, from a new network', answer, 401, 403)
    see('signed in', answer.status === 200, false)
  },
}

/** How many records the trail has of an action on somebody. */
async function countRecords(administrator: Bearer, action: string, subject: string): Promise<number> {
  let [count, cursor]: [number, unknown] = [0, undefined]
  do {
    const query = new URLSearchParams({ action, subject, limit: '100', ...(cursor ? { cursor: String(cursor) } : {}) })
    const page = await administrator.send('GET', `/api/audit?${query}`)
    if (page.status !== 200) throw new Error(`the trail answered ${page.status} ${page.code}`)
    count += (valueAt(page.json, 'items') as unknown[]).length
    cursor = valueAt(page.json, 'nextCursor')
  } while (cursor !== null && cursor !== undefined)
  return count
}

const forwarded: Attack = {
  id: 'L8',
  attack: 'a made-up left-most X-Forwarded-For with every try; none at all; an unreadable one',
  expected: 'still locked after five: the address that the proxy saw counts',
  needs: ['networks'],
  shared: true,
  async run({ stage, status }) {
    const { email, password } = await stage.person()
    const seen = '10.99.98.97'
    const from = (index: number) => ({ 'x-forwarded-for': `203.0.113.${index}, ${seen}` })
    for (let tries = 0; tries < 5; tries += 1)
      status('wrong', await logIn(stage.visitor(from(tries)), { email, password: WRONG }), 401)
    status('right', await logIn(stage.visitor(from(77)), { email, password }), 401)
    const second = await stage.person()
    for (const text of ['unknown', '', '_hidden', '10.0.0', '999.1.1.1', '::ffff:bad'])
      await logIn(stage.visitor({ 'x-forwarded-for': text }), { email: second.email, password: WRONG })
    status('unreadable ones share a bucket', await logIn(stage.visitor({ 'x-forwarded-for': 'nonsense' }), second), 401)
  },
}

const everyDoor: Attack = {
  id: 'L9',
  attack: 'while the account is locked, guess through the other doors that compare the password',
  expected: 'refused, with the right password as well',
  shared: true,
  async run({ stage, status }) {
    const { client, person } = await stage.signIn()
    for (let tries = 0; tries < 5; tries += 1) {
      const body = { currentPassword: WRONG, newPassword: 'a quite new pass phrase' }
      status(
        'wrong, at change-password',
        await client.post('/api/auth/change-password', body, await client.csrf()),
        401,
      )
    }
    const right = { currentPassword: person.password, newPassword: 'a quite new pass phrase' }
    status('right, at change-password', await client.post('/api/auth/change-password', right, await client.csrf()), 401)
    if (stage.has('POST /api/auth/step-up'))
      status(
        'right, at step-up',
        await client.post('/api/auth/step-up', { password: person.password }, await client.csrf()),
        401,
      )
    if (stage.has('POST /api/auth/email')) {
      const change = { newEmail: stage.address(), password: person.password }
      status('right, at a change of address', await client.post('/api/auth/email', change, await client.csrf()), 401)
    }
    status('the session itself goes on', await client.get(ME), 200)
    // Without its cookies it is no browser known to the owner, which has a budget of its own.
    client.jar.clear()
    status('right, at login', await logIn(client, person), 401)
    if (!stage.has('POST /api/auth/magic-link')) return
    // A link proves the mailbox and compares no password: whoever is locked out gets in by it, and guesses no better after it.
    await stage.visitor().post('/api/auth/magic-link', { email: person.email })
    const { token } = await stage.letter(person.email, 'identity.magic-link')
    status('the owner, by a mailed link', await stage.visitor().post('/api/auth/magic-link/redeem', { token }), 200)
    status('right, at login, after it', await logIn(client, person), 401)
  },
}

const registerRace: Attack = {
  id: 'X28',
  attack: 'register the same new address 12 times at once with different passwords, then verify',
  expected: 'one account; only one of the passwords opens it',
  shared: true,
  async run({ stage, see, can }) {
    const email = stage.address()
    const password = (index: number) => `pass phrase of number ${index}`
    const answers = await together(12, (index) =>
      stage.visitor().post('/api/auth/register', { email, password: password(index), name: 'Race' }),
    )
    see('202', countOf(answers, 202), 12)
    const { token } = await stage.letter(email, 'identity.verify')
    see('verified', (await stage.visitor().post('/api/auth/verify', { token })).status, 200)
    const opens = await opening(
      stage,
      email,
      Array.from({ length: 12 }, (_, index) => password(index)),
    )
    // From one network alone, the lockout hides what comes after the fifth.
    const isWhole = can('networks', 'that one of them opens it')
    see(`passwords that open it: ${opens}`, opens <= 1 && (opens === 1 || !isWhole), true)
  },
}

/** How many of the passwords sign in, each tried from another network; a lockout in between hides the rest, never adds one. */
async function opening(stage: Stage, email: string, passwords: readonly string[]): Promise<number> {
  let opened = 0
  for (const password of passwords)
    if ((await logIn(stage.visitor(), { email, password, transport: 'bearer' })).status === 200) opened += 1
  return opened
}

const loginOrBan: Attack = {
  id: 'X30',
  attack: 'sign in while the account is being disabled, 10 rounds',
  expected: 'afterwards no session of it works',
  needs: ['administrator'],
  routes: ['POST /api/users/{id}/disable'],
  alone: true,
  shared: true,
  async run({ stage, see }) {
    const administrator = await stage.administrator()
    const alive: string[] = []
    for (let round = 0; round < 10; round += 1) {
      const { person, accessToken } = await stage.bearer()
      const id = readToken(accessToken).payload.sub
      const [login] = await Promise.all([
        logIn(stage.visitor(), { ...person, transport: 'bearer' }),
        administrator.send('POST', `/api/users/${id}/disable`),
      ])
      const token = valueAt(login.json, 'accessToken')
      for (const one of [accessToken, token])
        if (typeof one === 'string' && (await stage.visitor().get(ME, bearerHeader(one))).status === 200)
          alive.push(`round ${round}`)
    }
    see('sessions alive', alive, [])
  },
}

export const lockoutAttacks: readonly Attack[] = [
  lockout,
  lockoutShort,
  burst,
  burstCounted,
  burstWithRight,
  denial,
  distributed,
  forwarded,
  everyDoor,
  registerRace,
  loginOrBan,
]
