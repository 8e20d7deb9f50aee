import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { type RichNode, richTextFaults } from './rich-text.ts'
import { richTextHtml } from './rich-text-html.ts'
import { excerptOf, readingMinutes, richTextPlain } from './rich-text-plain.ts'
import { safeHref } from './safe-href.ts'

const FILE = '019b7a10-0000-7000-8000-000000000001'
const words = (text: string, ...marks: RichNode['marks'] & {}): RichNode =>
  marks.length === 0 ? { type: 'text', text } : { type: 'text', text, marks }
const block = (type: string, ...content: RichNode[]): RichNode => ({ type, content })
const doc = (...content: RichNode[]) => block('doc', ...content)
const link = (href: string) => ({ type: 'link', attrs: { href } })
const inLink = (href: string) => doc(block('paragraph', words('here', link(href))))

describe('a structured text', () => {
  const shown: readonly [string, RichNode, string][] = [
    ['a paragraph', doc(block('paragraph', words('a < b & "c"'))), '<p>a &lt; b &amp; &quot;c&quot;</p>'],
    ['nothing', doc(), ''],
    ['a heading', doc({ type: 'heading', attrs: { level: 3 }, content: [words("it's")] }), '<h3>it&#39;s</h3>'],
    [
      'marks, from the outermost in',
      doc(block('paragraph', words('x', { type: 'code' }, { type: 'italic' }, link('/a'), { type: 'bold' }))),
      '<p><a href="/a"><strong><em><code>x</code></em></strong></a></p>',
    ],
    [
      'a list that begins at three',
      doc({ type: 'orderedList', attrs: { start: 3 }, content: [block('listItem', block('paragraph', words('c')))] }),
      '<ol start="3"><li><p>c</p></li></ol>',
    ],
    [
      'a quote, a break and a rule',
      doc(block('blockquote', block('paragraph', words('a'), { type: 'hardBreak' })), { type: 'horizontalRule' }),
      '<blockquote><p>a<br></p></blockquote><hr>',
    ],
    [
      'code',
      doc({ type: 'codeBlock', attrs: { language: 'c++' }, content: [words('<script>\n')] }),
      '<pre><code class="language-c++">&lt;script&gt;\n</code></pre>',
    ],
    [
      'a link that leads away',
      inLink('https://example.org/?a=1&b="'),
      '<p><a href="https://example.org/?a=1&amp;b=&quot;" rel="noopener noreferrer">here</a></p>',
    ],
    [
      'a picture',
      doc({ type: 'image', attrs: { fileId: FILE, alt: '"quoted"', caption: 'A <view>' } }),
      `<figure><img src="/api/files/${FILE}/variants/wide/content" srcset="/api/files/${FILE}/variants/small/content 480w, /api/files/${FILE}/variants/medium/content 960w, /api/files/${FILE}/variants/wide/content 1920w" alt="&quot;quoted&quot;" loading="lazy"><figcaption>A &lt;view&gt;</figcaption></figure>`,
    ],
  ]
  for (const [name, document, html] of shown)
    test(`shows ${name}`, () => {
      assert.deepEqual(richTextFaults(document, ''), [])
      assert.equal(richTextHtml(document), html)
    })

  const refused: readonly [string, unknown, string][] = [
    ['no document', 'text', ' type'],
    ['another root', block('paragraph'), '/type not-a-choice'],
    ['an unknown node', doc({ type: 'script' }), '/content/0/type unknown-node'],
    ['a node by a name of Object', doc({ type: 'constructor' }), '/content/0/type unknown-node'],
    ['a heading of level 1', doc({ type: 'heading', attrs: { level: 1 } }), '/content/0/attrs/level value'],
    ['text outside of a block', doc(words('a')), '/content/0/type misplaced'],
    [
      'a heading in a list item',
      doc(block('bulletList', block('listItem', block('heading')))),
      '/content/0/content/0/content/0/type misplaced',
    ],
    [
      'an unknown mark',
      doc(block('paragraph', words('a', { type: 'style' }))),
      '/content/0/content/0/marks/0/type unknown-mark',
    ],
    [
      'an unknown attribute',
      doc({ type: 'paragraph', attrs: { onclick: 'x' } }),
      '/content/0/attrs/onclick unknown-property',
    ],
    ['an unknown property', doc({ type: 'paragraph', html: 'x' } as never), '/content/0/html unknown-property'],
    ['an empty text', doc(block('paragraph', words(''))), '/content/0/content/0/text too-short'],
    ['a NUL', doc(block('paragraph', words('a\0'))), '/content/0/content/0/text text'],
    ['marks in code', doc(block('codeBlock', words('a', { type: 'bold' }))), '/content/0/content/0/marks misplaced'],
    [
      'a picture without alternative text',
      doc({ type: 'image', attrs: { fileId: FILE } }),
      '/content/0/attrs/alt required',
    ],
    [
      'a picture from elsewhere',
      doc({ type: 'image', attrs: { fileId: 'https://x.example/a.png', alt: '' } }),
      '/content/0/attrs/fileId value',
    ],
    ['content that is no list', doc({ type: 'paragraph', content: 'a' } as never), '/content/0/content type'],
    ['an empty list', doc(block('bulletList')), '/content/0/content too-few'],
    [
      'a mark that is no object',
      doc(block('paragraph', { ...words('a'), marks: ['bold'] } as never)),
      '/content/0/content/0/marks/0/type unknown-mark',
    ],
    [
      'the same mark twice',
      doc(block('paragraph', words('a', { type: 'bold' }, { type: 'bold' }))),
      '/content/0/content/0/marks/1/type twice',
    ],
  ]
  for (const [name, document, fault] of refused)
    test(`refuses ${name}`, () => {
      assert.deepEqual(
        richTextFaults(document, '').map(({ pointer, code }) => `${pointer} ${code}`),
        [fault],
      )
    })

  test('refuses what is too deep, too long or has too many parts', () => {
    const quoted = (times: number): RichNode =>
      times === 0 ? block('paragraph') : block('blockquote', quoted(times - 1))
    assert.deepEqual(richTextFaults(doc(quoted(11)), ''), [])
    assert.equal(richTextFaults(doc(quoted(12)), '')[0]?.code, 'depth')
    const long = doc(block('paragraph', words('a'.repeat(200_000)), words('b'.repeat(200_001))))
    assert.equal(richTextFaults(long, '')[0]?.code, 'too-long')
    const wide = doc(...Array.from({ length: 10_000 }, () => block('paragraph')))
    assert.deepEqual(
      richTextFaults(wide, '').map(({ code }) => code),
      ['too-many'],
    )
    const wrong = doc(...Array.from({ length: 100 }, () => ({ type: 'iframe' })))
    assert.equal(richTextFaults(wrong, '').length, 20)
  })
})

