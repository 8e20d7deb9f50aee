import { PasswordInput, type PasswordInputProps } from '@mantine/core'
import '@mantine/core/styles/PasswordInput.layer.css'
import type { ReactElement } from 'react'

interface PasswordFieldProps extends PasswordInputProps {
  readonly label: string
  readonly autoComplete: 'current-password' | 'new-password'
}

/** A password that can be shown, by keyboard too, and that is announced as faulty. */
export function PasswordField(props: PasswordFieldProps): ReactElement {
  return (
    <PasswordInput
      {...props}
      aria-invalid={props.error ? true : undefined}
      visibilityToggleFocusable
      visibilityToggleButtonProps={{ 'aria-label': `Show the ${props.label.toLowerCase()}` }}
    />
  )
}
