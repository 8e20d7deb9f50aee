import { ActionIcon } from '@mantine/core'
import { IconLink, IconPhoto } from '@tabler/icons-react'
import type { Editor } from '@tiptap/core'
import { type KeyboardEvent, type ReactElement, useEffect, useRef, useState } from 'react'
import type { Library } from '../files/library.ts'
import { LinkDialog } from './link-dialog.tsx'
import { PictureDialog } from './picture-dialog.tsx'
import styles from './rich-text.module.css'
import { type Tool, tools } from './tools.ts'
import { useEditorState } from './use-editor.ts'

interface ToolbarProps {
  readonly editor: Editor
  readonly label: string
  readonly picturePurpose: string
  readonly Library?: Library | undefined
}

type Asking = 'link' | 'picture' | null

/** One stop of the Tab key; arrows lead from tool to tool (ARIA Authoring Practices, toolbar). */
export function Toolbar({ editor, label, picturePurpose, Library }: ToolbarProps): ReactElement {
  const [asking, setAsking] = useState<Asking>(null)
  const bar = useRef<HTMLDivElement>(null)
  const [stop, setStop] = useState('Bold')
  const state: readonly string[] = JSON.parse(useEditorState(editor, readTools))
  useWayBetween(editor, bar)
  const asks: readonly Tool[] = [
    { name: 'Link', Icon: IconLink, run: () => setAsking('link'), isOn: () => editor.isActive('link') },
    { name: 'Picture', Icon: IconPhoto, run: () => setAsking('picture'), isOn: () => editor.isActive('image') },
  ]
  const [letters = [], ...others] = tools
  const close = (): void => setAsking(null)
  return (
    <>
      <div
        role="toolbar"
        aria-label={label}
        aria-orientation="horizontal"
        className={styles.tools}
        ref={bar}
        onKeyDown={(event) => step(event, () => editor.commands.focus())}
        onFocus={(event) => setStop(event.target.getAttribute('data-tool') ?? stop)}
      >
        {[[...letters, ...asks.slice(0, 1)], ...others.slice(0, 3), asks.slice(1), ...others.slice(3)].map((group) => (
          <div key={group[0]?.name} className={styles.group}>
            {group.map((tool) => (
              <ToolButton key={tool.name} tool={tool} editor={editor} isStop={stop === tool.name} state={state} />
            ))}
          </div>
        ))}
      </div>
      {asking === 'link' && <LinkDialog editor={editor} onClose={close} />}
      {asking === 'picture' && (
        <PictureDialog editor={editor} purpose={picturePurpose} Library={Library} onClose={close} />
      )}
    </>
  )
}

interface ToolButtonProps {
  readonly tool: Tool
  readonly editor: Editor
  readonly isStop: boolean
  readonly state: readonly string[]
}

/** A tool that cannot be used where the cursor stands stays reachable, so that arrows find the same tools everywhere. */
function ToolButton({ tool, editor, isStop, state }: ToolButtonProps): ReactElement {
  const { name, keys, Icon, isOn, run } = tool
  const closed = state.includes(`no ${name}`)
  const pressed = isOn === undefined ? {} : { 'aria-pressed': isOn(editor) }
  return (
    <ActionIcon
      variant={isOn?.(editor) === true ? 'filled' : 'subtle'}
      size="lg"
      className={styles.tool ?? ''}
      data-tool={name}
      {...(closed ? { 'data-disabled': true } : {})}
      tabIndex={isStop ? 0 : -1}
      aria-label={name}
      aria-disabled={closed}
      aria-keyshortcuts={keys}
      title={keys === undefined ? name : `${name} (${keys})`}
      onClick={() => {
        if (!closed) run(editor)
      }}
      {...pressed}
    >
      <Icon size={18} aria-hidden />
    </ActionIcon>
  )
}

/** What is on and what cannot be used, as a text that only changes with it. */
function readTools(editor: Editor): string {
  const all = tools.flat()
  const on = all.filter(({ isOn }) => isOn?.(editor)).map(({ name }) => name)
  const closed = all.filter(({ can }) => can?.(editor) === false).map(({ name }) => `no ${name}`)
  const asks = ['link', 'image'].filter((type) => editor.isActive(type))
  return JSON.stringify([...on, ...closed, ...asks])
}

function useWayBetween(editor: Editor, bar: React.RefObject<HTMLDivElement | null>): void {
  useEffect(() => {
    const text = editor.view.dom
    const lead = (event: globalThis.KeyboardEvent): void => {
      if (!event.altKey || event.key !== 'F10') return
      event.preventDefault()
      bar.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus()
    }
    text.addEventListener('keydown', lead)
    return () => text.removeEventListener('keydown', lead)
  }, [editor, bar])
}

function step(event: KeyboardEvent<HTMLDivElement>, leave: () => void): void {
  const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>('button')]
  const at = buttons.findIndex((button) => button.contains(document.activeElement))
  const targets: Readonly<Record<string, number>> = {
    ArrowRight: (at + 1) % buttons.length,
    ArrowLeft: (at - 1 + buttons.length) % buttons.length,
    Home: 0,
    End: buttons.length - 1,
  }
  const target = targets[event.key]
  if (event.key === 'Escape') leave()
  if (target === undefined) return
  event.preventDefault()
  buttons[target]?.focus()
}
