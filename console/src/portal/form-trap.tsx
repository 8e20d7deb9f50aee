import { useQuery } from '@tanstack/react-query'
import { type ReactElement, useRef } from 'react'
import { api } from '../api.ts'
import styles from './portal.module.css'

/** The server believes no form that comes back sooner; with what the network takes off. */
const filledMsMin = 2_500
/** A form is good for a day; one that lay open for long gets a fresh token. */
const freshMs = 12 * 3_600_000

const tokenQuery = {
  queryKey: ['form-token'],
  queryFn: async ({ signal }: { signal: AbortSignal }) => {
    const { formToken } = await api.content.formToken({ signal })
    return { formToken, since: Date.now() }
  },
  staleTime: freshMs,
  refetchInterval: freshMs,
}

/** What tells a person from a program: when the form was handed out, and a field that nobody sees. */
export function useFormTrap() {
  const token = useQuery(tokenQuery)
  const website = useRef<HTMLInputElement>(null)
  return {
    field: <Trap input={website} />,
    problem: token.error,
    /** What goes along with the form; a quick hand waits until the form may be sent. */
    async proof(): Promise<{ formToken: string; website: string }> {
      const { formToken, since } = token.data ?? (await token.refetch({ throwOnError: true })).data ?? missing()
      const waitMs = since + filledMsMin - Date.now()
      if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs))
      return { formToken, website: website.current?.value ?? '' }
    },
  }
}

function missing(): never {
  throw new TypeError('a query that did not fail has an answer')
}

function Trap({ input }: { input: React.RefObject<HTMLInputElement | null> }): ReactElement {
  return (
    <div className={styles.trap} aria-hidden="true">
      <label>
        Leave this empty
        <input ref={input} type="text" name="website" tabIndex={-1} autoComplete="off" />
      </label>
    </div>
  )
}
