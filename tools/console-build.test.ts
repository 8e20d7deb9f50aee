import assert from 'node:assert/strict'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { buildConsole, isConsoleFresh } from './console-build.ts'

const root = mkdtempSync(join(tmpdir(), 'plinth-build-'))
after(() => rmSync(root, { recursive: true }))

mkdirSync(join(root, 'console/src'), { recursive: true })
const write = (path: string, text: string): void => writeFileSync(join(root, path), text)
const page = (title: string): string => `<title>${title}</title><script type="module" src="/src/main.ts"></script>`
write('console/index.html', page('first'))
write('console/src/main.ts', "document.title = 'built' as string")
write('console/package.json', '{ "type": "module" }')
write('package-lock.json', '{}')

test('the console is stale until it is built, and again after any change of what it is built from', async () => {
  assert.equal(isConsoleFresh(root), false)
  await buildConsole(root)
  assert.equal(isConsoleFresh(root), true)
  for (const path of ['console/src/main.ts', 'console/index.html', 'package-lock.json', 'console/vite.config.ts']) {
    write(path, path === 'console/index.html' ? page('second') : '/* changed */ export default {}')
    assert.equal(isConsoleFresh(root), false, path)
    await buildConsole(root)
    assert.equal(isConsoleFresh(root), true, path)
  }
})

test('a later time without another content leaves it fresh', () => {
  utimesSync(join(root, 'console/src/main.ts'), new Date(), new Date())
  assert.equal(isConsoleFresh(root), true)
})

test('a build that fails leaves the last one in place, and nothing beside it', async () => {
  write('console/src/main.ts', "import './missing.ts'")
  await assert.rejects(buildConsole(root), /missing\.ts/)
  assert.ok(existsSync(join(root, 'console/dist/index.html')))
  assert.equal(isConsoleFresh(root), false)
  assert.deepEqual(readdirSync(join(root, 'node_modules/.cache')), [])
})
