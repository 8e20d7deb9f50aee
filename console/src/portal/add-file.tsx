import { useMutation } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { attachment } from '../files/attachment.ts'
import { UploadField } from '../files/upload-field.tsx'
import { notifyDone, notifyProblem } from '../shell/notify.ts'
import { uploadsOf } from './guest-uploads.ts'
import type { Door } from './types.ts'

interface AddFileProps {
  readonly door: Door
  readonly send: (fileId: string) => Promise<unknown>
  readonly done: () => unknown
}

/** Sends a file and adds it at once; the field is then empty for the next. */
export function AddFile({ door, send, done }: AddFileProps): ReactElement {
  const [count, setCount] = useState(0)
  const add = useMutation({
    mutationFn: ({ id }: { id: string; filename: string }) => send(id),
    onSuccess: async (_, { filename }) => {
      notifyDone(`${filename} is added.`)
      await done()
    },
    onError: notifyProblem,
    onSettled: () => setCount(count + 1),
  })
  return (
    <UploadField
      key={count}
      label="Add a file"
      hint="PDF, picture or sound, at most 100 MB. It is added as soon as it is sent."
      accept={attachment.accept}
      purpose={attachment.purpose}
      way={uploadsOf(door)}
      error={undefined}
      onDone={(file) => {
        if (file !== null) add.mutate(file)
      }}
    />
  )
}
