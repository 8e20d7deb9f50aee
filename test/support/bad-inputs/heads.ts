import { type BadInput, requestBytes } from './bad-input.ts'

type Row = readonly [name: string, bytes: Buffer, status: number, code: string]

const GET = 'GET /api/auth/csrf'
const POST = 'POST /api/auth/login'
const JSON_TYPE = 'Content-Type: application/json'
const raw = (text: string): Buffer => Buffer.from(text, 'latin1')
const malformed = (name: string, text: string): Row => [name, raw(text), 400, 'http/bad-request']

const HOSTS: readonly Row[] = [
  ['no Host', raw(`${GET} HTTP/1.1\r\n\r\n`), 400, 'http/bad-host'],
  ['HTTP/1.0 without Host', raw(`${GET} HTTP/1.0\r\n\r\n`), 400, 'http/bad-host'],
  ['an empty Host', requestBytes(GET, ['Host: ']), 400, 'http/bad-host'],
  ['two equal Hosts', requestBytes(GET, ['Host: localhost', 'Host: localhost']), 400, 'http/bad-host'],
  ['two Hosts', requestBytes(GET, ['Host: localhost', 'Host: evil.example']), 400, 'http/bad-host'],
  ['two Hosts in two spellings', requestBytes(GET, ['host: localhost', 'HOST: localhost']), 400, 'http/bad-host'],
  ...[
    ...[
      'evil.example',
      'localhost.evil.example',
      'evil.example:80',
      'localhost@evil.example',
      'localhost, evil.example',
    ],
    ...['localhost/', 'localhost?a', 'localhost#a', 'local host', 'localhost:', 'localhost:99999999', 'localhost:80a'],
    ...['[::1', '[::1]]', '[::g]', '::1', '127.0.0.1.evil.example', '%6cocalhost', 'localhost%00', '-', '..', 'xn--'],
  ].map((host): Row => [`Host ${host}`, requestBytes(GET, [`Host: ${host}`]), 400, 'http/bad-host']),
]

const METHODS: readonly Row[] = [
  ...['FOO', 'get', 'Post', 'GETT', 'GE T', '', '\u0000', 'PRI'].map((method) =>
    malformed(`method ${JSON.stringify(method)}`, `${method} /api/auth/csrf HTTP/1.1\r\nHost: localhost\r\n\r\n`),
  ),
  ...[
    'TRACE',
    'PUT',
    'PATCH',
    'DELETE',
    'PROPFIND',
    'MKCOL',
    'LOCK',
    'PURGE',
    'SEARCH',
    'M-SEARCH',
    'LINK',
    'REPORT',
    'QUERY',
  ].map(
    (method): Row => [`method ${method}`, requestBytes(`${method} /api/auth/csrf`), 405, 'http/method-not-allowed'],
  ),
  ...['POST', 'TRACE', 'DELETE'].map(
    (method): Row => [`${method} on a health route`, requestBytes(`${method} /livez`), 405, 'http/method-not-allowed'],
  ),
  ['CONNECT', requestBytes('CONNECT evil.example:443'), 405, 'http/method-not-allowed'],
  ['CONNECT to ourselves', requestBytes('CONNECT localhost:80'), 405, 'http/method-not-allowed'],
  ['an unknown expectation', requestBytes(POST, [JSON_TYPE, 'Expect: tea'], '{}'), 417, 'http/expectation'],
]

