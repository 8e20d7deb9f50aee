import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { fileFindings } from './support/rules/tidy.ts'
import { unusedFindings } from './support/rules/unused.ts'
import { assertNone, formatFindings, readTree, repositoryRoot } from './support/source-tree.ts'

/** A file, its text, and every `line rule` found in it: an unlisted finding fails the case. */
type Case = [path: string, text: string, ...found: string[]]

function holds(title: string, cases: readonly Case[]): void {
  describe(title, () => {
    for (const [path, text, ...expected] of cases) {
      const shown = text.length > 90 ? `${text.slice(0, 90)}...` : text
      test(`${expected.length === 0 ? 'accepts' : 'refuses'} ${path}: ${shown.replaceAll('\n', '; ')}`, () => {
        const found = fileFindings(path, text).map(({ line, rule }) => `${line} ${rule}`)
        assert.deepEqual(found.sort(), [...expected].sort())
      })
    }
  })
}

const unit = 'server/platform/files/scan.ts'
const page = 'console/src/files/page.tsx'
const asserts = '\nassert.ok(1)'

holds('markers', [
  [unit, '// FIXME later', '1 marker'],
  [unit, 'const a = 1 // XXX', '1 marker'],
  [unit, '/* HACK */', '1 marker'],
  [unit, '// TODO', '1 marker'],
  [unit, '\n// TODO: mend this', '2 marker'],
  [unit, '// todo: mend this', '1 marker'],
  [unit, '/**\n * @todo mend this\n */', '1 marker'],
  ['deploy/compose.yaml', 'a: 1\n# TODO pin', '2 marker'],
  ['server/kernel/db/1.sql', '-- FIXME', '1 marker'],
  [unit, '// TODO(no S3 in the test stack): sign the URL'],
  [unit, '// NOTE: the order matters'],
  [unit, "const state = 'TODO'"],
  [unit, '// a hack of the list is todo with the state'],
  ['CONTRIBUTING.md', 'Markers such as FIXME fail the check.'],
])

holds('comments', [
  [unit, '// const a = load(b)', '1 commented-code'],
  [unit, '// if (late) {\n//   stop()\n// }', '1 commented-code'],
  [unit, '// kept for now:\n// await send(mail)', '1 commented-code'],
  [unit, '/* return load(id) */', '1 commented-code'],
  [unit, "// import { a } from './a.ts'", '1 commented-code'],
  [unit, '// row.state = next', '1 commented-code'],
  [unit, 'load() // load(twice)', '1 commented-code'],
  [page, 'const a = <p>{/* <Old name="a" /> */}</p>', '1 commented-code'],
  [unit, '// return early: the row is gone'],
  [unit, '// return'],
  [unit, '// return early'],
  [unit, '// biome-ignore lint/style/noVar: the global is declared (once)'],
  [unit, '// fee = gross * rate'],
  [unit, '// see load(id) for the order; (a) first, then (b)'],
  [unit, '// RFC 9110, section 5.6.2\n// https://www.rfc-editor.org/rfc/rfc9110#section-5.6.2'],
  [unit, '/**\n * @example\n * const a = load(b)\n */'],
  [unit, "const a = '// const b = load(c)'"],
  [unit, '// ---- Queries ----', '1 banner'],
  [unit, '/***************\n * Queries\n ***************/', '1 banner'],
  [unit, '//////////', '1 banner'],
  [unit, '// a - b -- c'],
  [unit, '// @ts-ignore', '1 silenced-check'],
  [unit, '// @ts-expect-error', '1 silenced-check'],
  [unit, '// @ts-expect-error the driver types lack it'],
])

holds('text', [
  ['README.md', 'Done \u{1F680}', '1 emoji'],
  [unit, "const a = '\u2705'", '1 emoji'],
  ['docs/a.md', 'x\n\u26A0\uFE0F careful', '2 emoji'],
  ['docs/a.md', 'a \u2192 b \u00A9 1 \u2713 \u2500'],
  ['docs/a.md', 'Payments are not yet implemented.', '1 unfinished'],
  [unit, "throw new Error('Not implemented')", '1 unfinished'],
  [page, 'const a = <p>Coming soon</p>', '1 unfinished'],
  ['README.md', 'A production-ready server', '1 claim'],
  ['README.md', 'The production backend is ready in one second.'],
  ['CONTRIBUTING.md', 'No stubs that say `not implemented`, no `coming soon`.'],
  ['docs/a.md', 'cd /home/someone/plinth/', '1 local-path'],
  [unit, "const a = '/Users/someone/plinth'", '1 local-path'],
  ['deploy/Dockerfile', 'COPY --from=build /home/node/app /app'],
  ['docs/a.md', 'https://example.org/home/someone/plinth and /tmp/plinth'],
])

