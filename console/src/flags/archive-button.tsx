import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { api } from '../api.ts'
import { notifyDone } from '../shell/notify.ts'
import { flagInput, flagValues } from './flag-values.ts'
import { ProposeInstead } from './propose-instead.tsx'
import { flagsKey } from './queries.ts'
import { ReasonDialog } from './reason-dialog.tsx'
import { needsApproval } from './refusals.ts'
import type { Flag } from './types.ts'

/** Takes a flag out of every environment, or brings it back. */
export function ArchiveButton({ flag }: { flag: Flag }): ReactElement {
  const queryClient = useQueryClient()
  const [asking, ask] = useState(false)
  const { key, version } = flag
  const path = { key }
  const isArchived = flag.archivedAt !== null
  return (
    <>
      <Button variant="default" onClick={() => ask(true)}>
        {isArchived ? 'Restore' : 'Archive'}
      </Button>
      {asking && (
        <ReasonDialog
          title={isArchived ? 'Restore the flag?' : 'Archive the flag?'}
          confirm={isArchived ? 'Restore it' : 'Archive it'}
          isGrave={!isArchived}
          send={(reason) =>
            isArchived
              ? api.flags.restore({ path, body: { version, reason } })
              : api.flags.archive({ path, query: { version, reason } })
          }
          onDone={async () => {
            notifyDone(isArchived ? 'The flag is back, as it stood.' : 'The flag is archived.')
            await queryClient.invalidateQueries({ queryKey: flagsKey })
          }}
          onClose={() => ask(false)}
          wayOut={(error, reason) =>
            needsApproval(error) && (
              <ProposeInstead
                flag={flag}
                reason={reason}
                content={{ ...flagInput(flagValues(flag)), archived: !isArchived }}
              />
            )
          }
        >
          {isArchived
            ? 'It is served again in every environment, as it stood.'
            : 'Programs get their own default from then on. Its key stays taken, its history is kept, and it can be restored.'}
        </ReasonDialog>
      )}
    </>
  )
}
