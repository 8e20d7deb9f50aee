import type { InputWrapperProps } from '@mantine/core'

/** What is said of a field stands below it, so that fields beside each other are in one line. */
export const below: Pick<InputWrapperProps, 'inputWrapperOrder'> = {
  inputWrapperOrder: ['label', 'input', 'description', 'error'],
}