describe('an address of a link', () => {
  const taken = [
    'https://example.org',
    'http://a.example/b?c#d',
    'mailto:a@example.org',
    '/a',
    '#part',
    '?page=2',
    'HTTPS://A.EXAMPLE/',
  ]
  for (const href of taken) test(`is taken: ${href}`, () => assert.equal(safeHref(href), href))
  const refused = [
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    ' javascript:alert(1)',
    'java\nscript:alert(1)',
    'java\tscript:alert(1)',
    '\u0001javascript:alert(1)',
    '\u200bjavascript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'vbscript:msgbox(1)',
    'file:///etc/passwd',
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    'https:evil',
    'https:///evil',
    'http://',
    'blob:https://a.example/b',
    'example.org',
    '',
    7,
    null,
  ]
  for (const href of refused)
    test(`is refused: ${JSON.stringify(href)}`, () => {
      assert.equal(safeHref(href), null)
      assert.equal(richTextHtml(inLink(href as string)), '<p>here</p>')
      assert.equal(richTextFaults(inLink(href as string), '').length, 1)
    })
})

/** Texts that have opened a tag, an attribute or an address somewhere. */
const hostile = fc.constantFrom(
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  'javascript:alert(1)',
  '</p></a></code><svg/onload=alert(1)>',
  '&lt;script&gt;',
  '<!--',
  ']]>',
  '\u2028',
)
const anyText = fc.oneof(hostile, fc.string(), fc.string({ unit: 'binary' }))
const anyAttributes = fc.dictionary(
  fc.constantFrom('href', 'src', 'fileId', 'alt', 'caption', 'level', 'start', 'language', 'onclick', 'style'),
  fc.oneof(anyText, fc.integer(), fc.constant(FILE), fc.constant(null)),
)
const types = [
  'doc',
  'paragraph',
  'heading',
  'bulletList',
  'orderedList',
  'listItem',
  'blockquote',
  'codeBlock',
  'image',
]
const { node: anyNode } = fc.letrec<{ node: RichNode }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 5 },
    fc.record({
      type: fc.constant('text'),
      text: anyText,
      marks: fc.array(
        fc.record({ type: fc.constantFrom('bold', 'italic', 'code', 'link', 'style'), attrs: anyAttributes }),
        { maxLength: 4 },
      ),
    }),
    fc.record({
      type: fc.oneof(fc.constantFrom(...types, 'hardBreak', 'horizontalRule'), anyText),
      attrs: anyAttributes,
      content: fc.array(tie('node'), { maxLength: 4 }),
    }),
  ),
}))

/** What a tag of ours looks like; everything else between angle brackets would be somebody else's. */
const OURS =
  /<\/?(?:p|h[234]|ul|ol|li|blockquote|pre|code|strong|em|figure|figcaption|a)>|<(?:hr|br)>|<ol start="-?[\d.e+]+">|<code class="language-[^"<>]*">|<a href="(?:https?:\/\/|mailto:|[/#?])[^"<>\s]*"(?: rel="noopener noreferrer")?>|<img src="\/api\/files\/[0-9a-f-]{36}\/variants\/wide\/content" srcset="[^"<>]*" alt="[^"<>]*" loading="lazy">/giu

test('whatever is stored, its HTML has no tag, attribute or address but ours', () => {
  fc.assert(
    fc.property(anyNode, (node) => {
      const html = richTextHtml(node)
      const rest = html.replaceAll(OURS, '')
      assert.doesNotMatch(rest, /[<>"']/)
      assert.doesNotMatch(html.replaceAll(/"[^"]*"/g, '""'), /<script|<[^>]*\son\w+\s*=/i)
      assert.doesNotMatch(html, /<[^>]*(?:href|src)="\s*(?:javascript|data|vbscript):/i)
    }),
    { numRuns: 2000 },
  )
})

test('what is accepted has text, an excerpt and a reading time', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ minLength: 1 }), { minLength: 1 }), (texts) => {
      const written = doc(...texts.map((text) => block('paragraph', words(text))))
      const plain = richTextPlain(written)
      for (const text of texts) for (const word of text.match(/\S+/g) ?? []) assert.ok(plain.includes(word), word)
      assert.ok(excerptOf(plain).length <= 241)
    }),
  )
  assert.equal(readingMinutes('word '.repeat(230)), 1)
  assert.equal(readingMinutes('word '.repeat(231)), 2)
  assert.equal(readingMinutes(''), 1)
  assert.equal(excerptOf(`${'word '.repeat(60)}`), `${'word '.repeat(48).trim()}…`)
  assert.equal(
    richTextPlain(doc(block('paragraph', words('one '), words('word')), block('paragraph', words('two')))),
    'one word\ntwo',
  )
})
