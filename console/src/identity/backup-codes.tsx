import { Alert, Button, Code, CopyButton, Group, Stack } from '@mantine/core'
import type { ReactElement } from 'react'
import { api, type Factors } from '../api.ts'
import styles from './backup-codes.module.css'
import { useFactorChange } from './use-factor-change.ts'

interface BackupCodesProps {
  readonly held: Factors
  /** Codes that were just made; they cannot be read again. */
  readonly shown: readonly string[] | null
  readonly onShown: (codes: readonly string[] | null) => void
}

/** Codes for when every other factor is out of reach. */
export function BackupCodes({ held, shown, onShown }: BackupCodesProps): ReactElement | null {
  const issue = useFactorChange(
    () => api.auth.issueBackupCodes({}),
    '',
    ({ codes }) => onShown(codes),
  )
  if (held.methods.length === 0) return null
  return (
    <Stack>
      <Group>
        <span>
          Backup codes left: <strong>{held.backupCodesLeft}</strong>
        </span>
        <Button size="xs" variant="default" loading={issue.isPending} onClick={() => issue.mutate()}>
          Make new backup codes
        </Button>
      </Group>
      {shown !== null && (
        <Alert title="Your backup codes" role="status">
          <Stack>
            <p>Each works once, when nothing else is at hand. Keep them now: they are not shown again.</p>
            <ul className={styles.codes} aria-label="Backup codes">
              {shown.map((code) => (
                <li key={code}>
                  <Code>{code}</Code>
                </li>
              ))}
            </ul>
            <Group>
              <CopyButton value={shown.join('\n')}>
                {({ copied, copy }) => (
                  <Button size="xs" variant="default" onClick={copy}>
                    {copied ? 'Copied' : 'Copy all'}
                  </Button>
                )}
              </CopyButton>
              <Button size="xs" variant="default" onClick={() => onShown(null)}>
                I have kept them
              </Button>
            </Group>
          </Stack>
        </Alert>
      )}
    </Stack>
  )
}
