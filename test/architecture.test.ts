import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { fileCycleFindings, unitCycleFindings } from './support/rules/cycles.ts'
import { kernelWordFindings } from './support/rules/kernel-words.ts'
import { layerFindings } from './support/rules/layers.ts'
import {
  assertNone,
  type Finding,
  formatFindings,
  readTree,
  repositoryRoot,
  type SourceTree,
} from './support/source-tree.ts'

type Rule = (tree: SourceTree) => Finding[]
type Case = { name: string; files: Record<string, string>; finds?: RegExp }

/** Each case is a tree of a few files; one without `finds` must pass every finding of its rule by. */
function proves(rule: Rule, cases: readonly Case[]): void {
  for (const { name, files, finds } of cases) {
    test(name, () => {
      const found = formatFindings(rule(new Map(Object.entries(files))))
      if (finds === undefined) assert.equal(found, '')
      else assert.match(found, finds)
    })
  }
}

const use = (specifier: string): string => `import { it } from '${specifier}'\n`

describe('layers', () => {
  proves(layerFindings, [
    {
      name: 'imports going down pass: product to platform door to kernel',
      files: {
        'server/products.ts': use('./products/music/index.ts'),
        'server/app.ts':
          use('./products.ts') +
          use('./package.json') +
          "new URL('../console/dist/', import.meta.url)\n" +
          use('./platform/files/index.ts') +
          use('./kernel/db.ts'),
        'server/main.ts': use('./app.ts') + use('./commands/serve.ts') + use('./platform/identity/index.ts'),
        'server/commands/serve.ts': use('../app.ts') + use('../kernel/http/server.ts'),
        'server/products/music/tracks.ts': use('../../platform/files/index.ts') + use('./tables.ts') + use('pg'),
        'server/platform/files/scan.ts': use('../identity/index.ts') + use('../../kernel/db.ts'),
        'server/kernel/http/server.ts': use('../db.ts') + use('node:http'),
      },
    },
    {
      name: 'a product importing a product is refused, even by its door',
      files: { 'server/products/music/a.ts': use('../agency/index.ts') },
      finds: /^server\/products\/music\/a\.ts:1 layers: .*a product never imports a product/,
    },
    {
      name: 'a platform unit importing a product is refused',
      files: { 'server/platform/audit/a.ts': use('../../products/music/index.ts') },
      finds: /imports go down/,
    },
    {
      name: 'the kernel importing a platform unit is refused',
      files: { 'server/kernel/http/a.ts': use('../../platform/access/index.ts') },
      finds: /the kernel imports no unit/,
    },
    {
      name: 'a type-only import is held to the same layers',
      files: { 'server/kernel/a.ts': "import type { User } from '../platform/identity/index.ts'" },
      finds: /the kernel imports no unit/,
    },
    {
      name: 'a re-export, a dynamic import and an import type are imports too',
      files: {
        'server/kernel/a.ts': "\nexport * from '../platform/x/index.ts'",
        'server/kernel/b.ts': "\nconst late = await import('../platform/x/index.ts')",
        'server/kernel/c.ts': "\ntype User = import('../platform/x/index.ts').User",
        'server/kernel/d.ts': "\nnew Worker(new URL('../platform/x/work.ts', import.meta.url))",
      },
      finds: /kernel\/a\.ts:2 .*\n.*kernel\/b\.ts:2 .*\n.*kernel\/c\.ts:2 .*\n.*kernel\/d\.ts:2 /,
    },
    {
      name: 'an import written in a comment or a string is none',
      files: {
        'server/kernel/a.ts': "// import { x } from '../platform/x/index.ts'\nexport const text = `import '../app.ts'`",
      },
    },
    {
      name: 'entering a unit past its door is refused',
      files: { 'server/products/music/a.ts': use('../../platform/files/tables.ts') },
      finds: /enter another unit by its door, server\/platform\/files\/index\.ts/,
    },
    {
      name: 'a folder inside a unit is not another door',
      files: { 'server/products/music/a.ts': use('../../platform/files/storage/index.ts') },
      finds: /enter another unit by its door/,
    },
    {
      name: 'the composition root enters units by their door as well',
      files: { 'server/commands/backup.ts': use('../platform/files/backup.ts') },
      finds: /enter another unit by its door/,
    },
    {
      name: 'a product is named in the one list of products',
      files: { 'server/main.ts': use('./products/music/index.ts') },
      finds: /a product is named in products\.ts only/,
    },
    {
      name: 'a unit reaching up to app.ts is refused',
      files: { 'server/products/music/a.ts': use('../../app.ts') },
      finds: /only the composition root knows the composition root/,
    },
    {
      name: 'a server file outside every layer is refused',
      files: { 'server/lib/strings.ts': 'export const a = 1' },
      finds: /belongs to no layer/,
    },
    {
      name: 'a test stands on test/support, its unit, the kernel and doors below',
      files: {
        'server/products/music/a.test.ts':
          use('../../../test/support/stack.ts') +
          use('./a.ts') +
          use('../../kernel/db.ts') +
          use('../../platform/files/index.ts'),
      },
    },
    {
      name: 'a test reaching past a door is refused',
      files: { 'server/products/music/a.test.ts': use('../../platform/files/tables.ts') },
      finds: /enter another unit by its door/,
    },
    {
      name: 'server code importing test code is refused',
      files: {
        'server/kernel/a.ts': use('../../test/support/stack.ts'),
        'server/kernel/b.test.ts': use('../../test/wire/session.ts'),
        'server/kernel/c.ts': use('./b.test.ts'),
      },
      finds: /a\.ts:1 .*only test\/support\n.*b\.test\.ts:1 .*only test\/support\n.*c\.ts:1 .*imported by nothing/,
    },
    {
      name: 'a command starts a stand-in of a third party, and a test meets it',
      files: {
        'server/commands/simulate.ts': use('../simulators/stripe/simulator.ts'),
        'server/platform/payments/a.test.ts': use('../../simulators/stripe/simulator.ts'),
        'server/simulators/stripe/simulator.ts': use('../http.ts') + use('../../kernel/clock.ts'),
      },
    },
    {
      name: 'a stand-in that knows a unit, and a unit that knows a stand-in, are refused',
      files: {
        'server/simulators/stripe/a.ts': use('../../platform/payments/index.ts'),
        'server/platform/payments/a.ts': use('../../simulators/stripe/simulator.ts'),
      },
      finds: /payments\/a\.ts:1 .*met over HTTP.*\n.*a stand-in of a third party knows no unit/,
    },
    {
      name: 'a command runs the attack suite, which imports itself and packages',
      files: {
        'server/commands/audit-auth.ts': use('../audit-auth/suite.ts'),
        'server/audit-auth/suite.ts': use('./attacks/tokens.ts') + use('node:crypto'),
        'server/audit-auth/attacks/tokens.ts': use('../jwt.ts'),
      },
    },
    {
      name: 'a test uses the props of the attack suite: the software passkey, the evil provider',
      files: { 'server/platform/factors/a.test.ts': use('../../audit-auth/authenticator.ts') },
    },
    {
      name: 'the attack suite importing the server, and a unit importing the suite, are refused',
      files: {
        'server/audit-auth/a.ts': use('../kernel/clock.ts'),
        'server/audit-auth/b.ts': use('../platform/identity/index.ts'),
        'server/audit-auth/c.ts': use('../version.ts'),
        'server/platform/identity/d.ts': use('../../audit-auth/jwt.ts'),
      },
      finds: /a\.ts:1 .*HTTP only\n.*b\.ts:1 .*HTTP only\n.*c\.ts:1 .*HTTP only\n.*d\.ts:1 .*only a command/,
    },
    {
      name: 'the server importing the console or the sdk is refused',
      files: { 'server/kernel/a.ts': use('@plinth/sdk'), 'server/kernel/b.ts': use('../../console/src/theme.ts') },
      finds: /a\.ts:1 .*stands alone.*\n.*b\.ts:1 .*only its own layers/,
    },
    {
      name: 'the evaluator of flags is the one part of the sdk that the server imports, by its name',
      files: { 'server/platform/flags/a.ts': use('@plinth/sdk/flags'), 'sdk/flags/index.ts': use('./model.ts') },
    },
    {
      name: 'the server importing another part of the sdk, or the evaluator by its path, is refused',
      files: {
        'server/platform/flags/a.ts': use('@plinth/sdk/flags/compile.ts'),
        'server/platform/flags/b.ts': use('../../../sdk/flags/index.ts'),
      },
      finds: /a\.ts:1 .*stands alone.*\n.*b\.ts:1 .*only its own layers/,
    },
    {
      name: 'the console imports itself, the sdk and packages',
      files: {
        'console/src/music/page.tsx': use('../shell.tsx') + use('@plinth/sdk') + use('react') + use('./page.css'),
        'console/src/flags/words.ts': use('@plinth/sdk/flags'),
      },
    },
    {
      name: 'the console importing the server, or the sdk by its path, is refused',
      files: {
        'console/src/a.tsx': use('../../server/kernel/money.ts'),
        'console/src/b.tsx': use('../../sdk/generated.ts'),
        'console/src/c.tsx': use('@plinth/server'),
        'console/src/d.tsx': use('node:fs'),
      },
      finds: /a\.tsx:1 .*only itself.*\n.*b\.tsx:1 .*only itself.*\n.*c\.tsx:1 .*only through.*\n.*d\.tsx:1 .*browser/,
    },
    {
      name: 'the sdk importing server or console is refused',
      files: {
        'sdk/index.ts': use('./generated.ts'),
        'sdk/a.ts': use('../server/kernel/problem.ts'),
        'sdk/b.ts': use('@plinth/console'),
      },
      finds: /^sdk\/a\.ts:1 .*only itself.*\nsdk\/b\.ts:1 .*stands alone[^\n]*$/,
    },
  ])
})