const SYNTAX: readonly Row[] = [
  malformed('a line break without carriage return', `${GET} HTTP/1.1\nHost: localhost\n\n`),
  malformed('a carriage return alone', `${GET} HTTP/1.1\rHost: localhost\r\r`),
  malformed('a folded header', `${GET} HTTP/1.1\r\nHost: localhost\r\nX-A: b\r\n c\r\n\r\n`),
  malformed('a header without colon', `${GET} HTTP/1.1\r\nHost: localhost\r\nX-A\r\n\r\n`),
  malformed('a space before the colon', `${GET} HTTP/1.1\r\nHost : localhost\r\n\r\n`),
  malformed('an empty header name', `${GET} HTTP/1.1\r\nHost: localhost\r\n: a\r\n\r\n`),
  malformed('NUL in a header', `${GET} HTTP/1.1\r\nHost: localhost\r\nX-A: a\u0000b\r\n\r\n`),
  malformed('NUL in a header name', `${GET} HTTP/1.1\r\nHost: localhost\r\nX\u0000: a\r\n\r\n`),
  malformed('ESC in a header', `${GET} HTTP/1.1\r\nHost: localhost\r\nX-A: \u001b[31m\r\n\r\n`),
  malformed('a header name of Latin-1', `${GET} HTTP/1.1\r\nHost: localhost\r\n\u00e9: a\r\n\r\n`),
  malformed('HTTP/9.9', `${GET} HTTP/9.9\r\nHost: localhost\r\n\r\n`),
  malformed('HTTP/2 prior knowledge', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
  ['no version', raw(`${GET}\r\n\r\n`), 400, 'http/bad-host'],
  malformed('a version in lower case', `${GET} http/1.1\r\nHost: localhost\r\n\r\n`),
  malformed('no target', 'GET HTTP/1.1\r\nHost: localhost\r\n\r\n'),
  malformed('a TLS hello', '\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003'),
  malformed('random bytes', '\u0080\u0081\u0001\u0002\r\n\r\n'),
  malformed('an SSH greeting', 'SSH-2.0-OpenSSH_9.9\r\n'),
]

const CHUNKED = 'Transfer-Encoding: chunked'
const LENGTHS: readonly Row[] = (
  [
    ['length and chunks', ['Content-Length: 5', CHUNKED], '0\r\n\r\n'],
    ['chunks and length', [CHUNKED, 'Content-Length: 5'], '0\r\n\r\n'],
    ['two lengths', ['Content-Length: 2', 'Content-Length: 3'], '{}'],
    ['two lengths in one header', ['Content-Length: 2, 3'], '{}'],
    ['a negative length', ['Content-Length: -1'], '{}'],
    ['a length with a sign', ['Content-Length: +2'], '{}'],
    ['a hexadecimal length', ['Content-Length: 0x2'], '{}'],
    ['a length of nothing', ['Content-Length: '], '{}'],
    ['a length past 64 bits', ['Content-Length: 99999999999999999999'], '{}'],
    ['an unknown transfer coding', ['Transfer-Encoding: xchunked'], '{}'],
    ['a transfer coding after chunked', ['Transfer-Encoding: chunked, gzip'], '0\r\n\r\n'],
    ['chunked with a tab before the colon', ['Transfer-Encoding\t: chunked'], '0\r\n\r\n'],
    ['a chunk size of letters', [CHUNKED], 'zz\r\n{}\r\n0\r\n\r\n'],
    ['a chunk size with a sign', [CHUNKED], '-2\r\n{}\r\n0\r\n\r\n'],
    ['a chunk size past 64 bits', [CHUNKED], 'fffffffffffffffff\r\n{}\r\n0\r\n\r\n'],
    ['a chunk longer than its size', [CHUNKED], '1\r\n{}\r\n0\r\n\r\n'],
    ['a chunk without carriage return', [CHUNKED], '2\n{}\n0\n\n'],
    ['an empty chunk size', [CHUNKED], '\r\n{}\r\n0\r\n\r\n'],
  ] as const
).map(
  ([name, headers, body]): Row => [name, requestBytes(POST, [JSON_TYPE, ...headers], body), 400, 'http/bad-request'],
)

const SIZES: readonly Row[] = [
  ['a header of 17 KiB', requestBytes(GET, [`X-A: ${'a'.repeat(17 * 1024)}`]), 431, 'http/headers-too-large'],
  ['a header name of 17 KiB', requestBytes(GET, [`${'a'.repeat(17 * 1024)}: a`]), 431, 'http/headers-too-large'],
  ['101 headers', requestBytes(GET, Array(100).fill('a: 1')), 431, 'http/headers-too-large'],
  ['3,000 headers', requestBytes(GET, Array(3000).fill('a: 1')), 431, 'http/headers-too-large'],
  [
    '3,000 header names',
    requestBytes(
      GET,
      Array.from({ length: 3000 }, (_, at) => `a${at}: 1`),
    ),
    431,
    'http/headers-too-large',
  ],
  [
    '17 KiB of cookies',
    requestBytes(GET, Array(5).fill(`Cookie: a=${'a'.repeat(3500)}`)),
    431,
    'http/headers-too-large',
  ],
  ['a target of 17 KiB', requestBytes(`GET /${'a'.repeat(17 * 1024)}`), 431, 'http/headers-too-large'],
  [
    'chunk extensions of 20 KiB',
    requestBytes(POST, [JSON_TYPE, CHUNKED], `2;${'a'.repeat(20_000)}\r\n{}\r\n0\r\n\r\n`),
    413,
    'http/body-too-large',
  ],
]

const CREDENTIALS: readonly Row[] = [
  ...[
    'Bearer',
    'Bearer ',
    'Bearer a',
    'Bearer a.b.c',
    'Bearer null',
    'Basic YTpi',
    'Bearer ..',
    `Bearer ${'a'.repeat(4000)}`,
  ],
  ...['Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.', 'Digest a', 'Bearer a b', 'bearer\ta', 'Bearer eyJ9.e30.AA=='],
].map(
  (value): Row => [
    `credential ${value.slice(0, 40)}`,
    requestBytes('GET /api/auth/me', [`Authorization: ${value}`]),
    401,
    '',
  ],
)

/** Request heads that must not reach a handler. An empty code accepts any. */
export function badHeads(): BadInput[] {
  const rows = [...HOSTS, ...METHODS, ...SYNTAX, ...LENGTHS, ...SIZES, ...CREDENTIALS]
  return rows.map(([name, bytes, status, code]) => ({ name, bytes, signedIn: false, status, code }))
}
