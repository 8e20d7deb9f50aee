import type { Editor } from '@tiptap/core'
import { type RefObject, useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { askAgain } from '../files/ask-again.ts'
import type { RichNode } from './document.ts'
import { createEditor } from './editor.ts'

interface UseEditorOptions {
  readonly doc: RichNode | undefined
  readonly attributes: Record<string, string>
  readonly pictureUrl: (fileId: string) => string
  readonly onChange: (doc: RichNode) => void
}

/** An editor in the element of `place`, from the document it was first shown with; null before it stands there. */
export function useEditor(options: UseEditorOptions): {
  place: RefObject<HTMLDivElement | null>
  editor: Editor | null
} {
  const place = useRef<HTMLDivElement>(null)
  const first = useRef(options)
  const latest = useRef(options.onChange)
  const [editor, setEditor] = useState<Editor | null>(null)
  useEffect(() => {
    latest.current = options.onChange
  }, [options.onChange])
  useEffect(() => {
    const element = place.current
    if (element === null) return
    const retry = (event: Event): void => askAgain(event.target)
    element.addEventListener('error', retry, true)
    const made = createEditor({ ...first.current, element, onChange: (doc) => latest.current(doc) })
    setEditor(made)
    return () => {
      element.removeEventListener('error', retry, true)
      made.destroy()
      setEditor(null)
    }
  }, [])
  const { attributes } = options
  const words = JSON.stringify(attributes)
  useEffect(() => {
    editor?.setOptions({ editorProps: { attributes: JSON.parse(words) } })
  }, [editor, words])
  return { place, editor }
}

/** What `read` tells of the editor, as text, after each of its changes. */
export function useEditorState(editor: Editor, read: (editor: Editor) => string): string {
  return useSyncExternalStore(
    (changed) => {
      editor.on('transaction', changed)
      return () => editor.off('transaction', changed)
    },
    () => read(editor),
  )
}
