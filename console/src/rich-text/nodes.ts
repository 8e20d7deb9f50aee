import { Node, type NodeConfig, nodeInputRule, textblockTypeInputRule, wrappingInputRule } from '@tiptap/core'

const inList = 'paragraph | bulletList | orderedList | codeBlock | image | blockquote'
const inQuote = `${inList} | heading`

function element(tag: string, attributes: Record<string, string> = {}) {
  return {
    parseHTML: () => [{ tag }],
    renderHTML: (): [string, Record<string, string>, 0] => [tag, attributes, 0],
  } satisfies Partial<NodeConfig>
}

const doc = Node.create({ name: 'doc', topNode: true, content: `(${inQuote} | horizontalRule)+` })
const text = Node.create({ name: 'text', group: 'inline' })
const paragraph = Node.create({
  name: 'paragraph',
  priority: 1000,
  content: 'inline*',
  ...element('p'),
  addKeyboardShortcuts() {
    return { 'Mod-Alt-0': () => this.editor.commands.setNode(this.name) }
  },
})

const heading = Node.create({
  name: 'heading',
  content: 'inline*',
  defining: true,
  addAttributes: () => ({ level: { default: 2, rendered: false } }),
  parseHTML: () => [
    { tag: 'h1', attrs: { level: 2 } },
    ...[2, 3, 4].map((level) => ({ tag: `h${level}`, attrs: { level } })),
    { tag: 'h5', attrs: { level: 4 } },
  ],
  renderHTML: ({ node }) => [`h${node.attrs.level}`, 0],
  addKeyboardShortcuts() {
    const toggle = (level: number) => () => this.editor.commands.toggleNode(this.name, 'paragraph', { level })
    return { 'Mod-Alt-2': toggle(2), 'Mod-Alt-3': toggle(3), 'Mod-Alt-4': toggle(4) }
  },
  addInputRules() {
    return [2, 3, 4].map((level) =>
      textblockTypeInputRule({
        find: new RegExp(`^#{${level}}\\s$`),
        type: this.type,
        getAttributes: { level },
      }),
    )
  },
})

const listItem = Node.create({
  name: 'listItem',
  content: `(${inList})+`,
  defining: true,
  ...element('li'),
  addKeyboardShortcuts() {
    return {
      Enter: () => this.editor.commands.splitListItem(this.name),
      'Mod-]': () => this.editor.commands.sinkListItem(this.name),
      'Mod-[': () => this.editor.commands.liftListItem(this.name),
    }
  },
})

const bulletList = Node.create({
  name: 'bulletList',
  group: 'list',
  content: 'listItem+',
  ...element('ul'),
  addKeyboardShortcuts() {
    return { 'Mod-Shift-8': () => this.editor.commands.toggleList(this.name, 'listItem') }
  },
  addInputRules() {
    return [wrappingInputRule({ find: /^\s*[-+*]\s$/, type: this.type })]
  },
})

const orderedList = Node.create({
  name: 'orderedList',
  group: 'list',
  content: 'listItem+',
  addAttributes: () => ({ start: { default: null } }),
  ...element('ol'),
  renderHTML: ({ node }) => ['ol', node.attrs.start === null ? {} : { start: String(node.attrs.start) }, 0],
  addKeyboardShortcuts() {
    return { 'Mod-Shift-7': () => this.editor.commands.toggleList(this.name, 'listItem') }
  },
  addInputRules() {
    return [wrappingInputRule({ find: /^1\.\s$/, type: this.type })]
  },
})

const blockquote = Node.create({
  name: 'blockquote',
  content: `(${inQuote})+`,
  defining: true,
  ...element('blockquote'),
  addKeyboardShortcuts() {
    return { 'Mod-Shift-b': () => this.editor.commands.toggleWrap(this.name) }
  },
  addInputRules() {
    return [wrappingInputRule({ find: /^\s*>\s$/, type: this.type })]
  },
})

const codeBlock = Node.create({
  name: 'codeBlock',
  content: 'text*',
  marks: '',
  code: true,
  defining: true,
  addAttributes: () => ({ language: { default: null, rendered: false } }),
  parseHTML: () => [{ tag: 'pre', preserveWhitespace: 'full' as const }],
  renderHTML: () => ['pre', ['code', 0]],
  addKeyboardShortcuts() {
    return {
      'Mod-Alt-c': () => this.editor.commands.toggleNode(this.name, 'paragraph'),
      'Mod-Enter': () => this.editor.commands.exitCode(),
    }
  },
  addInputRules() {
    return [textblockTypeInputRule({ find: /^```\s$/, type: this.type })]
  },
})

const horizontalRule = Node.create({
  name: 'horizontalRule',
  parseHTML: () => [{ tag: 'hr' }],
  renderHTML: () => ['hr'],
  addInputRules() {
    return [nodeInputRule({ find: /^(?:---|___)$/, type: this.type })]
  },
})

const hardBreak = Node.create({
  name: 'hardBreak',
  group: 'inline',
  inline: true,
  selectable: false,
  linebreakReplacement: true,
  parseHTML: () => [{ tag: 'br' }],
  renderHTML: () => ['br'],
  renderText: () => '\n',
  addKeyboardShortcuts() {
    return { 'Shift-Enter': () => this.editor.commands.insertContent({ type: this.name }) }
  },
})

/** A picture by its file id; where its bytes are is known to the page alone. */
function image(pictureUrl: (fileId: string) => string) {
  return Node.create({
    name: 'image',
    draggable: true,
    addAttributes: () => ({ fileId: { default: null }, alt: { default: '' }, caption: { default: null } }),
    parseHTML: () => [
      {
        tag: 'img[data-file-id]',
        getAttrs: (node) => ({
          fileId: node.getAttribute('data-file-id'),
          alt: node.getAttribute('alt') ?? '',
          caption: node.getAttribute('title'),
        }),
      },
    ],
    renderHTML: ({ node: { attrs } }) => [
      'img',
      {
        'data-file-id': String(attrs.fileId),
        src: pictureUrl(String(attrs.fileId)),
        alt: String(attrs.alt),
        ...(attrs.caption === null ? {} : { title: String(attrs.caption) }),
      },
    ],
  })
}

/** The nodes that the server takes, each where it takes them. */
export function nodes(pictureUrl: (fileId: string) => string) {
  const lists = [listItem, bulletList, orderedList]
  return [doc, text, paragraph, heading, ...lists, blockquote, codeBlock, image(pictureUrl), horizontalRule, hardBreak]
}
