import { type Control, without } from '../control.ts'

const inputs = 'test/wire/bad-inputs.test.ts'
const slow = 'test/wire/slow-clients.test.ts'
const json = 'server/kernel/http/json-body.ts'
const jsonBody = 'server/kernel/http/json-body.test.ts'
const server = 'server/kernel/http/server.ts'
const guard = 'server/kernel/http/guard.ts'

export const requestControls: Readonly<Record<string, Control>> = {
  F24: without(server, 'headersMs: 5_000', 'headersMs: 11_000', {
    file: slow,
    test: 'with headers a byte at a time are answered 408 and closed within 10 s',
  }),
  F25: without('server/kernel/http/body-time.ts', 'const BODY_MS = 15_000', 'const BODY_MS = 18_500', {
    file: slow,
    test: 'with a body a byte at a time are answered 408 and closed within 18 s',
  }),
  F32: without(server, 'bodyLimit: BODY_BYTES_MAX', 'bodyLimit: 1e9', {
    file: inputs,
    test: '413: too large: chunks without length',
  }),
  F33: without(json, 'const DEPTH_MAX = 32', 'const DEPTH_MAX = 1e9', {
    file: jsonBody,
    test: 'may hold 32 levels and not 33',
  }),
  F34: without(json, 'if (level.keys.has(key))', 'if (false)', {
    file: jsonBody,
    test: 'never has a property twice, wherever it stands',
  }),
  F35: without(json, "decoded.includes('\\0') || !decoded.isWellFormed()", 'false', {
    file: jsonBody,
    test: 'names the place of a fault as a JSON Pointer',
  }),
  F36: without(json, '!Number.isFinite(value) || !exactInteger', 'false', {
    file: jsonBody,
    test: 'keeps numbers that are exact and refuses those that are not',
  }),
  F37: without(json, 'if (FORBIDDEN_KEYS.has(key))', 'if (false)', {
    file: jsonBody,
    test: 'never names a prototype, wherever it stands and however it is written',
  }),
  F38: without('server/kernel/http/validate.ts', 'removeAdditional: false', 'removeAdditional: true', {
    file: 'test/wire/generated-inputs.test.ts',
    test: 'refuses the name of every column in every body that does not declare it',
  }),
  F39: without(guard, 'hosts !== 1 || name === undefined', 'name === undefined', {
    file: inputs,
    test: '400: two Hosts',
  }),
  F40: {
    shown: {
      file: 'test/faults/smuggling.test.ts',
      test: 'is answered by a server behind streaming nginx that knows no chunks: the attacks are real',
    },
  },
  F41: without(guard, "encoding !== undefined && encoding !== 'identity'", 'false', {
    file: inputs,
    test: '415: a body in gzip',
  }),
  F42: without('server/kernel/blob/blob-key.ts', 'if (!isBlobKey(key))', 'if (false)', {
    file: 'server/kernel/blob/disk-blob-store.test.ts',
    test: 'takes no key that leads elsewhere',
  }),
  F43: without('server/platform/files/arrived.ts', 'detectContentType(head)', 'upload.content_type', {
    file: 'server/platform/files/files.test.ts',
    test: 'refuses an SVG, whatever it is announced as',
  }),
}
