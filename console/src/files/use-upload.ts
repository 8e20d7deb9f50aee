import { useCallback, useEffect, useRef, useState } from 'react'
import {
  api,
  ProblemError,
  UploadGivenUp,
  type UploadInput,
  type UploadOperations,
  uploadFileBy,
  uploadLarge,
} from '../api.ts'
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
  | {
      readonly at: 'failed'
      readonly filename: string
      readonly reason: string
      /** Sends it once more, a large one from where it broke off; absent where that would not help. */
      readonly again?: (() => void) | undefined
    }

interface UploadOptions {
  readonly purpose: UploadPurpose
  readonly way?: UploadWay | undefined
  readonly onDone: (file: UploadedFile | null) => void
}

/**
 * One upload at a time; cancelling or another choice gives the earlier one up. A large one that broke off, or whose page was left or
 * loaded anew, goes on where it was when the same file is chosen again in this tab.
 */
export function useUpload({ purpose, way, onDone }: UploadOptions) {
  const [state, setState] = useState<UploadState>({ at: 'empty' })
  const running = useRef<AbortController>(undefined)
  useEffect(() => () => running.current?.abort(), [])

  const cancel = useCallback(() => {
    running.current?.abort(new UploadGivenUp())
    setState({ at: 'empty' })
  }, [])

  const start = async (file: File): Promise<void> => {
    running.current?.abort(new UploadGivenUp())
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
      const upload = { file, filename: file.name, contentType, purpose, onProgress, signal }
      const stored = await (way === undefined
        ? uploadLarge(api, { ...upload, memory: sessionStorage })
        : uploadFileBy(api, way, upload))
      if (signal.aborted) return
      setState({ at: 'done', file: stored })
      onDone(stored)
    } catch (error) {
      const again = isPassing(error) ? () => void start(file) : undefined
      if (!signal.aborted) setState({ at: 'failed', filename: file.name, reason: reasonOf(error), again })
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

/** A lost connection, or a server that was busy or away. */
function isPassing(error: unknown): boolean {
  return error instanceof ProblemError && (error.status === 0 || error.status === 429 || error.status >= 500)
}

/** Why an upload failed, in a line. */
export function reasonOf(error: unknown): string {
  const { title, detail } = explain(error)
  const fields = Object.values(fieldErrors(error))
  return [title, ...(fields.length > 0 ? fields : [detail])].filter((part) => part !== undefined).join('. ')
}