holds('size', [
  ['server/kernel/a.ts', 'const a = 1\n'.repeat(400)],
  ['server/kernel/a.ts', 'const a = 1\n'.repeat(401), '401 file-size'],
  ['test/wire/a.test.ts', `${asserts}\n`.repeat(201), '401 file-size'],
  ['docs/a.md', 'a line\n'.repeat(500)],
  ['sdk/generated.ts', 'const a: any = 1\n'.repeat(500)],
  [unit, `function load() {${'\n'.repeat(69)}}`],
  [unit, `\nfunction load() {${'\n'.repeat(70)}}`, '2 function-size'],
  [unit, `const load = async () => {${'\n'.repeat(70)}}`, '1 function-size'],
  [unit, `class Pool { drain() {${'\n'.repeat(70)}} }`, '1 function-size'],
  [unit, `route({ id: 'a' }, async () => {${'\n'.repeat(70)}})`, '1 function-size'],
  [unit, `const text = \`function a() {${'\n'.repeat(70)}}\``],
  ['test/wire/a.test.ts', `describe('a', () => {${'\n'.repeat(90)}assert.ok(1)})`],
  ['test/wire/a.test.ts', `function stack() {${'\n'.repeat(70)}assert.ok(1)}`, '1 function-size'],
  [unit, 'function f(a: A, b: B, c: C, d: D) {}'],
  [unit, 'function f(a: A, b: B, c: C, d: D, e = 1) {}', '1 parameters'],
  [unit, 'const f = ({ a, b, c, d, e }: All) => a'],
  [unit, 'function f(this: Pool, a: A, b: B, c: C, d: D) {}'],
])

holds('modules', [
  [page, 'export default function Page() {}', '1 default-export'],
  [unit, 'const a = 1\nexport { a as default }', '2 default-export'],
  ['console/vite.config.ts', 'export default {}'],
  ['server/platform/files/all.ts', "export * from './a.ts'\nexport { b } from './b.ts'", '1 barrel'],
  ['server/platform/files/all.ts', "import { a } from './a.ts'\nexport { a }", '1 barrel'],
  ['server/platform/files/index.ts', "export { createFiles } from './files.ts'"],
  ['sdk/index.ts', "export * from './generated.ts'"],
  ['server/kernel/http/index.ts', 'const a = 1', '1 index'],
  ['server/platform/files/storage/index.ts', 'const a = 1', '1 index'],
  [unit, "import { a } from './a'", '1 extension'],
  [unit, "import { a } from '../a.js'", '1 extension'],
  [page, "import './page.css'\nimport { a } from './a.tsx'\nimport { b } from '@mantine/core'"],
  [unit, "migrations(new URL('./migrations/', import.meta.url))"],
  [page, "import { a } from '@/shell.tsx'", '1 alias'],
  [unit, "import { a } from '#kernel/db'", '1 alias'],
  ['console/tsconfig.json', '{\n"paths": {}\n}', '2 alias'],
  ['server/package.json', '{\n  "imports": {}\n}', '2 alias'],
  ['server/kernel/utils/a.ts', 'const a = 1', '1 folder-name'],
  ['console/src/common/a.tsx', 'const a = 1', '1 folder-name'],
  ['test/support/helpers.ts', 'const a = 1', '1 folder-name'],
])

holds('language', [
  [unit, 'enum Role { Admin }', '1 enum'],
  [unit, 'namespace Files {}', '1 namespace'],
  [unit, "declare module 'fastify' {}\ndeclare global {}"],
  [unit, '@inject\nclass A {}', '1 decorator'],
  [unit, 'let a: any', '1 any'],
  [unit, 'const a = b as any\nconst c = <any>d', '1 any', '2 any'],
  [unit, 'function f(...a: any[]): Promise<any> {}', '1 any', '1 any'],
  [unit, '// biome-ignore lint/suspicious/noExplicitAny: narrowed by query()\nconst a = new Kysely<any>()'],
  [unit, '// biome-ignore lint/suspicious/noExplicitAny:\nconst a: any = 1', '2 any'],
  [unit, "// any of them\nconst any = 'any'"],
  [unit, 'const a = b!', '1 non-null'],
  [unit, 'let a!: string', '1 non-null'],
  [unit, 'const a = !b && c !== d'],
  [unit, 'const a = {', '1 syntax'],
  [unit, 'try { a() } catch {}', '1 swallowed-error'],
  [unit, 'a().catch(() => {})', '1 swallowed-error'],
  [unit, 'a().catch(() => undefined)', '1 swallowed-error'],
  [unit, 'try { a() } catch {\n// the socket may be gone already: nothing is lost\n}'],
  [unit, 'a().catch(() => null)\na().then(() => {})\na().catch(stop)'],
  [unit, 'a().catch((error: unknown) => log.error({ error }))'],
])

