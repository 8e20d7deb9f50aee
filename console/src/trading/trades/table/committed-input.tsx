import { TextInput } from '@mantine/core'
import { type ReactElement, useState } from 'react'

interface CommittedInputProps {
  readonly label: string
  readonly description?: string
  readonly placeholder?: string
  /** What the address holds, as it is written in the field. */
  readonly value: string
  /** False for what cannot be asked for. */
  readonly accepts: (typed: string) => boolean
  readonly fault: string
  readonly onCommit: (typed: string) => void
}

/** A field that narrows once whoever types leaves it or presses Enter; it follows the address. */
export function CommittedInput(props: CommittedInputProps): ReactElement {
  const { value, accepts, fault, onCommit, ...field } = props
  const [typed, setTyped] = useState(value)
  const [shown, setShown] = useState(value)
  if (shown !== value) {
    setShown(value)
    setTyped(value)
  }
  const isFine = typed.trim() === '' || accepts(typed)
  const commit = (): void => {
    if (isFine && typed !== value) onCommit(typed.trim())
  }
  return (
    <TextInput
      {...field}
      value={typed}
      maxLength={100}
      error={isFine ? undefined : fault}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter') commit()
      }}
    />
  )
}
