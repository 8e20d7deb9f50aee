import type { Attack } from '../attack.ts'
import { type Answer, valueAt } from '../client.ts'
import { readToken } from '../jwt.ts'
import { sendRaw } from '../raw.ts'
import { bearerHeader } from '../stage.ts'

const ME = '/api/auth/me'
const LOGIN = '/api/auth/login'

const inTheQuery: Attack = {
  id: 'X5',
  attack: 'credentials in the address: access_token, refreshToken, token and password as query parameters',
  expected: 'never taken from there',
  async run({ stage, see, status }) {
    const { person, accessToken, refreshToken } = await stage.bearer()
    for (const name of ['access_token', 'accessToken', 'token', 'authorization', 'jwt', 'at'])
      status(name, await stage.visitor().get(`${ME}?${name}=${accessToken}`), 400, 401)
    for (const name of ['refreshToken', 'refresh_token', 'token'])
      status(name, await stage.visitor().post(`/api/auth/refresh?${name}=${refreshToken}`), 400, 401)
    const query = new URLSearchParams({ email: person.email, password: person.password })
    for (const body of [undefined, {}]) {
      const answer = await stage.visitor().send('POST', `${LOGIN}?${query}`, body === undefined ? {} : { body })
      status('login', answer, 400, 415)
      see('cookies', answer.setCookies, [])
    }
    status('the refresh token was not used up', await stage.visitor().post('/api/auth/refresh', { refreshToken }), 200)
  },
}

const splitting: Attack = {
  id: 'X13',
  attack:
    'response splitting: line breaks in X-Request-Id, traceparent, the path, returnTo and the token of the verification page',
  expected: "no header of the attacker's in any answer",
  async run({ stage, see }) {
    const { host } = new URL(stage.nodes.urls[0] ?? '')
    const evil = '%0d%0aSet-Cookie:%20evil=1%0d%0aX-Evil:%201'
    const paths = [
      `/api/auth/verify?token=${evil}`,
      `/api/${evil}`,
      `/api/auth/oauth/google/start?returnTo=${evil}`,
      `/reset-password?x=${evil}`,
    ]
    for (const path of paths) {
      const { head } = await sendRaw(stage.nodes.next(), [`GET ${path} HTTP/1.1`, `host: ${host}`, 'connection: close'])
      see(path.slice(0, 30), /^(set-cookie: evil|x-evil)/im.test(head), false)
    }
    for (const name of ['x-request-id', 'traceparent', 'plinth-version', 'origin'])
      for (const value of ['a\rX-Evil: 1', 'a\u0085X-Evil: 1', 'a%0d%0aX-Evil: 1', 'x'.repeat(5000)]) {
        const lines = ['GET /api/auth/csrf HTTP/1.1', `host: ${host}`, `${name}: ${value}`, 'connection: close']
        const { head } = await sendRaw(stage.nodes.next(), lines)
        see(name, /^x-evil/im.test(head) || head.includes(value), false)
      }
  },
}

const openRedirect: Attack = {
  id: 'X13r',
  attack: 'send the browser elsewhere: absolute, protocol-relative, backslash and script targets in returnTo',
  expected: 'no redirect to another host',
  needs: ['provider'],
  async run({ stage, see }) {
    const targets = [
      'https://evil.example',
      '//evil.example',
      '/\\evil.example',
      '\\\\evil.example',
      'javascript:alert(1)',
      '/%2f/evil.example',
      'https:evil.example',
      '/\t/evil.example',
    ]
    for (const target of targets) {
      const answer = await stage
        .visitor()
        .get(`/api/auth/oauth/${stage.provider().id}/start?returnTo=${encodeURIComponent(target)}`)
      const location = answer.headers.get('location') ?? ''
      see(target, /^(https?:)?[/\\]{2}evil|^javascript/i.test(location), false)
      see(`${target} status`, answer.status < 500, true)
    }
  },
}

const cachePoisoning: Attack = {
  id: 'X14',
  attack: 'poison or deceive a shared cache: X-Forwarded-Host, X-Original-URL, X-Rewrite-URL, a .css behind the path',
  expected: 'headers change nothing; an answer with people in it is never cacheable',
  async run({ stage, see, status }) {
    const { client, person } = await stage.signIn()
    const contentOf = ({ text }: Answer) => text.replace(/"(requestId|traceId)":"[^"]*"/g, '')
    const plain = await stage.visitor().get('/')
    const evil = {
      'x-forwarded-host': 'evil.example',
      'x-forwarded-scheme': 'http',
      'x-original-url': ME,
      'x-rewrite-url': ME,
    }
    const poisoned = await stage.visitor().get('/', evil)
    see('the same page', contentOf(poisoned) === contentOf(plain), true)
    see("the attacker's host in it", poisoned.text.includes('evil.example'), false)
    const routed = await client.get('/api/auth/csrf', { 'x-original-url': ME, 'x-rewrite-url': ME })
    see('routed elsewhere', routed.text.includes(person.email), false)
    for (const path of [`${ME}/x.css`, `${ME}.css`, `${ME};x.css`, `${ME}%2fx.css`, `${ME}?x.css`, `${ME}%3fx.css`]) {
      const answer = await client.get(path)
      const isCacheable = !/no-store|private/.test(answer.headers.get('cache-control') ?? '')
      see(path, answer.text.includes(person.email) && isCacheable, false)
    }
    status('me', await client.get(ME), 200)
  },
}

