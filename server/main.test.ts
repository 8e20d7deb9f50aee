import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'

/** The contract alone is above the megabyte that is taken by default. */
const OUTPUT_BYTES_MAX = 16 * 1024 * 1024
const main = fileURLToPath(new URL('./main.ts', import.meta.url))

describe('the command line', () => {
  let folder = ''
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'plinth-main-'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  function plinth(args: readonly string[], port = '0'): Promise<{ code: number; stdout: string; stderr: string }> {
    const env = { NODE_ENV: 'test', PORT: port }
    return new Promise((resolve) => {
      const child = execFile(
        process.execPath,
        [main, ...args],
        { cwd: folder, env, maxBuffer: OUTPUT_BYTES_MAX },
        (_error, stdout, stderr) => resolve({ code: child.exitCode ?? -1, stdout, stderr }),
      )
    })
  }

  for (const args of [['help'], ['--help'], ['serve', '--help']]) {
    test(`${args.join(' ')} prints the commands and leaves nothing behind`, async () => {
      const { code, stdout, stderr } = await plinth(args)
      assert.deepEqual([code, stderr], [0, ''])
      assert.match(stdout, /^plinth <command>\n/)
      assert.deepEqual(readdirSync(folder), [])
    })
  }

  test('a command that does not exist is told on standard error, with exit code 2, and leaves nothing behind', async () => {
    const { code, stdout, stderr } = await plinth(['server'])
    assert.deepEqual([code, stdout], [2, ''])
    assert.match(stderr, /^There is no command server\.\n\nplinth <command>\n/)
    assert.deepEqual(readdirSync(folder), [])
  })

  test('modules are kept as compiled, for the owner alone, and a run that takes them says the same', async () => {
    const first = await plinth(['openapi'])
    assert.deepEqual([first.code, first.stderr], [0, ''])
    const data = join(folder, 'data')
    const cache = join(data, 'compile-cache')
    for (const path of [data, cache]) assert.equal((statSync(path).mode & 0o777).toString(8), '700', path)
    const kept = () => readdirSync(cache, { recursive: true }).toSorted()
    const compiled = kept()
    assert.ok(compiled.length > 500, `${compiled.length} modules were kept`)
    assert.deepEqual(await plinth(['openapi']), first)
    assert.deepEqual(kept(), compiled)
  })

  test('a configuration with faults is told on standard error, with exit code 78', async () => {
    const { code, stdout, stderr } = await plinth(['serve'], 'none')
    assert.deepEqual([code, stdout], [78, ''])
    assert.match(stderr, /^The configuration has 1 fault\(s\):\n {2}PORT: /)
  })
})
