import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { getSchema } from '@tiptap/core'
import fc from 'fast-check'
import { asStored, isEmptyText, isLinkTarget, linkTarget, type RichNode } from '../../console/src/rich-text/document.ts'
import { isKnown } from '../../console/src/rich-text/known.ts'
import { marks } from '../../console/src/rich-text/marks.ts'
import { nodes } from '../../console/src/rich-text/nodes.ts'

const schema = getSchema([...nodes(() => ''), ...marks])

/** As it travels to the server and comes back. */
const through = (doc: RichNode): RichNode => JSON.parse(JSON.stringify(asStored(schema.nodeFromJSON(doc).toJSON())))

/** Marks in the order in which the editor keeps them. */
const someMarks = fc
  .tuple(
    fc.option(fc.constantFrom('/a', 'https://example.org/', 'mailto:a@example.org')),
    fc.subarray(['bold', 'italic', 'code']),
  )
  .map(([href, names]) => [
    ...(href === null ? [] : [{ type: 'link', attrs: { href } }]),
    ...names.map((type) => ({ type })),
  ])
const words = fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' })
const letters = fc
  .record({ text: words, marks: someMarks })
  .map(({ text, marks }): RichNode => ({ type: 'text', text, ...(marks.length > 0 ? { marks } : {}) }))

/** A break after each run of letters: two runs with the same marks would become one. */
const inline = fc
  .array(letters, { minLength: 1, maxLength: 3 })
  .map((runs) => runs.flatMap((run): RichNode[] => [run, { type: 'hardBreak' }]))

const { doc } = fc.letrec<Record<'doc' | 'block' | 'quoted' | 'listed' | 'item', RichNode>>((tie) => {
  const of = (type: string, content: fc.Arbitrary<RichNode>, attrs: fc.Arbitrary<object> = fc.constant({})) =>
    fc.tuple(fc.array(content, { minLength: 1, maxLength: 3 }), attrs).map(([nodes, given]) => ({
      type,
      ...(Object.keys(given).length > 0 ? { attrs: { ...given } } : {}),
      content: nodes,
    }))
  const paragraph = inline.map((content): RichNode => ({ type: 'paragraph', content }))
  const heading = fc
    .tuple(fc.integer({ min: 2, max: 4 }), inline)
    .map(([level, content]): RichNode => ({ type: 'heading', attrs: { level }, content }))
  const code = fc.tuple(words, fc.constantFrom({}, { language: 'ts' })).map(
    ([text, attrs]): RichNode => ({
      type: 'codeBlock',
      ...(Object.keys(attrs).length > 0 ? { attrs } : {}),
      content: [{ type: 'text', text }],
    }),
  )
  const picture = fc
    .record({ fileId: fc.uuid(), alt: fc.string(), caption: words }, { requiredKeys: ['fileId', 'alt'] })
    .map((attrs): RichNode => ({ type: 'image', attrs }))
  const start = fc.constantFrom({}, { start: 0 }, { start: 7 })
  return {
    doc: of('doc', tie('block')),
    block: fc.oneof({ maxDepth: 3 }, paragraph, tie('quoted'), fc.constant({ type: 'horizontalRule' })),
    quoted: fc.oneof({ maxDepth: 3 }, paragraph, heading, tie('listed')),
    listed: fc.oneof(
      { maxDepth: 3 },
      paragraph,
      code,
      picture,
      of('bulletList', tie('item')),
      of('orderedList', tie('item'), start),
      of('blockquote', tie('quoted')),
    ),
    item: of('listItem', tie('listed')),
  }
})

describe('the document of the text editor', () => {
  test('comes out as it went in, whatever the server takes', () => {
    fc.assert(
      fc.property(doc, (given) => {
        assert.ok(isKnown(given))
        assert.deepEqual(through(given), JSON.parse(JSON.stringify(given)))
      }),
    )
  })

  test('keeps marks off a line break, where the server knows none', () => {
    const bold = [{ type: 'bold' }]
    const given = {
      type: 'doc',
      content: [
        {
          type: 'paragraph',
          content: [
            { type: 'text', text: 'a', marks: bold },
            { type: 'hardBreak', marks: bold },
          ],
        },
      ],
    }
    assert.deepEqual(through(given).content?.[0]?.content, [
      { type: 'text', text: 'a', marks: bold },
      { type: 'hardBreak' },
    ])
  })

  for (const [what, content] of [
    [
      'a heading in a list',
      { type: 'bulletList', content: [{ type: 'listItem', content: [{ type: 'heading', attrs: { level: 2 } }] }] },
    ],
    ['a line across in a quote', { type: 'blockquote', content: [{ type: 'horizontalRule' }] }],
    ['a table', { type: 'table' }],
  ] as const) {
    test(`${what} is not known to it`, () => assert.equal(isKnown({ type: 'doc', content: [content] }), false))
  }

  test('is empty without letters, pictures and lines', () => {
    const paragraph = (text: string): RichNode => ({ type: 'paragraph', content: [{ type: 'text', text }] })
    assert.equal(isEmptyText({ type: 'doc', content: [{ type: 'paragraph' }, paragraph('  ')] }), true)
    assert.equal(isEmptyText({ type: 'doc', content: [paragraph('a')] }), false)
    assert.equal(isEmptyText({ type: 'doc', content: [{ type: 'image', attrs: { fileId: 'f', alt: '' } }] }), false)
  })

  test('takes addresses of pages and mailboxes as links, and no scripts', () => {
    assert.equal(linkTarget(' example.org/a '), 'https://example.org/a')
    assert.equal(linkTarget('ada@example.org'), 'mailto:ada@example.org')
    for (const good of ['/about', '#top', 'http://a', 'mailto:a@b'])
      assert.equal(isLinkTarget(linkTarget(good)), true, good)
    for (const bad of ['javascript:alert(1)', '//evil.example', 'data:text/html,x', 'two words', ''])
      assert.equal(isLinkTarget(linkTarget(bad)), false, bad)
  })
})
