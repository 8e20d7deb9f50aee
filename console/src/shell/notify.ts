import { notifications } from '@mantine/notifications'
import { explain } from './problems.ts'

export function notifyDone(message: string): void {
  notifications.show({ message, role: 'status', closeButtonProps: { 'aria-label': 'Dismiss' } })
}

export function notifyProblem(error: unknown): void {
  const { title, detail } = explain(error)
  notifications.show({
    title,
    message: detail ?? '',
    color: 'red',
    role: 'alert',
    closeButtonProps: { 'aria-label': 'Dismiss' },
  })
}
