import type { Attack } from '../attack.ts'
import type { Answer, Client } from '../client.ts'
import { sendRaw } from '../raw.ts'
import { bearerHeader, type Stage } from '../stage.ts'

const ME = '/api/auth/me'
const LOGIN = '/api/auth/login'
const EVIL = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }

const flags: Attack = {
  id: 'C1',
  attack: 'look for a credential cookie that a script, another path, another subdomain or plain http gets',
  expected:
    'HttpOnly and SameSite; over https Secure, __Host- for the access and __Secure- with a narrow path for the refresh token',
  async run({ stage, see }) {
    const { answer } = await stage.signIn()
    const csrf = await stage.visitor().get('/api/auth/csrf')
    const lines = [...answer.setCookies, ...csrf.setCookies]
    const isSecure = lines.some((line) => /;\s*Secure/i.test(line))
    see('cookies are set', answer.setCookies.length >= 2, true)
    for (const line of lines) {
      const name = line.split('=')[0] ?? ''
      see(`${name} HttpOnly`, /;\s*HttpOnly/i.test(line), true)
      see(`${name} SameSite`, /;\s*SameSite=(Lax|Strict)/i.test(line), true)
      see(`${name} Domain`, /;\s*Domain=/i.test(line), false)
      if (!isSecure) continue
      see(`${name} Secure`, /;\s*Secure/i.test(line), true)
      see(`${name} prefix`, /^__(Host|Secure)-/.test(name), true)
      if (name.startsWith('__Host-')) see(`${name} path`, /;\s*Path=\/(;|$)/i.test(line), true)
      if (name.endsWith('rt')) see(`${name} path`, /;\s*Path=\/[a-z]/i.test(line), true)
    }
    see('served over https', isSecure || stage.nodes.urls.every((url) => url.startsWith('http:')), true)
  },
}

/** A change by cookies that anybody signed in may make: the session goes on. */
function change(client: Client, headers: Readonly<Record<string, string>>): Promise<Answer> {
  return client.post('/api/auth/refresh', {}, headers)
}

const doubleSubmit: Attack = {
  id: 'C2',
  attack: "an unsafe request with cookies and no, a wrong, another session's or a visitor's CSRF token",
  expected: '403 each; 200 with the right one',
  async run({ stage, status }) {
    const { client } = await stage.signIn()
    const right = await client.csrf()
    const other = await (await stage.signIn()).client.csrf()
    const visitors = await stage.visitor().csrf()
    const token = right['x-csrf-token'] ?? ''
    status('none', await change(client, {}), 403)
    status('empty', await change(client, { 'x-csrf-token': '' }), 403)
    status(
      'wrong',
      await change(client, { 'x-csrf-token': `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}` }),
      403,
    )
    status("another session's", await change(client, other), 403)
    status("a visitor's", await change(client, visitors), 403)
    status('only a part', await change(client, { 'x-csrf-token': token.slice(0, token.lastIndexOf('.')) }), 403)
    status('right, from another site', await change(client, { ...right, ...EVIL }), 403)
    status('right, Origin null', await change(client, { ...right, origin: 'null' }), 403)
    status('right', await change(client, right), 200)
  },
}

const tossing: Attack = {
  id: 'X1',
  attack:
    "toss cookies from a subdomain: own CSRF cookie with its token beside the victim's session; the access cookie twice",
  expected: '403 for the change; two access cookies never mix two people',
  async run({ stage, see, status }) {
    const victim = await stage.signIn()
    const attacker = await stage.signIn()
    const evil = await attacker.client.csrf()
    const evilCookie = attacker.client.cookie('csrf')
    const visitors = stage.visitor()
    const visitorToken = await visitors.csrf()
    for (const [what, name, value, headers] of [
      ['own token', evilCookie.name, evilCookie.value, evil],
      ["a visitor's token", evilCookie.name, visitors.cookie('csrf').value, visitorToken],
    ] as const) {
      const client = stage.visitor()
      for (const [held, content] of victim.client.jar) client.jar.set(held, content)
      client.jar.set(name, value)
      status(`${what} instead`, await client.post('/api/auth/logout', undefined, headers), 403)
      const rest = [...victim.client.jar].map(([held, content]) => `${held}=${content}`).join('; ')
      const tossed = { ...headers, cookie: `${name}=${value}; ${rest}` }
      status(`${what} in front`, await stage.visitor().post('/api/auth/logout', undefined, tossed), 403)
    }
    const mine = victim.client.cookie('at')
    const his = attacker.client.cookie('at')
    const both = await stage.visitor().get(ME, { cookie: `${his.name}=${his.value}; ${mine.name}=${mine.value}` })
    see(
      'two people in one answer',
      both.text.includes(victim.person.email) && both.text.includes(attacker.person.email),
      false,
    )
    status('the victim is still signed in', await victim.client.get(ME), 200)
  },
}

