import type { Attack, Trial } from '../attack.ts'
import type { Answer } from '../client.ts'
import { readToken } from '../jwt.ts'
import { logIn } from '../log-in.ts'
import type { Stage } from '../stage.ts'

const LOGIN = '/api/auth/login'
const WRONG = 'certainly not the password'

/** What a stranger can tell two answers apart by. */
function face(answer: Answer): string {
  const body = answer.text.replace(/"(requestId|instance|traceId)":"[^"]*"/g, '"$1":""')
  const names = [...answer.headers.keys()].filter((name) => !/^(date|x-request-id|traceparent|ratelimit.*)$/.test(name))
  const length = answer.headers.get('content-length')
  return [answer.status, names.join(' '), length === null ? '' : body.length, body].join('\n')
}

const loginOracle: Attack = {
  id: 'E1',
  attack: "compare the login's answers for a wrong password: existing, unknown, unproven and locked accounts",
  expected: 'the same answer byte for byte',
  async run({ stage, see }) {
    const existing = await stage.person()
    const unproven = await stage.unproven()
    const locked = await stage.person()
    const attacker = stage.visitor()
    for (let tries = 0; tries < 6; tries += 1) await logIn(attacker, { email: locked.email, password: WRONG })
    const answers = {
      existing: await logIn(stage.visitor(), { email: existing.email, password: WRONG }),
      unknown: await logIn(stage.visitor(), { email: stage.address(), password: WRONG }),
      unproven: await logIn(stage.visitor(), { email: unproven.email, password: WRONG }),
      locked: await logIn(attacker, { email: locked.email, password: WRONG }),
    }
    see('the answer', answers.existing.status, 401)
    for (const [what, answer] of Object.entries(answers)) see(what, face(answer) === face(answers.existing), true)
  },
}

const bannedOracle: Attack = {
  id: 'E1b',
  attack: 'a wrong password for a disabled account',
  expected: 'the same answer byte for byte as for one that does not exist',
  needs: ['administrator'],
  routes: ['POST /api/users/{id}/disable'],
  async run({ stage, see }) {
    const banned = await stage.bearer()
    const administrator = await stage.administrator()
    await administrator.send('POST', `/api/users/${readToken(banned.accessToken).payload.sub}/disable`)
    const wrong = await stage.visitor().post(LOGIN, { email: banned.person.email, password: WRONG })
    const unknown = await stage.visitor().post(LOGIN, { email: stage.address(), password: WRONG })
    see('same', face(wrong) === face(unknown), true)
    const reset = await stage.visitor().post('/api/auth/forgot-password', { email: banned.person.email })
    const nobody = await stage.visitor().post('/api/auth/forgot-password', { email: stage.address() })
    see('same for forgot-password', face(reset) === face(nobody), true)
  },
}

function byTurns(addresses: readonly string[]): () => string {
  let turn = 0
  return () => {
    turn += 1
    return addresses[turn % addresses.length] ?? ''
  }
}

const SAMPLES = 25
const SAMPLES_THOROUGH = 100
const ROUNDS_MAX = 6

/** Milliseconds of each kind; in turns, each round of turns in the other order, so that what else the machine does hits all alike. */
async function takeTimes(
  kinds: Readonly<Record<string, () => Promise<unknown>>>,
  samples: number,
  taken: Map<string, number[]>,
): Promise<void> {
  const order = Object.entries(kinds)
  for (let sample = 0; sample < samples; sample += 1) {
    for (const [kind, run] of order) {
      const startedMs = performance.now()
      await run()
      taken.set(kind, [...(taken.get(kind) ?? []), performance.now() - startedMs])
    }
    order.reverse()
  }
}

function median(times: readonly number[]): number {
  return times.toSorted((one, other) => one - other)[Math.floor(times.length / 2)] ?? 0
}

/**
 * Another program's work makes a difference where there is none: the more samples, the less. So while the medians differ, another
 * round is added to all that came before, and a difference that stays is one.
 */
async function compareTimes(
  { stage, see, note }: Trial,
  kinds: Readonly<Record<string, () => Promise<unknown>>>,
  isAlike: (ratio: number, differenceMs: number) => boolean,
): Promise<void> {
  const taken = new Map<string, number[]>()
  let alike = false
  for (let round = 0; round < ROUNDS_MAX && !alike; round += 1) {
    await takeTimes(kinds, stage.thorough ? SAMPLES_THOROUGH : SAMPLES, taken)
    const medians = [...taken.values()].map(median)
    const [least, most] = [Math.min(...medians), Math.max(...medians)]
    alike = isAlike(most / least, most - least)
  }
  see('alike', alike, true)
  const texts = [...taken].map(([kind, times]) => `${kind} ${median(times).toFixed(1)} ms`)
  note(`${texts.join(', ')} (medians of ${Math.min(...[...taken.values()].map(({ length }) => length))})`)
}