holds('environment, console and clock', [
  [unit, 'const a = process.env.PORT', '1 environment'],
  [unit, 'const { env } = process', '1 environment'],
  [unit, "import { env } from 'node:process'", '1 environment'],
  [unit, "import { argv, exit } from 'node:process'\nconst { argv } = process\nconst { ...rest } = row"],
  [unit, "import { env } from './row.ts'\nconst { env } = row"],
  ['server/main.ts', 'start(process.env)', '1 environment'],
  [page, 'const a = process.env.NODE_ENV', '1 environment'],
  ['server/kernel/config/read.ts', 'const a = process.env'],
  ['server/kernel/config.ts', 'const a = process.env'],
  ['server/kernel/configured.ts', 'const a = process.env', '1 environment'],
  ['tools/dev.ts', 'const a = process.env.PORT'],
  [unit, "console.log('a')", '1 console'],
  [unit, 'this.console.log(log)\nrow.write(console.id)', '2 console'],
  ['server/kernel/a.test.ts', `console.error('a')${asserts}`, '1 console'],
  ['server/main.ts', "console.log('a')"],
  ['server/commands/doctor.ts', "console.log('a')"],
  [page, "console.error('a')"],
  [unit, 'const a = new Date()', '1 clock'],
  [unit, 'const a = Date.now()', '1 clock'],
  [unit, 'const a = [].map(Date.now)', '1 clock'],
  [unit, 'const a = Date()', '1 clock'],
  [unit, 'const a = performance.now()', '1 clock'],
  [unit, 'const a = new Date(0)\nconst b = Date.UTC(2026, 1)\nconst c = clock.now()'],
  ['server/kernel/clock.ts', 'const a = new Date()'],
  ['server/audit-auth/run.ts', 'const a = performance.now()'],
  ['server/kernel/jobs/run.ts', 'const a = performance.now()'],
  ['server/kernel/a.test.ts', `const a = Date.now()${asserts}`],
  [page, 'const a = new Date()'],
])

holds('tests', [
  ['test/a.test.ts', `test('should answer', () => {})${asserts}`, '1 test-name'],
  ['test/a.test.ts', `await t.test(\`it should \${x}\`, () => {})${asserts}`, '1 test-name'],
  ['test/a.test.ts', `cases(a, [{ name: 'Should answer' }])${asserts}`, '1 test-name'],
  ['test/a.test.ts', `test('answers', () => {})${asserts}`],
  ['test/a.test.ts', `test.skip('answers', () => {})${asserts}`, '1 left-out-test'],
  ['test/a.test.ts', `it.todo('answers')${asserts}`, '1 left-out-test'],
  ['test/a.test.ts', `describe.only('a', () => {})${asserts}`, '1 left-out-test'],
  ['test/a.test.ts', `test('a', (t) => { t.skip() })${asserts}`, '1 left-out-test'],
  ['test/a.test.ts', `test('a', { skip: true }, () => {})${asserts}`, '1 left-out-test'],
  ['test/a.test.ts', `test('a', { skip: missing.reason }, (t) => { t.skip('needs redis-server') })${asserts}`],
  ['test/a.test.ts', `test('a', { concurrency: true }, (t) => { t.plan() })${asserts}`],
  ['test/a.test.ts', `load({ text: 'it should' })${asserts}`],
  ['server/kernel/a.ts', "const a = { name: 'you should' }"],
  ['server/kernel/a.ts', 'reader.skip()'],
  ['test/a.test.ts', "test('a', () => { load() })", '1 no-assertion'],
  ['test/a.test.ts', "// assert.ok\ntest('a', () => { load('assert') })", '1 no-assertion'],
  ['test/a.test.ts', "test('a', (t) => { t.assert.equal(1, 1) })"],
  ['test/a.test.ts', 'cases(submit, [])'],
])

