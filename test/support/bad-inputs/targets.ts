import { type BadInput, requestBytes } from './bad-input.ts'

type Row = readonly [target: string, status: number, code: string]

const ESCAPES: readonly Row[] = [
  '%',
  '%z',
  '%zz',
  '%0',
  '%u0041',
  '%c0%ae',
  '%c0%ae%c0%ae',
  '%ff',
  '%ed%a0%80',
  '%e2%82',
  '%80',
  'a%',
].flatMap((bad): Row[] => [
  [`/api/files/${bad}`, 400, 'http/bad-request'],
  [`/${bad}/etc/passwd`, 400, 'http/bad-request'],
  [`/api/auth/csrf?a=${bad}`, 400, 'http/bad-request'],
])

const TRAVERSALS: readonly Row[] = [
  ...[
    '/../etc/passwd',
    '/..%2f..%2fetc%2fpasswd',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/....//....//etc/passwd',
    '/..\\..\\windows',
  ],
  ...[
    '/%252e%252e/etc/passwd',
    '/..;/admin',
    '/.git/config',
    '/.env',
    '/server/main.ts',
    '/node_modules/pg/package.json',
  ],
  ...[
    '/assets/../../package.json',
    '/assets/%2e%2e/%2e%2e/package.json',
    '/assets/..%2f..%2fpackage.json',
    '/assets/.env',
  ],
  ...[
    '/wp-admin.php',
    '/api',
    '/api/',
    '/API/auth/me',
    '/api/auth/me/',
    '//api/auth/me',
    '/api//auth/me',
    '/api/auth/./me',
  ],
  ...[
    '/api/auth/me;a=b',
    '/api/auth/me%20',
    '/api/auth/%6de%2f',
    '/problems/http/nothing',
    '/problems/constructor/name',
  ],
  ...[
    '/problems/__proto__/toString',
    '/dev',
    '/metrics/',
    '/livez/x',
    '/api/openapi',
    '/api/docs/..',
    `/${'a'.repeat(5000)}`,
  ],
].map((target): Row => [target, 404, 'http/not-found'])

const IDS: readonly Row[] = [
  ...[
    '1',
    '0',
    '-1',
    '1e3',
    '%201%20',
    '99999999999999999999',
    'null',
    'undefined',
    'NaN',
    'true',
    '[object%20Object]',
    '%00',
  ],
  ...[
    "'",
    '%27%20OR%201=1--',
    '%22',
    '%3Cscript%3E',
    '*',
    '$ne',
    '{}',
    '..%2f',
    'CON',
    '%E2%80%AE',
    '01A1FBEA-DF40-7000-8000-000000000000',
  ],
  ...[
    '01a1fbea-df40-7000-8000-00000000000',
    '01a1fbea-df40-7000-8000-0000000000000',
    '01a1fbeadf4070008000000000000000',
  ],
  ...[
    '{01a1fbea-df40-7000-8000-000000000000}',
    '01a1fbea-df40-7000-8000-00000000000g',
    'urn:uuid:01a1fbea-df40-7000-8000-000000000000',
  ],
].map((id): Row => [`/api/files/${id}`, 400, 'http/invalid'])

const QUERIES: readonly Row[] = [
  ...[
    'limit=1e3',
    'limit=%201%20',
    'limit=99999999999999999999',
    'limit=0',
    'limit=-1',
    'limit=101',
    'limit=1.5',
    'limit=',
    'limit',
  ],
  ...[
    'limit=0x10',
    'limit=+1',
    'limit=1&limit=2',
    'limit[]=1',
    'limit[a]=1',
    'limit=NaN',
    'limit=Infinity',
    'limit=true',
    'limit=%EF%BC%91',
  ],
  ...[
    'cursor=',
    'cursor=a',
    'cursor=%20',
    'cursor=../..',
    'cursor=W10',
    'cursor=bnVsbA',
    'cursor=eyJhIjoxfQ',
    `cursor=${'a'.repeat(501)}`,
  ],
  ...[
    'cursor=WyInIE9SIDE9MS0tIl0',
    'cursor=WyIxIiwiMiIsIjMiXQ',
    'unknown=1',
    'Limit=1',
    'limit=1&unknown=1',
    '__proto__=1',
    '__proto__[a]=1',
  ],
  ...[
    '__proto__=1&__proto__=2',
    'constructor=1',
    'constructor[prototype][a]=1',
    'toString=1',
    'hasOwnProperty=1',
    '=1',
    '&=',
    'limit=1;a=2',
  ],
].map((query): Row => [`/api/auth/sessions?${query}`, 400, 'http/invalid'])

const AUTHORITIES: readonly Row[] = [
  ...[
    'http://evil.example/livez',
    'https://evil.example/livez',
    'http://localhost@evil.example/livez',
    'http://localhost:1/livez',
  ],
  ...[
    'http:///livez',
    'http://',
    'ftp://localhost/livez',
    '*',
    'localhost/livez',
    'livez',
    'javascript:alert(1)',
    'file:///etc/passwd',
  ],
].map((target): Row => [target, 400, ''])

const NULS: readonly Row[] = ['a=%00', '%00=a', 'a=b%00c'].map(
  (query): Row => [`/api/auth/csrf?${query}`, 400, 'http/bad-text'],
)

/** Targets that must not reach a handler. An empty code accepts any. */
export function badTargets(): BadInput[] {
  const rows = [...ESCAPES, ...TRAVERSALS, ...IDS, ...QUERIES, ...AUTHORITIES, ...NULS]
  return rows.map(([target, status, code]) => ({
    name: `target ${target.slice(0, 60)}`,
    bytes: requestBytes(`GET ${target}`),
    signedIn: true,
    status,
    code,
  }))
}
