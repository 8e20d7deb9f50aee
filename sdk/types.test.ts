import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'

const folder = await mkdtemp(join(tmpdir(), 'plinth-sdk-types-'))
after(() => rm(folder, { recursive: true }))

/** As a page is built: the browser's types, none of Node's. */
const compilerOptions = {
  ...{ target: 'ES2024', lib: ['ES2024', 'DOM', 'DOM.Iterable'], types: [], module: 'ESNext' },
  ...{ moduleResolution: 'bundler', strict: true, noUncheckedIndexedAccess: true, exactOptionalPropertyTypes: true },
  ...{ noEmit: true, allowImportingTsExtensions: true, verbatimModuleSyntax: true, erasableSyntaxOnly: true },
  paths: {
    '@plinth/sdk': [join(import.meta.dirname, 'index.ts')],
    '@plinth/example': [join(import.meta.dirname, 'testing', 'example.gen.ts')],
  },
}

async function compile(name: string, source: string): Promise<string> {
  const config = join(folder, `${name}.json`)
  await writeFile(join(folder, `${name}.ts`), source)
  await writeFile(config, JSON.stringify({ compilerOptions, files: [`${name}.ts`] }))
  const tsc = join(fileURLToPath(import.meta.resolve('typescript/package.json')), '..', 'bin', 'tsc')
  return new Promise((resolve) => {
    execFile(process.execPath, [tsc, '--pretty', 'false', '-p', config], (_, printed) => resolve(printed))
  })
}

test('every snippet of the README compiles in a browser project, in the order it stands', async () => {
  const readme = await readFile(join(import.meta.dirname, 'README.md'), 'utf8')
  const snippets = [...readme.matchAll(/```ts\n(.*?)```/gs)].map(([, snippet = '']) => snippet)
  assert.equal(snippets.length, 5)
  assert.equal(await compile('readme', snippets.join('\n')), '')
})

test('an unknown problem code and an unknown purpose do not compile', async () => {
  const wrong = [
    "import { isProblem, uploadFile } from '@plinth/sdk'",
    "import type { PlinthClient } from '@plinth/example'",
    'declare const client: PlinthClient',
    "isProblem(undefined, 'identity/no-such-code')",
    "const file = { file: new Blob(), filename: 'a', contentType: 'b' }",
    "uploadFile(client, { ...file, purpose: 'music.audio' })",
    "uploadFile(client, { ...file, purpose: 'music.lyrics' })",
  ]
  const printed = await compile('wrong', wrong.join('\n'))
  assert.deepEqual(
    printed
      .split('\n')
      .map((line) => /^.*wrong\.ts\((\d+),/.exec(line)?.[1])
      .filter((line) => line !== undefined),
    ['4', '7'],
    printed,
  )
})
