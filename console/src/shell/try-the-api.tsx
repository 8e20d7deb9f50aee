import { Button, Group } from '@mantine/core'
import { useClipboard } from '@mantine/hooks'
import type { ReactElement } from 'react'
import { Panel } from './panel.tsx'
import styles from './try-the-api.module.css'

export function TryTheApi(): ReactElement {
  const command = `curl ${window.location.origin}/api/tracks`
  const clipboard = useClipboard({ timeout: 2000 })
  return (
    <Panel title="Ask the API">
      <pre className={styles.command}>
        <code>{command}</code>
      </pre>
      <Group>
        <Button variant="default" size="xs" onClick={() => clipboard.copy(command)}>
          {clipboard.copied ? 'Copied' : 'Copy the command'}
        </Button>
        <span role="status">{clipboard.error !== null && 'The browser does not allow copying here.'}</span>
      </Group>
    </Panel>
  )
}