const loginCsrf: Attack = {
  id: 'C4',
  attack: 'another site posts a form, text/plain or JSON to login, register, forgot-password and magic-link',
  expected: '403 or 415, no cookie is set, no mail is sent',
  async run({ stage, see, status }) {
    const { email, password } = await stage.person()
    const before = await stage.settledLetters(email)
    const bodies: [string, string][] = [
      ['application/x-www-form-urlencoded', `email=${email}&password=${encodeURIComponent(password)}`],
      ['text/plain', JSON.stringify({ email, password, '=': '' })],
      ['text/plain', JSON.stringify({ email, password })],
      [
        'multipart/form-data; boundary=x',
        `--x\r\nContent-Disposition: form-data; name="email"\r\n\r\n${email}\r\n--x--`,
      ],
      ['application/json', JSON.stringify({ email, password })],
    ]
    for (const [type, raw] of bodies)
      for (const path of [LOGIN, '/api/auth/register', '/api/auth/forgot-password', '/api/auth/magic-link'])
        for (const from of [EVIL, type === 'application/json' ? EVIL : {}]) {
          const answer = await stage.visitor().send('POST', path, { raw, headers: { 'content-type': type, ...from } })
          status(`${type} to ${path}`, answer, 403, 415)
          see(`${path} cookies`, answer.setCookies, [])
        }
    for (const path of ['/api/auth/forgot-password', '/api/auth/register']) {
      const body = path.endsWith('register') ? { email, password, name: 'Eve' } : { email }
      status(`JSON to ${path}`, await stage.visitor().post(path, body, EVIL), 403)
    }
    see('mail', (await stage.settledLetters(email)).length - before.length, 0)
  },
}

const safeMethods: Attack = {
  id: 'C7',
  attack: 'change state by GET, HEAD, OPTIONS, or a POST that says it is another method',
  expected: 'nothing changes: the session lives on',
  async run({ stage, see, status }) {
    const { client } = await stage.signIn()
    for (const path of ['/api/auth/logout', '/api/auth/logout-all', '/api/auth/refresh', '/api/auth/login'])
      for (const method of ['GET', 'HEAD', 'OPTIONS'])
        see(`${method} ${path} cookies`, (await client.send(method, path)).setCookies, [])
    for (const header of ['x-http-method-override', 'x-http-method', 'x-method-override'])
      await client.get('/api/auth/logout', { [header]: 'POST' })
    await client.get('/api/auth/logout?_method=POST')
    status('afterwards', await client.get(ME), 200)
  },
}