const loginTiming: Attack = {
  id: 'E1t',
  attack:
    'compare how long the login takes for a wrong password: existing and unknown accounts, each try from another network',
  expected: 'medians within 10 %',
  needs: ['networks'],
  alone: true,
  async run(trial) {
    const { stage } = trial
    const existing = [await stage.person(), await stage.person(), await stage.person()]
    const next = byTurns(existing.map(({ email }) => email))
    const once = (email: string) => stage.visitor().post(LOGIN, { email, password: WRONG })
    await Promise.all(existing.map(({ email }) => once(email)))
    await compareTimes(
      trial,
      {
        existing: () => once(next()),
        unknown: () => once(stage.address()),
      },
      (ratio) => ratio < 1.1,
    )
  },
}

const lockedTiming: Attack = {
  id: 'E1l',
  attack: 'compare how long the login takes for a locked account and for an unknown one',
  expected: 'medians within 25 %: nothing is hashed for a locked one, and that does not show',
  needs: ['networks'],
  alone: true,
  async run(trial) {
    const { stage } = trial
    const attacker = stage.visitor()
    const { email } = await stage.person()
    for (let tries = 0; tries < 6; tries += 1) await logIn(attacker, { email, password: WRONG })
    await compareTimes(
      trial,
      {
        locked: () => attacker.post(LOGIN, { email, password: WRONG }),
        unknown: () => stage.visitor().post(LOGIN, { email: stage.address(), password: WRONG }),
      },
      (ratio) => ratio < 1.25,
    )
  },
}

const registerOracle: Attack = {
  id: 'E2',
  attack: 'register with a new address and with one that has an account',
  expected: 'the same 202; the owner gets a mail that says so, and not the name the stranger typed',
  async run({ stage, see, status }) {
    const { email } = await stage.person()
    const body = { password: 'quite a long pass phrase', name: 'Mallory Stranger' }
    const known = await stage.visitor().post('/api/auth/register', { ...body, email })
    const fresh = await stage.visitor().post('/api/auth/register', { ...body, email: stage.address() })
    status('known', known, 202)
    see('same', face(known) === face(fresh), true)
    const letter = await stage.letter(email, 'identity.account-exists')
    see("the stranger's words in it", letter.text.includes('Mallory'), false)
    const login = await stage.visitor().post(LOGIN, { email, password: body.password })
    status('the password is not replaced', login, 401)
  },
}

/** Every public door that mails whoever has the address. */
const ASK = ['/api/auth/forgot-password', '/api/auth/magic-link', '/api/auth/verify/resend'] as const

const askOracle: Attack = {
  id: 'E3',
  attack:
    'ask for a reset link, a link to sign in and one to verify, for a known and for an unknown address, and measure',
  expected: 'the same 202; medians within 2 ms or 15 %, because whom to mail is decided behind the answer',
  alone: true,
  async run(trial) {
    const { stage, see, status } = trial
    for (const path of ASK.filter((one) => stage.has(`POST ${one}`))) {
      const ask = (email: string) => stage.visitor().post(path, { email })
      const people = await batch(stage)
      const known = await ask(people.pop() ?? '')
      status(`${path}, known`, known, 202)
      see(`${path}: same`, face(known) === face(await ask(stage.address())), true)
      // Each address is asked for equally often on both sides, for there is a limit to that too.
      const [aKnown, anUnknown] = [byTurns(people), byTurns(people.map(() => stage.address()))]
      await compareTimes(
        trial,
        { known: () => ask(aKnown()), unknown: () => ask(anUnknown()) },
        (ratio, differenceMs) => differenceMs < 2 || ratio < 1.15,
      )
    }
  },
}

async function batch(stage: Stage): Promise<string[]> {
  const people = await Promise.all(Array.from({ length: 12 }, () => stage.person()))
  return people.map(({ email }) => email)
}

const factorOracle: Attack = {
  id: 'E5',
  attack: 'ask what second factors somebody has, before the password',
  expected: '401; the login names methods only after the right password',
  async run({ stage, see, status }) {
    const { email } = await stage.person()
    for (const path of ['/api/auth/mfa', '/api/auth/trusted-devices', '/api/auth/identities'])
      if (stage.has(`GET ${path}`)) status(path, await stage.visitor().get(path), 401)
    const wrong = await stage.visitor().post(LOGIN, { email, password: WRONG })
    see('methods with a wrong password', /method|mfa|challenge/i.test(wrong.text), false)
    status('wrong password', wrong, 401)
  },
}

export const oracleAttacks: readonly Attack[] = [
  loginOracle,
  bannedOracle,
  loginTiming,
  lockedTiming,
  registerOracle,
  askOracle,
  factorOracle,
]
