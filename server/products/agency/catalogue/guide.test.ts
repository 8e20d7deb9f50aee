import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { TObject } from 'typebox'
import { type ContentServer, paragraphs, startContent } from '../../../../test/support/content.ts'
import { expectProblem, expectStatus } from '../../../../test/support/music.ts'
import type { TypedContent } from '../../../platform/content/index.ts'

const GUIDE = new URL('../../../../docs/guides/add-a-content-type.md', import.meta.url)
/** Where the guide says that its file stands. */
const PLACE = new URL('certification.ts', import.meta.url)

let folder: string
let declaration: string
let server: ContentServer
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plinth-guide-'))
  declaration = /```ts\n(.*?)```/s.exec(await readFile(GUIDE, 'utf8'))?.[1] ?? ''
  const standing = declaration.replaceAll(/from '([^']+)'/g, (_, specifier: string) => {
    const url = specifier.startsWith('.') ? new URL(specifier, PLACE).href : import.meta.resolve(specifier)
    return `from '${url}'`
  })
  await writeFile(join(folder, 'certification.ts'), standing)
  const { certificationType } = (await import(join(folder, 'certification.ts'))) as {
    certificationType: TypedContent<TObject>
  }
  server = await startContent([certificationType], { environment: { PRODUCTS: 'music,agency' } })
})
after(async () => {
  await server.stop()
  await rm(folder, { recursive: true })
})

test('the type of the guide is declared in under 40 lines, and works as they stand', async () => {
  assert.ok(declaration.trimEnd().split('\n').length < 40)
  const { author, editor, people } = server
  const anyone = people.anonymous()
  const fields = {
    title: 'B Corp',
    issuer: 'B Lab',
    year: 2025,
    tags: ['people'],
    body: paragraphs('Assessed in 2025.'),
  }
  const path = '/api/content/certification'
  assert.deepEqual(expectProblem(await author.http.post(path, { fields: { ...fields, year: 1900 } }), 'http/invalid'), [
    '/fields/year too-small',
  ])
  const { id, slug } = expectStatus(await author.http.post(path, { fields }), 201)
  expectProblem(await author.http.post(`${path}/${id}/publish`, { version: 1 }), 'http/denied')
  expectProblem(await anyone.get(`/api/certifications/${slug}`), 'content/entry-not-found')
  expectStatus(await editor.http.post(`${path}/${id}/publish`, { version: 1 }), 200)
  const [listed] = expectStatus(await anyone.get('/api/certifications?year=2025&tags=people&q=assessed'), 200).items
  assert.deepEqual([listed.id, listed.fields], [id, { issuer: 'B Lab', year: 2025 }])
  const shown = expectStatus(await anyone.get(`/api/certifications/${slug}`), 200)
  assert.deepEqual([shown.fields.body, shown.jsonLd['@type']], ['<p>Assessed in 2025.</p>', 'Certification'])
  for (const file of ['/rss.xml', '/atom.xml', '/sitemap.xml'])
    assert.ok(expectStatus(await anyone.get(file), 200).includes(`/certifications/${slug}`), file)
  const { items } = expectStatus(await editor.http.get('/api/content/types'), 200)
  assert.deepEqual(
    items.map(({ name, may }: Record<string, unknown>) => [name, may]),
    [['certification', { write: true, editAll: true, publish: true }]],
  )
})
