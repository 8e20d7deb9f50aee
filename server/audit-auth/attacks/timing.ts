import { randomBytes } from 'node:crypto'
import type { Attack, Trial } from '../attack.ts'
import { type Comparison, compareTimes, type Timed } from '../compare-times.ts'
import type { Stage } from '../stage.ts'
import { addressOf, lock, type Standing, standingsHere } from '../standing.ts'

const LOGIN = '/api/auth/login'
const REGISTER = '/api/auth/register'
const WRONG = 'certainly not the password'

/** Gives the same address so many times, then another: limits count by address. */
function inTurns(uses: number, next: () => Promise<string>): () => Promise<string> {
  let [current, left] = ['', 0]
  return async () => {
    if (left === 0) {
      current = await next()
      left = uses
    }
    left -= 1
    return current
  }
}

/** Accounts of a standing, made when they are first wanted; each comparison uses them in the same order, within its own limits. */
const pools = new WeakMap<Stage, Map<Standing, Promise<string>[]>>()

function pooled(stage: Stage, standing: Standing): () => Promise<string> {
  const pool = pools.get(stage) ?? new Map<Standing, Promise<string>[]>()
  pools.set(stage, pool)
  const held = pool.get(standing) ?? []
  pool.set(standing, held)
  let turn = 0
  return () => {
    held[turn] ??= addressOf(stage, standing)
    turn += 1
    return held[turn - 1] ?? addressOf(stage, standing)
  }
}

type Try = (stage: Stage, email: string) => Promise<unknown>

interface Asking {
  /** Each from a network of its own. */
  readonly tries: Try
  /** How often one address may be used. */
  readonly uses: number
  /** The same of an address that nobody has, where it is not: one that was registered is no such address any more. */
  readonly unknownUses?: number
  readonly tolerance: Comparison['tolerance']
}

/** Accounts of every standing against addresses that nobody has. */
async function compareStandings(trial: Trial, { tries, uses, unknownUses = uses, tolerance }: Asking): Promise<void> {
  const { stage } = trial
  const timed = (next: () => Promise<string>, most = uses): Timed => {
    const address = inTurns(most, next)
    return async () => {
      const email = await address()
      return () => tries(stage, email)
    }
  }
  const kinds = standingsHere(trial).map((standing: Standing) => [standing, timed(pooled(stage, standing))] as const)
  await compareTimes(trial, {
    control: timed(async () => stage.address(), unknownUses),
    kinds: Object.fromEntries(kinds),
    tolerance,
  })
}

/** An account is locked for everybody after a hundred wrong passwords in an hour. */
const LOGIN_USES = 60
/** After the third letter in an hour none is sent, which is less work; the registration itself was one of them. */
const LETTER_USES = 2

const loginTiming: Attack = {
  id: 'E1t',
  attack:
    'compare how long the login takes for a wrong password: proven, unproven, disabled and provider-only accounts against unknown addresses, each try from another network',
  expected: 'in no significant majority of the rounds more than 10 % apart',
  needs: ['networks'],
  alone: true,
  run: (trial) =>
    compareStandings(trial, {
      tries: (stage, email) => stage.visitor().post(LOGIN, { email, password: WRONG }),
      uses: LOGIN_USES,
      tolerance: { ms: 1, share: 0.1 },
    }),
}

/** So many by one network leave its limit of requests alone. */
const LOCKED_USES = 40

const lockedTiming: Attack = {
  id: 'E1l',
  attack: 'compare how long the login takes for a locked account, and for a locked address that nobody has',
  expected:
    'in no significant majority of the rounds more than 25 % from an unknown address: nothing is hashed for a locked one, and that does not show',
  needs: ['networks'],
  alone: true,
  async run(trial) {
    const { stage } = trial
    const locked = (next: () => Promise<string>): Timed => {
      let client = stage.visitor()
      const address = inTurns(LOCKED_USES, async () => {
        const email = await next()
        client = stage.visitor()
        await lock(stage, email, client)
        return email
      })
      return async () => {
        const email = await address()
        const from = client
        return () => from.post(LOGIN, { email, password: WRONG })
      }
    }
    await compareTimes(trial, {
      control: async () => () => stage.visitor().post(LOGIN, { email: stage.address(), password: WRONG }),
      kinds: {
        'locked account': locked(() => addressOf(stage, 'proven')),
        'locked address': locked(async () => stage.address()),
      },
      tolerance: { ms: 1, share: 0.25 },
    })
  },
}

const registerTiming: Attack = {
  id: 'E2t',
  attack:
    'compare how long a registration takes for the addresses of proven, unproven, disabled and provider-only accounts and for new ones',
  expected: 'in no significant majority of the rounds more than 5 ms or 15 % apart: the password is hashed either way',
  needs: ['networks'],
  alone: true,
  run: (trial) =>
    compareStandings(trial, {
      tries: (stage, email) =>
        stage.visitor().post(REGISTER, { email, password: 'quite a long pass phrase', name: 'Mallory Stranger' }),
      uses: LETTER_USES,
      unknownUses: 1,
      tolerance: { ms: 5, share: 0.15 },
    }),
}

/** Every public door that mails whoever has the address. */
export const ASK = ['/api/auth/forgot-password', '/api/auth/magic-link', '/api/auth/verify/resend'] as const

const askTiming: Attack = {
  id: 'E3t',
  attack:
    'measure how long asking for a reset link, a link to sign in and one to verify takes, for accounts of every standing and for unknown addresses',
  expected:
    'in no significant majority of the rounds more than 2 ms or 15 % apart, because whom to mail is decided behind the answer',
  needs: ['networks'],
  alone: true,
  async run(trial) {
    for (const path of ASK.filter((one) => trial.stage.has(`POST ${one}`)))
      await compareStandings(trial, {
        tries: (stage, email) => stage.visitor().post(path, { email }),
        uses: LETTER_USES,
        tolerance: { ms: 2, share: 0.15 },
      })
  },
}

const tenantTiming: Attack = {
  id: 'I9t',
  attack: "compare how long another organisation's id takes, and one that nobody has",
  expected: 'the same 404; in no significant majority of the rounds more than 2 ms or 15 % apart',
  routes: ['POST /api/organisations', 'GET /api/organisations/{id}/members'],
  alone: true,
  async run(trial) {
    const { stage, see, status } = trial
    const [owner, stranger] = [await stage.bearer(), await stage.bearer()]
    const made = await owner.send('POST', '/api/organisations', { body: { name: 'House of Audit' } })
    const theirs = made.at('id')
    const nobodys = () => theirs.replace(/.{12}$/, randomBytes(6).toString('hex'))
    for (const tail of ['', '/members', '/invitations']) {
      const ask = (id: string) => stranger.send('GET', `/api/organisations/${id}${tail}`)
      const [one, other] = [await ask(theirs), await ask(nobodys())]
      status(`theirs${tail}`, one, 404)
      see(`the same answer${tail}`, one.code, other.code)
      await compareTimes(trial, {
        control: async () => () => ask(nobodys()),
        kinds: { [`theirs${tail}`]: async () => () => ask(theirs) },
        tolerance: { ms: 2, share: 0.15 },
      })
    }
  },
}

export const timingAttacks: readonly Attack[] = [loginTiming, lockedTiming, registerTiming, askTiming, tenantTiming]
