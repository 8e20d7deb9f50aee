import type { Attack } from '../attack.ts'
import { logIn } from '../log-in.ts'
import { sendRaw } from '../raw.ts'

const LOGIN = '/api/auth/login'

const duplicateKeys: Attack = {
  id: 'X2',
  attack: 'a login whose JSON names email, password or transport twice, plainly or by an escape',
  expected: '400: parsers disagree on which one counts',
  async run({ stage, see, status }) {
    const [victim, mallory] = [await stage.person(), await stage.person()]
    const bodies = [
      `{"email":"${victim.email}","email":"${mallory.email}","password":"${mallory.password}"}`,
      `{"email":"${mallory.email}","password":"${mallory.password}","email":"${victim.email}"}`,
      `{"email":"${mallory.email}","\\u0065mail":"${victim.email}","password":"${mallory.password}"}`,
      `{"email":"${mallory.email}","password":"x","password":"${mallory.password}"}`,
      `{"email":"${mallory.email}","password":"${mallory.password}","transport":"cookie","transport":"bearer"}`,
      `{"email":"${mallory.email}","Email":"${victim.email}","password":"${mallory.password}"}`,
    ]
    for (const raw of bodies) {
      const answer = await stage.visitor().send('POST', LOGIN, { raw, headers: { 'content-type': 'application/json' } })
      status('duplicate', answer, 400)
      see('cookies', answer.setCookies, [])
    }
  },
}

const lookalikes: Attack = {
  id: 'X4',
  attack:
    'look-alike addresses: capitals, dotless and long letters, the Kelvin sign, full width, zero width, a comment, a second @, a plus',
  expected: "refused, or another account: never mail, a session or a lock of the victim's",
  async run({ stage, see, status }) {
    const victim = await stage.person()
    const [local = '', domain = ''] = victim.email.split('@')
    const before = (await stage.settledLetters(victim.email)).length
    const forms = [
      victim.email.replace('i', '\u0131'),
      victim.email.replace('i', '\u0130'),
      victim.email.replace('p', '\uff50'),
      victim.email.replace('p', 'p\u200b'),
      victim.email.replace('e', '\u0435'),
      `${local}+x@${domain}`,
      `${local}(comment)@${domain}`,
      `"${local}"@${domain}`,
      `${local}@evil.example@${domain}`,
      `${local}@${domain}.`,
      `${local}@${domain}%00.evil.example`,
      `${local}@${domain},mallory@evil.example`,
      `${local}@${domain}\r\nBcc: mallory@evil.example`,
      `<${victim.email}>`,
      `${local}.@${domain}`,
    ]
    for (const email of forms) {
      const answer = await stage.visitor().post('/api/auth/forgot-password', { email })
      status(JSON.stringify(email), answer, 202, 400, 422)
      const login = await logIn(stage.visitor(), { email, password: victim.password })
      status(`login ${JSON.stringify(email)}`, login, 400, 401, 422)
    }
    const letters = await stage.settledLetters(victim.email)
    see('mail to the victim', letters.length - before, 0)
    status('the victim signs in', await logIn(stage.visitor(), victim), 200)
    status('in capitals', await logIn(stage.visitor(), { ...victim, email: victim.email.toUpperCase() }), 200)
  },
}

const pollution: Attack = {
  id: 'X7',
  attack:
    'parameter pollution and other types: arrays, objects, operators, numbers and null where text belongs, names with brackets',
  expected: '400 each time',
  async run({ stage, see, status }) {
    const { email, password } = await stage.person()
    const values: unknown[] = [
      [email],
      { $ne: null },
      { $gt: '' },
      { toString: email },
      null,
      true,
      0,
      Number.MAX_SAFE_INTEGER,
      [[email]],
      { email },
    ]
    for (const value of values) {
      status(`email ${JSON.stringify(value)}`, await stage.visitor().post(LOGIN, { email: value, password }), 400)
      status(`password ${JSON.stringify(value)}`, await stage.visitor().post(LOGIN, { email, password: value }), 400)
      status(
        `refresh ${JSON.stringify(value)}`,
        await stage.visitor().post('/api/auth/refresh', { refreshToken: value ?? 1 }),
        400,
      )
    }
    for (const body of [[{ email, password }], null, 'text', 1, []])
      status(JSON.stringify(body).slice(0, 12), await stage.visitor().post(LOGIN, body), 400)
    for (const name of ['email[]', 'email[$ne]', 'user.email', 'e-mail'])
      status(name, await stage.visitor().post(LOGIN, { [name]: email, password }), 400)
    const pages = await stage.visitor().get('/api/auth/verify?token=a&token=b')
    see('token twice', pages.status < 500, true)
  },
}

const nulBytes: Attack = {
  id: 'X12',
  attack: 'NUL, line breaks, lone surrogates, direction marks and 1 MB in address, name and password',
  expected: '400, 413 or 422, and no mail',
  async run({ stage, see, status }) {
    const odd = ['a\u0000b', 'a\r\nBcc: x@evil.example', '\ud800', '\u202eevil', 'a\u2028b', 'x'.repeat(300_000)]
    const base = { password: 'quite a long pass phrase', name: 'Nora' }
    for (const text of odd) {
      const what = JSON.stringify(text).slice(0, 12)
      const email = stage.address()
      status(
        `address ${what}`,
        await stage.visitor().post('/api/auth/register', { ...base, email: `${text}${email}` }),
        400,
        413,
        422,
      )
      const name = await stage.visitor().post('/api/auth/register', { ...base, email, name: text })
      const isRefused = [400, 413, 422].includes(name.status)
      if (isRefused || !/[\r\n]/.test(text.replace('\u0000', '\n'))) see(`name ${what}`, name.status < 500, true)
      else see(`name ${what}`, name.status, 'refused')
    }
    const bytes = Buffer.concat([
      Buffer.from('{"email":"'),
      Buffer.from([0xc3, 0x28, 0xff]),
      Buffer.from('@a.example","password":"x"}'),
    ])
    const answer = await stage
      .visitor()
      .send('POST', LOGIN, { raw: bytes.toString('latin1'), headers: { 'content-type': 'application/json' } })
    see('broken UTF-8', answer.status < 500, true)
  },
}

