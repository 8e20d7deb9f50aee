import { Editor, Extension, type JSONContent } from '@tiptap/core'
import { gapCursor } from '@tiptap/pm/gapcursor'
import { history, redo, undo } from '@tiptap/pm/history'
import { asStored, type RichNode } from './document.ts'
import { marks } from './marks.ts'
import { nodes } from './nodes.ts'

const steps = Extension.create({
  name: 'steps',
  addProseMirrorPlugins: () => [history(), gapCursor()],
  addKeyboardShortcuts() {
    const back = (): boolean => undo(this.editor.state, this.editor.view.dispatch)
    const again = (): boolean => redo(this.editor.state, this.editor.view.dispatch)
    return { 'Mod-z': back, 'Mod-y': again, 'Shift-Mod-z': again }
  },
})

interface EditorOptions {
  readonly element: HTMLElement
  readonly doc: RichNode | undefined
  readonly attributes: Record<string, string>
  readonly pictureUrl: (fileId: string) => string
  /** Told after each change of the document, and not before the first one. */
  readonly onChange: (doc: RichNode) => void
}

export function createEditor({ element, doc, attributes, pictureUrl, onChange }: EditorOptions): Editor {
  return new Editor({
    element,
    injectCSS: false,
    extensions: [...nodes(pictureUrl), ...marks, steps],
    content: (doc as JSONContent | undefined) ?? null,
    editorProps: { attributes },
    onUpdate: ({ editor }) => onChange(asStored(editor.getJSON() as RichNode)),
  })
}