describe('import cycles', () => {
  proves(fileCycleFindings, [
    {
      name: 'a diamond is no cycle',
      files: {
        'server/a.ts': use('./b.ts') + use('./c.ts'),
        'server/b.ts': use('./d.ts'),
        'server/c.ts': use('./d.ts'),
        'server/d.ts': '',
      },
    },
    {
      name: 'two files importing each other are refused, once',
      files: { 'server/a.ts': use('./b.ts'), 'server/b.ts': use('./a.ts') },
      finds: /^server\/a\.ts:1 import-cycle: .*server\/a\.ts -> server\/b\.ts -> server\/a\.ts$/,
    },
    {
      name: 'a cycle closed by a type-only import is refused',
      files: {
        'server/a.ts': use('./b.ts'),
        'server/b.ts': use('./c.ts'),
        'server/c.ts': "import type { A } from './a.ts'",
      },
      finds: /server\/a\.ts -> server\/b\.ts -> server\/c\.ts -> server\/a\.ts/,
    },
    {
      name: 'a file importing itself is refused',
      files: { 'console/src/a.tsx': use('./a.tsx') },
      finds: /console\/src\/a\.tsx -> console\/src\/a\.tsx/,
    },
    {
      name: 'a file that leads into a cycle is not part of it',
      files: { 'sdk/a.ts': use('./b.ts'), 'sdk/b.ts': use('./c.ts'), 'sdk/c.ts': use('./b.ts') },
      finds: /^sdk\/b\.ts:1 import-cycle: .*sdk\/b\.ts -> sdk\/c\.ts -> sdk\/b\.ts$/,
    },
    {
      name: 'separate cycles are each named',
      files: {
        'sdk/a.ts': use('./b.ts'),
        'sdk/b.ts': use('./a.ts'),
        'sdk/c.ts': use('./d.ts'),
        'sdk/d.ts': use('./c.ts'),
      },
      finds: /sdk\/a\.ts -> sdk\/b\.ts.*\n.*sdk\/c\.ts -> sdk\/d\.ts/,
    },
  ])
  proves(unitCycleFindings, [
    {
      name: 'two units needing each other are refused though no file cycle is formed',
      files: {
        'server/platform/a/index.ts': '',
        'server/platform/a/jobs.ts': use('../b/index.ts'),
        'server/platform/b/index.ts': '',
        'server/platform/b/jobs.ts': use('../a/index.ts'),
      },
      finds: /server\/platform\/a -> server\/platform\/b -> server\/platform\/a/,
    },
    {
      name: "a unit's test may stand on a unit that needs it",
      files: {
        'server/platform/a/index.ts': '',
        'server/platform/a/a.test.ts': use('../b/index.ts'),
        'server/platform/b/index.ts': use('../a/index.ts'),
      },
    },
  ])
})

