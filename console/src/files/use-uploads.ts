import { useEffect, useRef, useState } from 'react'
import { api, uploadLarge } from '../api.ts'
import { reasonOf, type UploadedFile, type UploadPurpose, type UploadState, uploadStateOf } from './use-upload.ts'

/** One of several files, in the order in which they were chosen. */
export interface QueuedUpload {
  readonly key: string
  readonly filename: string
  readonly state: Exclude<UploadState, { at: 'empty' }> | { readonly at: 'waiting' }
}

interface UploadsOptions {
  /** What a file is for; null: such files are not taken. */
  readonly purposeOf: (file: File) => UploadPurpose | null
  readonly refusal: string
  readonly onDone: (file: UploadedFile) => void
}

/** Several uploads, one after the other; leaving the page ends those that are not done. A large one goes on when it is chosen again. */
export function useUploads({ purposeOf, refusal, onDone }: UploadsOptions) {
  const [uploads, setUploads] = useState<readonly QueuedUpload[]>([])
  const running = useRef(new AbortController())
  const last = useRef(Promise.resolve())
  useEffect(() => {
    const controller = new AbortController()
    running.current = controller
    return () => controller.abort()
  }, [])

  const settle = (key: string, state: QueuedUpload['state']): void =>
    setUploads((all) => all.map((one) => (one.key === key ? { ...one, state } : one)))

  const send = async (file: File, key: string, purpose: UploadPurpose): Promise<void> => {
    const { signal } = running.current
    if (signal.aborted) return
    const { name: filename, type: contentType } = file
    try {
      const stored = await uploadLarge(api, {
        ...{ file, filename, contentType, purpose, signal, memory: sessionStorage },
        onProgress: (progress) => settle(key, uploadStateOf(filename, progress)),
      })
      settle(key, { at: 'done', file: stored })
      onDone(stored)
    } catch (error) {
      if (!signal.aborted) settle(key, { at: 'failed', filename, reason: reasonOf(error) })
    }
  }

  const start = (files: readonly File[]): void => {
    for (const file of files) {
      const key = crypto.randomUUID()
      const purpose = purposeOf(file)
      const state = purpose === null ? failed(file.name, refusal) : ({ at: 'waiting' } as const)
      setUploads((all) => [...all, { key, filename: file.name, state }])
      if (purpose !== null) last.current = last.current.then(() => send(file, key, purpose))
    }
  }
  return { uploads, start }
}

function failed(filename: string, reason: string) {
  return { at: 'failed', filename, reason } as const
}
