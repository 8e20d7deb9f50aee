import type { Attack } from '../attack.ts'
import type { Answer } from '../client.ts'
import { logIn } from '../log-in.ts'
import { addressOf, lock, standingsHere } from '../standing.ts'
import { ASK } from './timing.ts'

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
  attack:
    "compare the login's answers for a wrong password: proven, unproven, disabled and provider-only accounts, a locked one, a locked address that nobody has",
  expected: 'the same answer byte for byte as for an unknown address',
  alone: true,
  async run(trial) {
    const { stage, see } = trial
    const wrong = (email: string, client = stage.visitor()) => logIn(client, { email, password: WRONG })
    const unknown = await wrong(stage.address())
    see('the answer', unknown.status, 401)
    for (const standing of standingsHere(trial))
      see(standing, face(await wrong(await addressOf(stage, standing))) === face(unknown), true)
    for (const [what, email] of [
      ['locked', (await stage.person()).email],
      ['a locked address that nobody has', stage.address()],
    ] as const) {
      const attacker = stage.visitor()
      await lock(stage, email, attacker)
      see(what, face(await wrong(email, attacker)) === face(unknown), true)
    }
  },
}

const registerOracle: Attack = {
  id: 'E2',
  attack: 'register with a new address and with those of proven, unproven, disabled and provider-only accounts',
  expected: 'the same 202; the owner gets a mail that says so, and not the name the stranger typed',
  alone: true,
  async run(trial) {
    const { stage, see, status } = trial
    const body = { password: 'quite a long pass phrase', name: 'Mallory Stranger' }
    const register = (email: string) => stage.visitor().post('/api/auth/register', { ...body, email })
    const fresh = await register(stage.address())
    status('a new address', fresh, 202)
    for (const standing of standingsHere(trial))
      see(standing, face(await register(await addressOf(stage, standing))) === face(fresh), true)
    const { email } = await stage.person()
    status('known', await register(email), 202)
    const letter = await stage.letter(email, 'identity.account-exists')
    see("the stranger's words in it", letter.text.includes('Mallory'), false)
    const login = await stage.visitor().post(LOGIN, { email, password: body.password })
    status('the password is not replaced', login, 401)
  },
}

const askOracle: Attack = {
  id: 'E3',
  attack:
    'ask for a reset link, a link to sign in and one to verify, for accounts of every standing, a locked one and an unknown address',
  expected: 'the same 202',
  alone: true,
  async run(trial) {
    const { stage, see, status } = trial
    const { email: locked } = await stage.person()
    await lock(stage, locked)
    for (const path of ASK.filter((one) => stage.has(`POST ${one}`))) {
      const ask = (email: string) => stage.visitor().post(path, { email })
      const unknown = await ask(stage.address())
      status(`${path}, unknown`, unknown, 202)
      see(`${path}, locked`, face(await ask(locked)) === face(unknown), true)
      for (const standing of standingsHere(trial))
        see(`${path}, ${standing}`, face(await ask(await addressOf(stage, standing))) === face(unknown), true)
    }
  },
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

export const oracleAttacks: readonly Attack[] = [loginOracle, registerOracle, askOracle, factorOracle]
