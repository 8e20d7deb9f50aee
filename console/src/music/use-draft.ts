import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { type Application, api } from '../api.ts'
import { type ApplicationValues, changeOf, payloadOf } from './application-values.ts'
import { applicationKey } from './queries.ts'

const quietBeforeSavingMs = 1200

/**
 * Keeps a draft on the server: some time after the last change, and when `save` is called. One request at a time, each with the
 * version it builds on, so that another window's changes are never overwritten.
 */
export function useDraft(application: Application, values: ApplicationValues) {
  const queryClient = useQueryClient()
  const [saved, setSaved] = useState(() => JSON.stringify(payloadOf(values)))
  const version = useRef(application.version)
  const { mutateAsync, isPending, error } = useMutation({
    mutationFn: (next: ApplicationValues) =>
      api.music.saveApplication({
        path: { id: application.id },
        body: { ...changeOf(next), version: version.current },
      }),
    onSuccess: (answer, next) => {
      version.current = answer.version
      setSaved(JSON.stringify(payloadOf(next)))
      queryClient.setQueryData(applicationKey(application.id), answer)
    },
    scope: { id: `draft-${application.id}` },
  })
  const current = JSON.stringify(payloadOf(values))
  const isDirty = current !== saved
  const failedOn = useRef<string>(undefined)
  const save = useCallback(async (): Promise<boolean> => {
    try {
      await mutateAsync(values)
      return true
    } catch {
      // The mutation holds the error, and the form shows it.
      failedOn.current = JSON.stringify(payloadOf(values))
      return false
    }
  }, [mutateAsync, values])
  useEffect(() => {
    if (!isDirty || isPending || failedOn.current === current) return
    const timer = setTimeout(save, quietBeforeSavingMs)
    return () => clearTimeout(timer)
  }, [isDirty, isPending, current, save])
  return { save, isDirty, isSaving: isPending, problem: error }
}
