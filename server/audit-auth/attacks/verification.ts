import type { Attack, Trial } from '../attack.ts'
import { postAsPerson } from '../captcha.ts'
import { logIn } from '../log-in.ts'
import { countOf, together } from './sessions.ts'

const VERIFY = '/api/auth/verify'
const RESEND = '/api/auth/verify/resend'

const unverified: Attack = {
  id: 'V1',
  attack: 'sign in before the address is proven, with the right and with a wrong password',
  expected: '403 only with the right one; 401 with a wrong one; no session either way',
  async run({ stage, see, status }) {
    const person = await stage.unproven()
    const right = await logIn(stage.visitor(), person)
    status('right', right, 403)
    see('code', right.code, 'identity/email-unverified')
    see(
      'cookies',
      right.setCookies.filter((line) => /(at|rt)=/.test(line)),
      [],
    )
    status('wrong', await logIn(stage.visitor(), { ...person, password: 'certainly not this' }), 401)
  },
}

const verifyRace: Attack = {
  id: 'V2',
  attack: "use one verification link 20 times at once; the older of two; one of somebody else's",
  expected: 'exactly one effect',
  shared: true,
  async run({ stage, see, status }) {
    const { email } = await stage.unproven()
    const first = await stage.letter(email, 'identity.verify')
    await stage.visitor().post(RESEND, { email })
    const second = await stage.letter(email, 'identity.verify', first)
    status('the older', await stage.visitor().post(VERIFY, { token: first.token }), 400)
    const answers = await together(20, () => stage.visitor().post(VERIFY, { token: second.token }))
    see('200', countOf(answers, 200), 1)
    see('400', countOf(answers, 400), 19)
    status('again', await stage.visitor().post(VERIFY, { token: second.token }), 400)
  },
}

const verifyOpensNothing: Attack = {
  id: 'V2s',
  attack: 'take a session from the verification, or prove an address that was registered by somebody else',
  expected:
    'no cookie, no token in the answer; a link proves the address it was mailed to, for the account it was made for',
  async run(trial) {
    const { stage, see } = trial
    const { email } = await stage.unproven()
    const { token } = await stage.letter(email, 'identity.verify')
    const answer = await stage.visitor().post(VERIFY, { token, transport: 'bearer' })
    const plain = answer.status === 400 ? await stage.visitor().post(VERIFY, { token }) : answer
    see('status', plain.status, 200)
    for (const one of [answer, plain]) {
      see('cookies', one.setCookies, [])
      see('tokens', /accessToken|refreshToken|eyJ/.test(one.text), false)
    }
    await proveForeign(trial)
    await registerAgain(trial)
  },
}

/** Somebody registers an address that is not his, and has a link to another one: that link says nothing about the first. */
async function proveForeign({ stage, see, status }: Trial): Promise<void> {
  const [foreign, own] = [await stage.unproven(), await stage.unproven()]
  const { token } = await stage.letter(own.email, 'identity.verify')
  for (const extra of [{ email: foreign.email }, { newEmail: foreign.email }])
    status('a link with another address', await stage.visitor().post(VERIFY, { token, ...extra }), 400)
  status('the link', await stage.visitor().post(VERIFY, { token }), 200)
  const answer = await logIn(stage.visitor(), foreign)
  status('the address registered for somebody else', answer, 403)
  see('why', answer.code, 'identity/email-unverified')
  status('the own address', await logIn(stage.visitor(), own), 200)
}

/** An address that waits for its proof is registered again by a stranger: what its owner then proves is the owner's account. */
async function registerAgain({ stage, status }: Trial): Promise<void> {
  const owner = await stage.unproven()
  const { token } = await stage.letter(owner.email, 'identity.verify')
  const stranger = { ...owner, password: 'a quiet harbour at dusk' }
  status('registered again', await postAsPerson(stage.visitor(), '/api/auth/register', stranger), 202)
  status("the owner's link", await stage.visitor().post(VERIFY, { token }), 200)
  status("the stranger's password", await logIn(stage.visitor(), stranger), 401)
  status("the owner's password", await logIn(stage.visitor(), owner), 200)
}

const resendOracle: Attack = {
  id: 'V2o',
  attack: 'ask for another verification link for an unproven, a proven and an unknown address',
  expected: 'the same 202; mail only to the unproven one',
  async run({ stage, see, status }) {
    const unproven = await stage.unproven()
    const proven = await stage.person()
    const before = (await stage.settledLetters(proven.email)).length
    const bodies = await Promise.all(
      [unproven.email, proven.email, stage.address()].map((email) => stage.visitor().post(RESEND, { email })),
    )
    for (const answer of bodies) status('resend', answer, 202)
    see('different answers', new Set(bodies.map(({ text }) => text)).size, 1)
    see('mail to the proven one', (await stage.settledLetters(proven.email)).length - before, 0)
  },
}

const guessing: Attack = {
  id: 'V6g',
  attack:
    'guess links: empty, short, long, of another alphabet, a prefix of a good one, a good one with something added',
  expected: '400 each; the good one still works',
  async run({ stage, status }) {
    const { email } = await stage.unproven()
    const { token } = await stage.letter(email, 'identity.verify')
    const guesses = [
      '',
      'a',
      'a'.repeat(200),
      'a'.repeat(5000),
      token.slice(0, -1),
      `${token}A`,
      `${token}=`,
      ` ${token}`,
      token.toLowerCase(),
      '%',
      '\u0000',
    ]
    for (const guess of guesses)
      status(`"${guess.slice(0, 8)}" (${guess.length})`, await stage.visitor().post(VERIFY, { token: guess }), 400)
    for (const odd of [
      { token: [token] },
      { token: { $ne: '' } },
      { token: null },
      { token: true },
      [token],
      token,
      {},
    ])
      status(JSON.stringify(odd).slice(0, 20), await stage.visitor().post(VERIFY, odd), 400)
    status('the good one', await stage.visitor().post(VERIFY, { token }), 200)
  },
}

export const verificationAttacks: readonly Attack[] = [
  unverified,
  verifyRace,
  verifyOpensNothing,
  resendOracle,
  guessing,
]
