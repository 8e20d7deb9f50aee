import { Button, Group, Stack, TextInput } from '@mantine/core'
import type { Editor } from '@tiptap/core'
import { type FormEvent, type ReactElement, useState } from 'react'
import { Dialog } from '../shell/dialog.tsx'
import { isLinkTarget, linkTarget } from './document.ts'

/** Where the selected words lead; without a selection the address itself is written and leads there. */
export function LinkDialog({ editor, onClose }: { editor: Editor; onClose: () => void }): ReactElement {
  const [known] = useState(() => String(editor.getAttributes('link').href ?? ''))
  const [typed, setTyped] = useState(known)
  const [fault, setFault] = useState<string>()
  const save = (event: FormEvent): void => {
    event.preventDefault()
    event.stopPropagation()
    const href = linkTarget(typed)
    if (!isLinkTarget(href)) {
      setFault('Write a web address, a mail address or a path of this site')
      return
    }
    setLink(editor, href)
    onClose()
  }
  const remove = (): void => {
    editor.chain().focus().extendMarkRange('link').unsetMark('link').run()
    onClose()
  }
  return (
    <Dialog title={known === '' ? 'Add a link' : 'Change the link'} onClose={onClose}>
      <form onSubmit={save} noValidate>
        <Stack gap="md">
          <TextInput
            label="Address"
            inputMode="url"
            autoComplete="off"
            data-autofocus
            value={typed}
            error={fault}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          <Group>
            <Button type="submit">{known === '' ? 'Add the link' : 'Change the link'}</Button>
            {known !== '' && (
              <Button variant="default" onClick={remove}>
                Remove the link
              </Button>
            )}
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}

function setLink(editor: Editor, href: string): void {
  const chain = editor.chain().focus().extendMarkRange('link')
  if (editor.state.selection.empty && !editor.isActive('link')) {
    chain
      .insertContent({ type: 'text', text: href.replace(/^mailto:/, ''), marks: [{ type: 'link', attrs: { href } }] })
      .run()
  } else chain.setMark('link', { href }).run()
}
