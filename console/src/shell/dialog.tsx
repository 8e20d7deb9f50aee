import { Modal } from '@mantine/core'
import '@mantine/core/styles/ModalBase.layer.css'
import '@mantine/core/styles/Modal.layer.css'
import type { ReactElement, ReactNode } from 'react'
import styles from './dialog.module.css'

interface DialogProps {
  readonly title: string
  readonly open?: boolean
  readonly size?: 'md' | 'xl'
  readonly onClose: () => void
  readonly children: ReactNode
}

/** A question that is answered before the page goes on. NOTE: its head is no header element, which would be a second banner. */
export function Dialog({ title, open = true, size = 'md', onClose, children }: DialogProps): ReactElement {
  return (
    <Modal.Root opened={open} size={size} onClose={onClose} lockScroll={false}>
      <Modal.Overlay />
      <Modal.Content>
        <div className={styles.head}>
          <Modal.Title className={styles.title ?? ''}>{title}</Modal.Title>
          <Modal.CloseButton aria-label="Close" />
        </div>
        <Modal.Body>{children}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  )
}
