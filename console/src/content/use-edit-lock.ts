import { useCallback, useEffect, useState } from 'react'
import { api, type ContentType, ProblemError } from '../api.ts'

/** The server lets go after 90 s in which it heard nothing. */
const sayAgainMs = 30_000

interface Holder {
  readonly id: string
  readonly name: string | null
}

export type EditLock =
  | { readonly at: 'asking' }
  | { readonly at: 'mine' }
  | { readonly at: 'theirs'; readonly holder: Holder; readonly wasMine: boolean }
  | { readonly at: 'unknown'; readonly error: unknown }

/** Keeps the right to edit while the page is open, and gives it back; of another's it tells, and goes on asking. */
export function useEditLock(type: ContentType['name'], id: string) {
  const [lock, setLock] = useState<EditLock>({ at: 'asking' })
  const ask = useCallback(
    async (takeOverFrom?: string): Promise<void> => {
      try {
        await api.content.lock({ path: { type, id }, body: takeOverFrom === undefined ? {} : { takeOverFrom } })
        setLock({ at: 'mine' })
      } catch (error) {
        const holder = holderIn(error)
        setLock((was) =>
          holder === null
            ? { at: 'unknown', error }
            : { at: 'theirs', holder, wasMine: was.at === 'mine' || (was.at === 'theirs' && was.wasMine) },
        )
      }
    },
    [type, id],
  )
  useEffect(() => {
    void ask()
    const timer = setInterval(() => void ask(), sayAgainMs)
    return () => {
      clearInterval(timer)
      // One that does not arrive lapses by itself.
      api.content.unlock({ path: { type, id } }).catch(() => null)
    }
  }, [ask, type, id])
  return { lock, ask, takeOver: (holder: Holder) => ask(holder.id) }
}

function holderIn(error: unknown): Holder | null {
  if (!(error instanceof ProblemError) || error.code !== 'content/edited-by-other') return null
  const { holder } = error.params
  const isKnown = typeof holder === 'object' && holder !== null && 'id' in holder && 'name' in holder
  return isKnown ? { id: String(holder.id), name: holder.name === null ? null : String(holder.name) } : null
}
