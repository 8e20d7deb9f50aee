import { Alert } from '@mantine/core'
import type { ReactElement } from 'react'
import { useFlag } from './flags.ts'

/** What operators tell everybody, for as long as the flag says so. */
export function Notice(): ReactElement | null {
  const text = useFlag('console-notice', '')
  return text === '' ? null : <Alert role="status">{text}</Alert>
}