const corsAndCaching: Attack = {
  id: 'C9',
  attack: 'read answers from another origin with credentials; find tokens in a shared cache',
  expected: 'no Access-Control-Allow-Origin for it; Cache-Control: no-store wherever tokens or people stand',
  async run({ stage, see }) {
    const { client, answer } = await stage.signIn()
    const csrf = await client.csrf()
    const cors = await client.get(ME, EVIL)
    const preflight = await client.send('OPTIONS', LOGIN, {
      headers: { ...EVIL, 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' },
    })
    for (const one of [cors, preflight]) {
      const allowed = one.headers.get('access-control-allow-origin')
      see('allowed origin', allowed === null ? 'none' : allowed, 'none')
    }
    const bearer = await stage.bearer()
    const answers: Record<string, Answer> = {
      login: answer,
      me: await client.get(ME),
      sessions: await client.get('/api/auth/sessions'),
      refresh: await client.post('/api/auth/refresh', {}, csrf),
      'refresh by bearer': await stage.visitor().post('/api/auth/refresh', { refreshToken: bearer.refreshToken }),
      csrf: await client.get('/api/auth/csrf'),
      'verify page': await stage.visitor().get('/api/auth/verify?token=a'),
      'not signed in': await stage.visitor().get(ME),
    }
    for (const [what, one] of Object.entries(answers))
      see(what, /no-store/.test(one.headers.get('cache-control') ?? ''), true)
  },
}

const disagreement: Attack = {
  id: 'X9',
  attack:
    'the header and the cookie disagree: an evil or empty Authorization beside a good cookie to get past CSRF, two people at once',
  expected: 'the header alone counts: 401 with a bad one; never the cookie without its CSRF token',
  async run({ stage, see, status }) {
    const { client, person } = await stage.signIn()
    const held = new Map(client.jar)
    const other = await stage.bearer()
    for (const authorization of ['Bearer x', 'Bearer', 'Basic eDp5', 'Bearer null', 'Bearer undefined', ' '])
      status(
        `logout-all with "${authorization}"`,
        await client.post('/api/auth/logout-all', undefined, { authorization }),
        400,
        401,
        403,
      )
    status('me with a bad header', await client.get(ME, { authorization: 'Bearer x' }), 401)
    const both = await client.get(ME, bearerHeader(other.accessToken))
    see('who it is', both.text.includes(other.person.email) && !both.text.includes(person.email), true)
    const out = await client.post('/api/auth/logout', undefined, bearerHeader(other.accessToken))
    status('logout by both, without the CSRF token', out, 204, 403)
    const restored = stage.visitor()
    for (const [name, value] of held) restored.jar.set(name, value)
    status('the cookie session lives on', await restored.get(ME), 200)
  },
}

const csrfAcrossLogin: Attack = {
  id: 'X6',
  attack: 'go on with the CSRF token from before the sign-in, or from the session before',
  expected: '403',
  async run({ stage, status }) {
    const client = stage.visitor()
    const before = await client.csrf()
    const first = await stage.signIn(undefined, client)
    status("the visitor's", await change(client, before), 403)
    const old = await client.csrf()
    const oldCookie = client.cookie('csrf')
    await stage.signIn(first.person, client)
    status('the session before', await change(client, old), 403)
    client.jar.set(oldCookie.name, oldCookie.value)
    status('with its cookie', await change(client, old), 403)
  },
}

const headerTwice: Attack = {
  id: 'X8',
  attack:
    'smuggle a second credential: Authorization twice, two tokens in one header, a folded header, one in a trailer',
  expected: 'a refusal; never the second person',
  async run({ stage, see }) {
    const [mine, other] = [await stage.bearer(), await stage.bearer()]
    const [one, two] = [mine.accessToken, other.accessToken]
    await refuses(
      stage,
      see,
      {
        'header twice': [`authorization: Bearer x`, `authorization: Bearer ${two}`],
        'twice, good ones': [`authorization: Bearer ${one}`, `authorization: Bearer ${two}`],
        'two in one': [`authorization: Bearer ${one}, Bearer ${two}`],
        'two with a blank': [`authorization: Bearer ${one} ${two}`],
        folded: ['authorization: Bearer x', ` ${two}`],
        'name with a blank': [`authorization : Bearer ${two}`],
        'another header': [`x-authorization: Bearer ${two}`],
        'proxy header': [`proxy-authorization: Bearer ${two}`],
        'in the connection': ['connection: authorization', `authorization: Bearer x`],
      },
      other.person.email,
    )
  },
}

async function refuses(
  stage: Stage,
  see: (what: string, seen: unknown, right: unknown) => void,
  cases: Readonly<Record<string, readonly string[]>>,
  second: string,
): Promise<void> {
  const { host } = new URL(stage.nodes.urls[0] ?? '')
  for (const [what, lines] of Object.entries(cases)) {
    const { status, text } = await sendRaw(stage.nodes.next(), [
      `GET ${ME} HTTP/1.1`,
      `host: ${host}`,
      ...lines,
      'connection: close',
    ])
    see(
      what,
      text.includes(second) ? 'the second person' : status < 500 ? 'refused or the first' : String(status),
      'refused or the first',
    )
  }
}

export const cookieAttacks: readonly Attack[] = [
  flags,
  doubleSubmit,
  loginCsrf,
  safeMethods,
  corsAndCaching,
  tossing,
  csrfAcrossLogin,
  headerTwice,
  disagreement,
]