const oddMethods: Attack = {
  id: 'X15',
  attack: 'HEAD, OPTIONS, PUT, TRACE and CONNECT on the routes that give tokens',
  expected: 'no cookie, no token, nothing used up',
  async run({ stage, see, status }) {
    const { email } = await stage.unproven()
    const { token } = await stage.letter(email, 'identity.verify')
    const { refreshToken } = await stage.bearer()
    const { host } = new URL(stage.nodes.urls[0] ?? '')
    for (const path of [LOGIN, '/api/auth/refresh', '/api/auth/verify', '/api/auth/reset-password'])
      for (const method of ['HEAD', 'OPTIONS', 'PUT', 'PATCH', 'DELETE', 'TRACE', 'CONNECT', 'PROPFIND', 'LOGIN']) {
        const body = JSON.stringify({ token, refreshToken })
        const lines = [
          `${method} ${path} HTTP/1.1`,
          `host: ${host}`,
          'content-type: application/json',
          `content-length: ${body.length}`,
          'connection: close',
          'x-canary: echoed-back',
        ]
        const { head, text, status: seen } = await sendRaw(stage.nodes.next(), lines, body)
        see(
          `${method} ${path}`,
          /set-cookie|accessToken|echoed-back/i.test(head + text) || (seen >= 500 && seen !== 501),
          false,
        )
      }
    status('the link still works', await stage.visitor().post('/api/auth/verify', { token }), 200)
    status('the refresh token still works', await stage.visitor().post('/api/auth/refresh', { refreshToken }), 200)
  },
}

const idempotencyAcross: Attack = {
  id: 'X16',
  attack: "replay the Idempotency-Key of somebody else with the same body, and one's own with another body",
  expected: "never the other person's answer",
  routes: ['POST /api/playlists'],
  shared: true,
  async run({ stage, see, status }) {
    const [mine, other] = [await stage.bearer(), await stage.bearer()]
    const headers = { 'idempotency-key': `audit-${Date.now()}-${Math.random()}` }
    const post = (who: typeof mine, title: string) => who.send('POST', '/api/playlists', { body: { title }, headers })
    const first = await post(mine, 'Quiet evenings')
    const second = await post(other, 'Quiet evenings')
    status('the first', first, 201)
    see(
      'the same thing for two people',
      second.status < 300 && valueAt(second.json, 'id') === valueAt(first.json, 'id'),
      false,
    )
    const again = await post(mine, 'Quiet evenings')
    see('the own replay', valueAt(again.json, 'id'), valueAt(first.json, 'id'))
    status('another body', await post(mine, 'Loud evenings'), 409, 422)
    const anonymous = await stage.visitor().post('/api/playlists', { title: 'Quiet evenings' }, headers)
    status('nobody', anonymous, 401)
  },
}

const foreignCursor: Attack = {
  id: 'X39',
  attack: "go on in a list with the cursor of somebody else's list, or a made-up one",
  expected: 'own rows only, or 400',
  async run({ stage, see }) {
    const [mine, other] = [await stage.bearer(), await stage.bearer()]
    const own = await stage.bearer(mine.person)
    const page = await other.send('GET', '/api/auth/sessions?limit=1')
    const theirs = String(readToken(other.accessToken).payload.sid)
    const cursors = [
      valueAt(page.json, 'nextCursor'),
      Buffer.from(JSON.stringify([theirs])).toString('base64url'),
      'e30',
      '0',
      Buffer.from('[null]').toString('base64url'),
    ]
    for (const cursor of cursors) {
      const answer = await own.send('GET', `/api/auth/sessions?cursor=${encodeURIComponent(String(cursor))}`)
      see(String(cursor), answer.status < 500 && !answer.text.includes(theirs), true)
    }
  },
}

const roleOfToken: Attack = {
  id: 'X3',
  attack: "swap the subject: own session id with the victim's user id in paths, bodies and headers",
  expected: 'the session decides who acts',
  async run({ stage, see, status }) {
    const [mine, victim] = [await stage.bearer(), await stage.bearer()]
    const id = String(readToken(victim.accessToken).payload.sub)
    const extras = {
      'x-user-id': id,
      'x-user': victim.person.email,
      'x-forwarded-user': victim.person.email,
      'x-remote-user': victim.person.email,
      'x-session-id': String(readToken(victim.accessToken).payload.sid),
    }
    const me = await mine.send('GET', `${ME}`, { headers: extras })
    see('who I am', valueAt(me.json, 'user.email'), mine.person.email)
    status('userId in the query', await mine.send('GET', `/api/auth/sessions?userId=${id}`), 200, 400)
    const sessions = await mine.send('GET', `/api/auth/sessions?userId=${id}`)
    see('their sessions', sessions.text.includes(String(readToken(victim.accessToken).payload.sid)), false)
    for (const path of [`/api/users/${id}`, `/api/users/${id}/sessions`])
      status(path, await mine.send('GET', path), 403, 404)
    for (const path of [`/api/users/${id}/disable`, `/api/users/${id}/impersonate`, `/api/users/${id}/erase`])
      status(path, await mine.send('POST', path, { body: {} }), 400, 403, 404)
    status('nobody with headers', await stage.visitor().get(ME, extras), 401)
    status('the victim is untouched', await stage.visitor().get(ME, bearerHeader(victim.accessToken)), 200)
  },
}

export const webAttacks: readonly Attack[] = [
  inTheQuery,
  splitting,
  openRedirect,
  cachePoisoning,
  oddMethods,
  idempotencyAcross,
  foreignCursor,
  roleOfToken,
]
