import { setTimeout as sleep } from 'node:timers/promises'
import type { Attack, Trial } from '../attack.ts'
import { solveCaptcha } from '../captcha.ts'
import { valueAt } from '../client.ts'
import { type RawAnswer, sendRaw } from '../raw.ts'
import type { Stage } from '../stage.ts'

const LOGIN = '/api/auth/login'
const WRONG = 'certainly not the password'
const LIMIT_WAITS_MAX = 3

/** A path as it is written to the connection: no client tidies it up on the way. */
const SPELLINGS: readonly string[] = [
  '/api/auth//login',
  '//api/auth/login',
  '/api//auth/login',
  '/api/auth/login/',
  '/api/auth/login//',
  '/api/auth/LOGIN',
  '/api/auth/Login',
  '/API/auth/login',
  '/api/auth/%6cogin',
  '/api/auth/%6Cogin',
  '/api/%61uth/login',
  '/api/auth/%6c%6f%67%69%6e',
  '/api/auth/%256cogin',
  '/api/auth/./login',
  '/api/x/../auth/login',
  '/api/auth/%2e/login',
  '/api/auth%2flogin',
  '/api/auth/login%2f',
  '/api/auth/login%00',
  '/api/auth/login;x=1',
  '/api/auth;x=1/login',
  '/api/auth/login;',
  '/api/auth/login%3fx=1',
  '/api/auth/login%20',
  '/api/auth/login.json',
  '/api/auth\\login',
]

interface Asking {
  readonly email: string
  readonly password: string
  readonly captcha?: string
}

/** Posts credentials to a path as the instance's own page would, from a network of its own; gives the status and the problem's code. */
type Ask = (path: string, asking: Asking, origin?: string) => Promise<string>

function asker({ nodes }: Stage, network: string): Ask {
  const { host } = new URL(nodes.urls[0] ?? '')
  // Which origin its pages have, an instance behind a proxy does not tell by its address.
  return async (path, asking, origin) => {
    const body = JSON.stringify({ ...asking, transport: 'bearer' })
    const lines = [
      `POST ${path} HTTP/1.1`,
      `host: ${host}`,
      origin === undefined ? 'sec-fetch-site: same-origin' : `origin: ${origin}`,
      `x-forwarded-for: ${network}`,
      'content-type: application/json',
      `content-length: ${Buffer.byteLength(body)}`,
      'connection: close',
    ]
    const { status, text } = await patientlyRaw(() => sendRaw(nodes.next(), lines, body))
    return [status, codeOf(text), ...(text.includes('accessToken') ? ['signed in'] : [])].join(' ').trim()
  }
}

/** Where the instance limits requests by network, waits as long as it is told to. */
async function patientlyRaw(ask: () => Promise<RawAnswer>): Promise<RawAnswer> {
  for (let waits = 0; ; waits += 1) {
    const answer = await ask()
    if (answer.status !== 429 || waits === LIMIT_WAITS_MAX) return answer
    await sleep(Number(/^retry-after: (\d+)/im.exec(answer.head)?.[1] ?? 1) * 1000)
  }
}

function codeOf(text: string): string {
  return /^\{.*\}$/s.test(text) ? String(valueAt(JSON.parse(text), 'code') ?? '') : ''
}

const REFUSED = '401 identity/invalid-credentials'
const ASKED = '403 identity/captcha-required'

/** What a path has to answer that turns out to be the login by another name. */
const GUARDED = {
  'from another site': '403 identity/csrf',
  'three wrong ones there': [REFUSED, REFUSED, REFUSED],
  'the right one there, without a captcha': ASKED,
  'the right one at the login, without a captcha': ASKED,
  'two more wrong ones there': [REFUSED, REFUSED],
  'the right one there': REFUSED,
  'the right one at the login': REFUSED,
}

/** Tries passwords at a path until the account is locked; wrong ones bring a captcha, which a busy network is asked for sooner. */
async function tryOut(stage: Stage, ask: Ask, path: string): Promise<typeof GUARDED> {
  const { email, password } = await stage.person()
  const right = { email, password }
  const wrong = async () => ask(path, { email, password: WRONG, captcha: await solveCaptcha(stage.visitor(), 'login') })
  return {
    'from another site': await ask(path, right, 'https://evil.example'),
    'three wrong ones there': [await wrong(), await wrong(), await wrong()],
    'the right one there, without a captcha': await ask(path, right),
    'the right one at the login, without a captcha': await ask(LOGIN, right),
    'two more wrong ones there': [await wrong(), await wrong()],
    'the right one there': await ask(path, right),
    'the right one at the login': await ask(LOGIN, right),
  }
}

async function seeGuarded({ stage, see }: Trial, ask: Ask, path: string): Promise<void> {
  for (const [what, seen] of Object.entries(await tryOut(stage, ask, path)))
    see(`${path}: ${what}`, seen, GUARDED[what as keyof typeof GUARDED])
}

const otherSpellings: Attack = {
  id: 'C8',
  attack:
    'the login by other spellings of its path, from its own site: doubled and trailing slashes, upper case, escapes, dots, parameters',
  expected: '404; or the same login: tries count towards the same captcha and the same lock, another site is refused',
  async run(trial) {
    const { stage, see, note } = trial
    const { email, password } = await stage.person()
    const same: string[] = []
    await seeGuarded(trial, asker(stage, '198.18.255.1'), LOGIN)
    for (const [index, path] of SPELLINGS.entries()) {
      const ask = asker(stage, `198.18.${index}.1`)
      const answer = await ask(path, { email, password })
      if (answer.startsWith('404 ')) see(path, answer, '404 http/not-found')
      else {
        same.push(path)
        await seeGuarded(trial, ask, path)
      }
    }
    note(`the login by another name: ${same.join(', ')}`)
  },
}

export const pathAttacks: readonly Attack[] = [otherSpellings]
