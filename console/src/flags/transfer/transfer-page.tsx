import { Button, Group, Stack, Text } from '@mantine/core'
import type { ReactElement } from 'react'
import { may, useMe } from '../../identity/me.ts'
import { Page } from '../../shell/page.tsx'
import { Panel } from '../../shell/panel.tsx'
import { FlagSections } from '../flag-sections.tsx'
import { WRITE } from '../more-queries.ts'
import { ImportPanel } from './import-panel.tsx'

/** Flags carried from one installation to another, and from other systems. */
export function TransferPage(): ReactElement {
  const me = useMe()
  return (
    <Page
      title="Import and export"
      lead="Flags come from other systems, or go to another installation, with everybody in the same bucket."
      width="reading"
    >
      <FlagSections />
      <Stack gap="lg">
        {may(me, WRITE) && <ImportPanel />}
        <Panel title="Export">
          <Stack gap="md">
            <Text>
              Every flag and segment as one file, the same as long as nobody changes anything. Owners and archived flags
              stay behind.
            </Text>
            <Group>
              <Button component="a" variant="default" href="/api/flags/export" download="flags.json">
                Download the export
              </Button>
            </Group>
          </Stack>
        </Panel>
      </Stack>
    </Page>
  )
}
