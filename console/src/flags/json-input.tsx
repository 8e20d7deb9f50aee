import { Textarea } from '@mantine/core'
import type { Json } from '@plinth/sdk/flags'
import { type ReactElement, useState } from 'react'
import styles from './flags.module.css'

interface JsonInputProps {
  readonly label: string
  readonly hidesLabel?: boolean
  /** Of a form that leads the focus to it. */
  readonly path?: string
  readonly value: Json | undefined
  readonly error?: string | undefined
  readonly onChange: (value: Json | undefined) => void
}

/** JSON as text; what is no JSON is said at once, and is undefined meanwhile. */
export function JsonInput({ label, hidesLabel = false, path, value, error, onChange }: JsonInputProps): ReactElement {
  const [typed, setTyped] = useState(() => (value === undefined ? '' : JSON.stringify(value, null, 2)))
  const isJson = typed.trim() === '' || parsed(typed) !== undefined
  return (
    <Textarea
      {...(hidesLabel ? { 'aria-label': label } : { label })}
      classNames={{ input: styles.code ?? '' }}
      data-path={path}
      autosize
      minRows={2}
      maxRows={16}
      spellCheck={false}
      value={typed}
      error={isJson ? error : 'This is not JSON'}
      onChange={(event) => {
        setTyped(event.currentTarget.value)
        onChange(parsed(event.currentTarget.value))
      }}
    />
  )
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json
  } catch {
    return undefined
  }
}