holds('docstrings', [
  ['server/kernel/a.ts', 'export function load() {}', '1 docstring'],
  ['server/kernel/a.ts', 'const a = 1 /* b */\nexport const load = () => a', '2 docstring'],
  ['server/products/music/index.ts', '// why\nexport function createMusic() {}', '2 docstring'],
  ['server/kernel/a.ts', '/** Loads it, or throws `db/unavailable`. */\nexport function load() {}'],
  [
    'server/kernel/a.ts',
    '/** Both. */\nexport function f(a: A): A\nexport function f(a: B): B\nexport function f(a: C) {}',
  ],
  ['server/kernel/a.ts', 'function load() {}\nexport const limit = 3\nexport type A = 1'],
  ['server/products/music/tracks.ts', 'export function load() {}'],
])

describe('unused code', () => {
  const found = (files: Record<string, string>) => formatFindings(unusedFindings(new Map(Object.entries(files))))

  test('refuses an export that no other file imports, value or type', () => {
    const lines = found({
      'server/main.ts': "import { used } from './kernel/a.ts'",
      'server/kernel/a.ts':
        'export const used = 1\nexport const spare = 2\nexport type Spare = 3\nexport function idle() {}',
    })
    assert.match(
      lines,
      /^.*a\.ts:2 unused-export: spare .*\n.*a\.ts:3 unused-export: Spare .*\n.*a\.ts:4 unused-export: idle .*$/,
    )
  })

  test('accepts a type that an exported signature names', () => {
    const files = {
      'server/main.ts': "import { load } from './kernel/a.ts'",
      'server/kernel/a.ts':
        'export type Options = { a: Limit }\nexport type Limit = 1\nexport function load(options: Options) {}',
    }
    assert.equal(found(files), '')
  })

  test('accepts the types and events a door publishes, and refuses a function nobody calls', () => {
    const files = {
      'server/main.ts': "import { createMusic } from './products/music/index.ts'",
      'server/products/music/index.ts':
        "export { published } from './events.ts'; import { declined } from './events.ts'; export { declined }\nexport { type Track, submit } from './tracks.ts'\nexport type Music = 1\nexport const createMusic = 1",
    }
    assert.match(found(files), /^server\/products\/music\/index\.ts:2 unused-export: submit [^\n]*$/)
  })

  test('refuses a type that only its own file needs', () => {
    const files = {
      'server/main.ts': "import { load } from './kernel/a.ts'",
      'server/kernel/a.ts': 'export const load = 1\nexport type Limit = { next: Limit }\nconst limit: Limit = 1',
    }
    assert.match(found(files), /^server\/kernel\/a\.ts:2 unused-export: Limit .*$/)
  })

  test('refuses a file that nothing imports', () => {
    assert.match(found({ 'console/src/old.tsx': 'export const Old = 1' }), /^console\/src\/old\.tsx:1 unused-file/)
  })

  test('refuses a file that only itself imports', () => {
    assert.match(found({ 'sdk/a.ts': "import { a } from './a.ts'\nexport const a = 1" }), /sdk\/a\.ts:1 unused-file/)
  })

  test('accepts what is taken by a namespace, a dynamic import, a re-export, a test or a worker', () => {
    const files = {
      'server/main.ts':
        "import * as a from './kernel/a.ts'\nawait import('./kernel/b.ts')\nnew Worker(new URL('./kernel/c.ts', import.meta.url))",
      'sdk/index.ts': "export * from './client.ts'",
      'sdk/client.ts': 'export const client = 1',
      'server/kernel/a.ts': 'export const a = 1',
      'server/kernel/b.ts': 'export const b = 1',
      'server/kernel/c.ts': 'export const c = 1',
      'server/kernel/d.ts': 'export const d = 1',
      'server/kernel/d.test.ts': "import { d } from './d.ts'",
      'tools/build.ts': '',
    }
    assert.equal(found(files), '')
  })
})

describe('this repository', () => {
  const tree = readTree(repositoryRoot)

  test('is read whole', () => {
    for (const path of ['package.json', 'test/tidy.test.ts', 'tools/test.ts']) assert.ok(tree.has(path), path)
  })

  test('keeps the rules each file can keep by itself', () => {
    assertNone([...tree].flatMap(([path, text]) => fileFindings(path, text)))
  })

  test('holds nothing unused', () => {
    assertNone(unusedFindings(tree))
  })
})
