/** A node of a structured text as the server keeps it, in the shape of ProseMirror. */
export interface RichNode {
  readonly type: string
  readonly attrs?: Readonly<Record<string, unknown>>
  readonly content?: readonly RichNode[]
  readonly marks?: readonly { readonly type: string; readonly attrs?: Readonly<Record<string, unknown>> }[]
  readonly text?: string
}

/** What the editor holds, in the server's words: an attribute without a value is left out, and only letters carry marks. */
export function asStored({ type, attrs, content, marks, text }: RichNode): RichNode {
  const set = Object.entries(attrs ?? {}).filter(([, value]) => value !== null && value !== undefined)
  return {
    type,
    ...(set.length > 0 ? { attrs: Object.fromEntries(set) } : {}),
    ...(content === undefined ? {} : { content: content.map(asStored) }),
    ...(text === undefined ? {} : { text }),
    ...(type === 'text' && marks !== undefined ? { marks } : {}),
  }
}

/** Whether there is nothing to read or see in it. */
export function isEmptyText({ type, content = [], text }: RichNode): boolean {
  if (type === 'image' || type === 'horizontalRule') return false
  return (text ?? '').trim() === '' && content.every(isEmptyText)
}

/** Where a link may lead: a web or mail address, or a place of this site. The server has the last word. */
export function isLinkTarget(href: unknown): href is string {
  return typeof href === 'string' && /^(?:https?:\/\/[^/\s]|mailto:[^/\s]|\/(?!\/)|[#?])\S*$/i.test(href)
}

/** What was typed as an address: `example.org/x` is taken for a web address. */
export function linkTarget(typed: string): string {
  const text = typed.trim()
  if (isLinkTarget(text)) return text
  if (/^[^\s@/:]+@[^\s@/:]+$/.test(text)) return `mailto:${text}`
  return /^[\w-]+(\.[\w-]+)+(:\d+)?(\/\S*)?$/.test(text) ? `https://${text}` : text
}
