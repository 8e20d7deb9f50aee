import { useCallback, useEffect, useRef, useState } from 'react'
import { api, type UploadInput, type UploadOperations, uploadFileBy } from '../api.ts'
import { explain, fieldErrors } from '../shell/problems.ts'

export type UploadPurpose = string

export interface UploadedFile {
  readonly id: string
  readonly filename: string
  readonly bytes: number
}

/** Other operations than those of the account. */
export type UploadWay = UploadOperations<string, UploadedFile>

export type UploadState =
  | { readonly at: 'empty' }
  | { readonly at: 'sending'; readonly filename: string; readonly percent: number; readonly phase: string }
  | { readonly at: 'done'; readonly file: UploadedFile }
  | { readonly at: 'failed'; readonly filename: string; readonly reason: string }

interface UploadOptions {
  readonly purpose: UploadPurpose
  readonly way?: UploadWay | undefined
  readonly onDone: (file: UploadedFile | null) => void
}

/** One upload at a time; another choice or leaving the page gives the earlier one up. */
export function useUpload({ purpose, way = api.files, onDone }: UploadOptions) {
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
    const onProgress: UploadInput<UploadPurpose>['onProgress'] = (progress) => {
      if (!signal.aborted) setState(uploadStateOf(file.name, progress))
    }
    setState({ at: 'sending', filename: file.name, percent: 0, phase: phases.hashing })
    onDone(null)
    try {
      const contentType = file.type === '' ? 'application/octet-stream' : file.type
      const stored = await uploadFileBy(api, way, {
        file,
        filename: file.name,
        contentType,
        purpose,
        onProgress,
        signal,
      })
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

type Progress = Parameters<NonNullable<UploadInput<UploadPurpose>['onProgress']>>[0]

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
