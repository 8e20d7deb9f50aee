import { TextInput } from '@mantine/core'
import { type ReactElement, useState } from 'react'
import { percentIn, shareIn } from './draft.ts'
import styles from './flags.module.css'

interface ShareInputProps {
  readonly label: string
  readonly description?: string
  /** In 1/100,000; NaN for what is no percentage. */
  readonly value: number
  readonly error?: string | undefined
  readonly onChange: (share: number) => void
}

/** A percentage with steps of a thousandth. */
export function ShareInput({ label, description, value, error, onChange }: ShareInputProps): ReactElement {
  const [typed, setTyped] = useState(() => percentIn(value))
  return (
    <TextInput
      className={styles.share ?? ''}
      label={label}
      description={description}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      inputMode="decimal"
      rightSection={<span aria-hidden>%</span>}
      value={typed}
      error={error}
      onChange={(event) => {
        setTyped(event.currentTarget.value)
        onChange(shareIn(event.currentTarget.value))
      }}
    />
  )
}
