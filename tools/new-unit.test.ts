import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { testServerUrl } from '../test/support/database.ts'
import { fileCycleFindings, unitCycleFindings } from '../test/support/rules/cycles.ts'
import { layerFindings } from '../test/support/rules/layers.ts'
import { fileFindings } from '../test/support/rules/tidy.ts'
import { unusedFindings } from '../test/support/rules/unused.ts'
import { assertNone, readTree, repositoryRoot } from '../test/support/source-tree.ts'

const leftBehind = new Set(['node_modules', '.git', 'data', 'dist', 'coverage'])

/** The tree as it is, in a folder of its own, with the packages of this one; compiles the server and what its tests stand on. */
function copyTree(): string {
  const root = mkdtempSync(join(tmpdir(), 'plinth-tree-'))
  cpSync(repositoryRoot, root, { recursive: true, filter: (path) => !leftBehind.has(basename(path)) })
  // npm puts what two workspaces share by one name beside each of them at times.
  for (const folder of ['', 'server', 'console', 'sdk']) {
    const packages = join(folder, 'node_modules')
    if (existsSync(join(repositoryRoot, packages))) symlinkSync(join(repositoryRoot, packages), join(root, packages))
  }
  writeFileSync(join(root, 'tsconfig.server.json'), '{ "extends": "./tsconfig.json", "include": ["server/**/*.ts"] }')
  return root
}

/** Runs Node in `root` as a process of its own: a test runner that finds its parent's context reports to that instead. */
function runNode(root: string, args: readonly string[], more: Record<string, string> = {}) {
  const { NODE_TEST_CONTEXT: _, ...environment } = process.env
  const child = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8', env: { ...environment, ...more } })
  return { status: child.status, output: `${child.stdout}${child.stderr}` }
}

function assertRuns(root: string, args: readonly string[], more?: Record<string, string>): void {
  const { status, output } = runNode(root, args, more)
  assert.equal(status, 0, output)
}

describe('a new unit', () => {
  let root = ''
  before(() => {
    root = copyTree()
    assertRuns(root, ['tools/new-unit.ts', 'products/podcasts'])
    assertRuns(root, ['tools/new-unit.ts', 'platform/billing'])
  })
  after(() => rmSync(root, { recursive: true, force: true }))

  test('passes its own table of cases', async () => {
    const PLINTH_TEST_DATABASE_URL = await testServerUrl()
    const tables = ['products/podcasts', 'platform/billing'].map((unit) => `server/${unit}/entries.test.ts`)
    assertRuns(root, ['--test', ...tables], { PLINTH_TEST_DATABASE_URL })
  })

  test('breaks no rule of the tree', () => {
    const tree = readTree(root)
    const isNew = (path: string): boolean =>
      /^server\/(products\/podcasts|platform\/billing)\/|^server\/(products|units)\.ts$/.test(path)
    const paths = [...tree.keys()].filter(isNew)
    assert.equal(paths.length, 20)
    assertNone(paths.flatMap((path) => fileFindings(path, tree.get(path) ?? '')))
    assertNone(
      [layerFindings, fileCycleFindings, unitCycleFindings, unusedFindings]
        .flatMap((rule) => rule(tree))
        .filter(({ path }) => isNew(path)),
    )
  })

  test('is formatted', () => {
    assertRuns(root, [
      'node_modules/@biomejs/biome/bin/biome',
      'check',
      'server/products',
      'server/platform',
      'server/units.ts',
      'server/products.ts',
    ])
  })

  test('is in the contract', () => {
    const { paths } = JSON.parse(readFileSync(join(root, 'contract/openapi.json'), 'utf8'))
    assert.ok(paths['/api/podcasts/entries'] !== undefined && paths['/api/billing/entries'] !== undefined)
    assertRuns(root, ['tools/contract.ts', '--check'])
  })

  for (const [argument, sentence] of [
    ['products/podcasts', /exists already/],
    ['platform/podcasts', /exists already/],
    ['products/identity', /exists already/],
    ['products/kernel', /is taken/],
    ['products/Podcasts', /npm run new:unit/],
    ['products/../kernel', /npm run new:unit/],
    ['products/pod-casts', /npm run new:unit/],
    ['kernel/podcasts', /npm run new:unit/],
    ['', /npm run new:unit/],
  ] as const) {
    test(`is refused under the name "${argument}", and nothing is written`, () => {
      const { status, output } = runNode(root, ['tools/new-unit.ts', argument])
      assert.equal(status, 2, output)
      assert.match(output, sentence)
      assert.equal(
        existsSync(join(root, 'server/platform/podcasts')) || existsSync(join(root, 'server/products/kernel')),
        false,
      )
    })
  }

  test('compiles with the rest, and the rest without the product whose folder and line are deleted', () => {
    rmSync(join(root, 'server/products/music'), { recursive: true })
    const list = join(root, 'server/products.ts')
    const lines = readFileSync(list, 'utf8').split('\n')
    const kept = lines.filter((line) => !line.includes('createMusic'))
    assert.equal(lines.length - kept.length, 2, 'its import and its line')
    writeFileSync(list, kept.join('\n'))
    assertRuns(root, ['node_modules/typescript/bin/tsc', '--noEmit', '-p', 'tsconfig.server.json'])
  })
})