const contentTypes: Attack = {
  id: 'X20',
  attack: 'a login in other clothes: form, text, XML, UTF-16, gzip, chunked with a second length, a BOM',
  expected: 'a refusal without a cookie',
  async run({ stage, see }) {
    const { email, password } = await stage.person()
    const json = JSON.stringify({ email, password, transport: 'bearer' })
    const { host } = new URL(stage.nodes.urls[0] ?? '')
    const types = [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'application/xml',
      'application/json; charset=utf-16',
      'application/json; charset=utf-7',
      'application/vnd.api+json',
      'application/json, text/plain',
      '',
    ]
    for (const type of types) {
      const answer = await stage.visitor().send('POST', LOGIN, { raw: json, headers: { 'content-type': type } })
      see(
        type,
        answer.text.includes('accessToken') ? 'signed in' : answer.status >= 500 ? answer.status : 'refused',
        'refused',
      )
    }
    const smuggled: Record<string, string[]> = {
      'two lengths': [`content-length: ${json.length}`, 'content-length: 0'],
      'length and chunks': ['transfer-encoding: chunked', `content-length: ${json.length}`],
      'gzip said': ['content-encoding: gzip', `content-length: ${json.length}`],
    }
    for (const [what, lines] of Object.entries(smuggled)) {
      const { text, status } = await sendRaw(
        stage.nodes.next(),
        [`POST ${LOGIN} HTTP/1.1`, `host: ${host}`, 'content-type: application/json', ...lines, 'connection: close'],
        json,
      )
      see(what, text.includes('accessToken') ? 'signed in' : status >= 500 ? status : 'refused', 'refused')
    }
  },
}

const mailInjection: Attack = {
  id: 'X22',
  attack: "write into somebody's mail by the name of a registration: links, markup, header lines",
  expected: "refused, or escaped: no link and no markup of the attacker's in the mail",
  async run({ stage, see }) {
    const names = [
      'Win at https://evil.example now',
      '<a href="https://evil.example">x</a>',
      '<img src=x onerror=alert(1)>',
      '{{constructor}}',
      'www.evil.example',
      '[x](//evil.example)',
    ]
    for (const name of names) {
      const email = stage.address()
      const answer = await stage
        .visitor()
        .post('/api/auth/register', { email, password: 'quite a long pass phrase', name })
      if (answer.status !== 202) {
        see(name, answer.status, 400)
        continue
      }
      const { html } = await stage.letter(email, 'identity.verify')
      see(`${name}: a link`, /href="[^"]*evil\.example/.test(html), false)
      see(`${name}: markup`, html.includes(name) && /[<>]/.test(name), false)
    }
  },
}

const deepJson: Attack = {
  id: 'X34',
  attack: 'bodies that are dear to parse: 5,000 levels deep, 50,000 keys, a number of 10,000 digits',
  expected: '400 or 413 at once; the server goes on',
  async run({ stage, see, status }) {
    const bodies = [
      `${'['.repeat(5000)}${']'.repeat(5000)}`,
      `{"email":${'{"a":'.repeat(3000)}1${'}'.repeat(3000)}}`,
      `{${Array.from({ length: 50_000 }, (_, at) => `"k${at}":1`).join(',')}}`,
      `{"email":"a@b.example","password":1${'0'.repeat(7000)}}`,
    ]
    for (const raw of bodies) {
      const startedMs = performance.now()
      status(
        'refused',
        await stage.visitor().send('POST', LOGIN, { raw, headers: { 'content-type': 'application/json' } }),
        400,
        413,
      )
      see('within a second', performance.now() - startedMs < 1000, true)
    }
    status('afterwards', await stage.visitor().get('/livez'), 200)
  },
}

const injections: Attack = {
  id: 'X38',
  attack: 'SQL and pattern fragments as address, token, search, cursor and limit',
  expected: 'no 5xx, nobody signed in',
  async run({ stage, see }) {
    const fragments = [
      "' OR '1'='1",
      "'; SELECT pg_sleep(5)--",
      '%',
      '_',
      "admin'--",
      '\\',
      '{{7*7}}',
      '$1',
      "x') UNION SELECT 1--",
    ]
    const { send } = await stage.bearer()
    for (const text of fragments) {
      const answers = [
        await stage.visitor().post(LOGIN, { email: `${text}@audit.example`, password: text }),
        await stage.visitor().post('/api/auth/verify', { token: text }),
        await stage.visitor().post('/api/auth/refresh', { refreshToken: text }),
        await send('GET', `/api/auth/sessions?cursor=${encodeURIComponent(text)}`),
        await send('GET', `/api/auth/sessions?limit=${encodeURIComponent(text)}`),
        await send('GET', `/api/users?search=${encodeURIComponent(text)}`),
      ]
      for (const answer of answers) see(text, answer.status >= 400 && answer.status < 500, true)
    }
  },
}

export const inputAttacks: readonly Attack[] = [
  duplicateKeys,
  lookalikes,
  pollution,
  nulBytes,
  contentTypes,
  mailInjection,
  deepJson,
  injections,
]
