import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconBlockquote,
  IconBold,
  IconCode,
  IconH2,
  IconH3,
  IconH4,
  IconIndentDecrease,
  IconIndentIncrease,
  IconItalic,
  IconList,
  IconListNumbers,
  IconSeparatorHorizontal,
  IconSourceCode,
} from '@tabler/icons-react'
import type { Editor } from '@tiptap/core'
import { redo, redoDepth, undo, undoDepth } from '@tiptap/pm/history'
import type { ComponentType } from 'react'

export interface Tool {
  readonly name: string
  readonly keys?: string
  readonly Icon: ComponentType<{ size?: number; 'aria-hidden'?: boolean }>
  readonly run: (editor: Editor) => unknown
  /** Whether it is in force where the cursor stands; left out for what is done once. */
  readonly isOn?: (editor: Editor) => boolean
  readonly can?: (editor: Editor) => boolean
}

function mark(name: string, mark: string, keys: string, Icon: Tool['Icon']): Tool {
  return {
    name,
    keys,
    Icon,
    run: (editor) => editor.chain().focus().toggleMark(mark).run(),
    isOn: (editor) => editor.isActive(mark),
    can: (editor) => editor.can().toggleMark(mark),
  }
}

function headingOf(level: number, Icon: Tool['Icon']): Tool {
  return {
    name: `Heading ${level}`,
    keys: `Control+Alt+${level}`,
    Icon,
    run: (editor) => editor.chain().focus().toggleNode('heading', 'paragraph', { level }).run(),
    isOn: (editor) => editor.isActive('heading', { level }),
    can: (editor) => editor.can().toggleNode('heading', 'paragraph', { level }),
  }
}

function list(name: string, type: string, keys: string, Icon: Tool['Icon']): Tool {
  return {
    name,
    keys,
    Icon,
    run: (editor) => editor.chain().focus().toggleList(type, 'listItem').run(),
    isOn: (editor) => editor.isActive(type),
  }
}

const nesting: readonly Tool[] = [
  {
    name: 'Deeper in the list',
    keys: 'Control+]',
    Icon: IconIndentIncrease,
    run: (editor) => editor.chain().focus().sinkListItem('listItem').run(),
    can: (editor) => editor.can().sinkListItem('listItem'),
  },
  {
    name: 'Out of the list',
    keys: 'Control+[',
    Icon: IconIndentDecrease,
    run: (editor) => editor.chain().focus().liftListItem('listItem').run(),
    can: (editor) => editor.can().liftListItem('listItem'),
  },
]

const blocks: readonly Tool[] = [
  {
    name: 'Quote',
    keys: 'Control+Shift+B',
    Icon: IconBlockquote,
    run: (editor) => editor.chain().focus().toggleWrap('blockquote').run(),
    isOn: (editor) => editor.isActive('blockquote'),
  },
  {
    name: 'Block of code',
    keys: 'Control+Alt+C',
    Icon: IconSourceCode,
    run: (editor) => editor.chain().focus().toggleNode('codeBlock', 'paragraph').run(),
    isOn: (editor) => editor.isActive('codeBlock'),
  },
  {
    name: 'Line across',
    Icon: IconSeparatorHorizontal,
    run: (editor) => editor.chain().focus().insertContent({ type: 'horizontalRule' }).run(),
    can: (editor) => editor.state.selection.$from.depth <= 1,
  },
]

const steps: readonly Tool[] = [
  {
    name: 'Undo',
    keys: 'Control+Z',
    Icon: IconArrowBackUp,
    run: ({ state, view }) => undo(state, view.dispatch),
    can: ({ state }) => undoDepth(state) > 0,
  },
  {
    name: 'Redo',
    keys: 'Control+Shift+Z',
    Icon: IconArrowForwardUp,
    run: ({ state, view }) => redo(state, view.dispatch),
    can: ({ state }) => redoDepth(state) > 0,
  },
]

export const tools: readonly (readonly Tool[])[] = [
  [
    mark('Bold', 'bold', 'Control+B', IconBold),
    mark('Italic', 'italic', 'Control+I', IconItalic),
    mark('Code', 'code', 'Control+E', IconCode),
  ],
  [headingOf(2, IconH2), headingOf(3, IconH3), headingOf(4, IconH4)],
  [
    list('Bulleted list', 'bulletList', 'Control+Shift+8', IconList),
    list('Numbered list', 'orderedList', 'Control+Shift+7', IconListNumbers),
    ...nesting,
  ],
  blocks,
  steps,
]
