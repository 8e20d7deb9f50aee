import { useCallback, useEffect, useRef, useState } from 'react'
import { api, uploadFile } from '../api.ts'
import { explain, fieldErrors } from '../shell/problems.ts'

type UploadInput = Parameters<typeof uploadFile>[1]
export type UploadPurpose = UploadInput['purpose']

export interface UploadedFile {
  readonly id: string
  readonly filename: string
  readonly bytes: number
}

export type UploadState =
  | { readonly at: 'empty' }
  | { readonly at: 'sending'; readonly filename: string; readonly percent: number; readonly phase: string }
  | { readonly at: 'done'; readonly file: UploadedFile }
  | { readonly at: 'failed'; readonly filename: string; readonly reason: string }

interface UploadOptions {
  readonly purpose: UploadPurpose
  readonly onDone: (file: UploadedFile | null) => void
}

/** One upload at a time; another choice or leaving the page gives the earlier one up. */
export function useUpload({ purpose, onDone }: UploadOptions) {
  const [state, setState] = useState<UploadState>({ at: 'empty' })
  const running = useRef<AbortController>(undefined)
  useEffect(() => () => running.current?.abort(), [])

  const cancel = useCallback(() => {
    running.current?.abort()
    setState({ at: 'empty' })
  }, [])

  const start = async (file: File): Promise<void> => {
    running.current?.abort()
    const controller = new AbortController()
    running.current = controller
    const { signal } = controller
    const onProgress: UploadInput['onProgress'] = (progress) => {
      if (!signal.aborted) setState(uploadStateOf(file.name, progress))
    }
    setState({ at: 'sending', filename: file.name, percent: 0, phase: phases.hashing })
    onDone(null)
    try {
      const contentType = file.type === '' ? 'application/octet-stream' : file.type
      const stored = await uploadFile(api, { file, filename: file.name, contentType, purpose, onProgress, signal })
      if (signal.aborted) return
      setState({ at: 'done', file: stored })
      onDone(stored)
    } catch (error) {
      if (!signal.aborted) setState({ at: 'failed', filename: file.name, reason: reasonOf(error) })
    }
  }
  return { state, start, cancel }
}

const phases = { hashing: 'Reading', sending: 'Sending', confirming: 'Checking' } as const

type Progress = Parameters<NonNullable<UploadInput['onProgress']>>[0]

/** How far an upload is, as it is shown. */
export function uploadStateOf(
  filename: string,
  { phase, doneBytes, totalBytes }: Progress,
): UploadState & { at: 'sending' } {
  const part = totalBytes === 0 ? 0 : doneBytes / totalBytes
  const percent = phase === 'hashing' ? 0 : phase === 'confirming' ? 100 : Math.floor(part * 100)
  return { at: 'sending', filename, percent, phase: phases[phase] }
}

/** Why an upload failed, in a line. */
export function reasonOf(error: unknown): string {
  const { title, detail } = explain(error)
  const fields = Object.values(fieldErrors(error))
  return [title, ...(fields.length > 0 ? fields : [detail])].filter((part) => part !== undefined).join('. ')
}
