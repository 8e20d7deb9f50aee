import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { type Block, blocksOf, isShell, isVariablesOnly } from './support/guides/blocks.ts'
import { type Guides, startGuides } from './support/guides/stage.ts'
import { requirement } from './support/requirements.ts'

const root = join(import.meta.dirname, '..')
const shell = globSync('{README.md,docs/guides/*.md}', { cwd: root })
  .sort()
  .map((path) => ({ path, blocks: blocksOf(readFileSync(join(root, path), 'utf8')).filter(isShell) }))

const isRun = (block: Block) => block.notRun === null && !isVariablesOnly(block)

describe('the commands of the guides work, word for word', { skip: requirement('jq').skip }, () => {
  let guides: Guides
  before(async () => {
    guides = await startGuides()
  })
  after(() => guides.stop())

  for (const { path, blocks } of shell) {
    const run = blocks.filter(isRun)
    if (run.length === 0) continue
    test(`${path}: ${run.length} blocks`, async () => {
      const { faults } = await guides.run(path, run)
      assert.equal(faults.length, 0, faults.join('\n\n'))
    })
  }
})

test('blocks that no test can run say why', (context) => {
  const left = shell.flatMap(({ path, blocks }) =>
    blocks.flatMap(({ line, notRun }) => (notRun === null ? [] : [`${path}:${line} ${notRun}`])),
  )
  const variables = shell.flatMap(({ blocks }) => blocks.filter(isVariablesOnly))
  context.diagnostic(`${left.length} blocks are not run, ${variables.length} only name variables:\n${left.join('\n')}`)
  assert.deepEqual(
    left.filter((line) => line.split(' ').length < 4),
    [],
  )
})
