import { Button, Stack, TextInput } from '@mantine/core'
import type { Editor } from '@tiptap/core'
import { type FormEvent, type ReactElement, useState } from 'react'
import type { ChosenFile, Library } from '../files/library.ts'
import { UploadField } from '../files/upload-field.tsx'
import { Dialog } from '../shell/dialog.tsx'
import { Disclosure } from '../shell/disclosure.tsx'

interface PictureDialogProps {
  readonly editor: Editor
  readonly purpose: string
  readonly Library?: Library | undefined
  readonly onClose: () => void
}

/** A new picture at the cursor, or other words or another file for the one that is selected. */
export function PictureDialog({ editor, purpose, Library, onClose }: PictureDialogProps): ReactElement {
  const [selected] = useState(() => (editor.isActive('image') ? editor.getAttributes('image') : null))
  const [fileId, setFileId] = useState<string | null>(selected === null ? null : String(selected.fileId))
  const [alt, setAlt] = useState(String(selected?.alt ?? ''))
  const [caption, setCaption] = useState(String(selected?.caption ?? ''))
  const [fault, setFault] = useState<string>()
  const choose = ({ id, alt: said }: ChosenFile): void => {
    setFileId(id)
    setFault(undefined)
    if (alt.trim() === '') setAlt(said ?? '')
  }
  const save = (event: FormEvent): void => {
    event.preventDefault()
    event.stopPropagation()
    if (fileId === null) {
      setFault('Choose the picture, and wait until it is uploaded')
      return
    }
    const attrs = { fileId, alt: alt.trim(), caption: caption.trim() === '' ? null : caption.trim() }
    if (selected === null) editor.chain().focus().insertContent({ type: 'image', attrs }).run()
    else editor.chain().focus().updateAttributes('image', attrs).run()
    onClose()
  }
  return (
    <Dialog title={selected === null ? 'Add a picture' : 'Change the picture'} onClose={onClose}>
      <form onSubmit={save} noValidate>
        <Stack gap="md">
          <UploadField
            label="Picture"
            hint={selected === null ? 'JPEG, PNG or WebP.' : 'Leave it empty to keep the one that stands there.'}
            accept="image/jpeg,image/png,image/webp"
            purpose={purpose}
            error={fault}
            onDone={(file) => setFileId(file?.id ?? null)}
          />
          {Library !== undefined && (
            <Disclosure label="Choose from the library">
              <Library kind="image" onChoose={choose} chosen={fileId} />
            </Disclosure>
          )}
          <TextInput
            label="Words in its place"
            description="What it shows, for whoever cannot see it; empty when it only adorns"
            maxLength={500}
            value={alt}
            onChange={(event) => setAlt(event.currentTarget.value)}
          />
          <TextInput
            label="Caption"
            description="Shown below it, if there is one"
            maxLength={500}
            value={caption}
            onChange={(event) => setCaption(event.currentTarget.value)}
          />
          <Button type="submit" style={{ alignSelf: 'flex-start' }}>
            {selected === null ? 'Add the picture' : 'Change the picture'}
          </Button>
        </Stack>
      </form>
    </Dialog>
  )
}