describe('the kernel holds no business nouns', () => {
  proves(kernelWordFindings, [
    {
      name: 'a variable, a type, a property and a parameter named for a business are refused',
      files: {
        'server/kernel/a.ts':
          'const artistId = 1\ntype Invoice = { bookingId: string }\nfunction f(submissions: string) {}\ntype FillRow = 1',
      },
      finds: /a\.ts:1 .*"artist".*\n.*a\.ts:2 .*\n.*a\.ts:2 .*\n.*a\.ts:3 .*"submission".*\n.*a\.ts:4 .*"fill"/,
    },
    {
      name: 'a name used to look something up is a name of the kernel',
      files: { 'server/kernel/a.ts': 'const a = rows[artist]' },
      finds: /"artist"/,
    },
    {
      name: 'words that programming shares are read as verbs',
      files: {
        'server/kernel/a.ts':
          'const fill = buffer.fill(0)\nfunction track(quotes: string) {}\nconst inFlight = stream.artist',
      },
    },
    {
      name: 'comments, strings, tests and other layers are free to speak of the business',
      files: {
        'server/kernel/a.ts': "// an artist's upload\nexport const example = 'invoice'",
        'server/kernel/a.test.ts': 'const artist = 1',
        'server/platform/x/a.ts': 'const invoice = 1',
      },
    },
  ])
})

describe('this repository', () => {
  const tree = readTree(repositoryRoot)

  test('is read whole', () => {
    for (const path of ['server/kernel/unit.ts', 'sdk/package.json', 'console/package.json'])
      assert.ok(tree.has(path), path)
  })

  test('imports only go down, and through doors', () => assertNone(layerFindings(tree)))
  test('has no cycle of files', () => assertNone(fileCycleFindings(tree)))
  test('has no cycle of units', () => assertNone(unitCycleFindings(tree)))
  test('names no business in the kernel', () => assertNone(kernelWordFindings(tree)))
})
