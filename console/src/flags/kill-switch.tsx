import { Button } from '@mantine/core'
import { type ReactElement, useState } from 'react'
import { api } from '../api.ts'
import { may, useMe } from '../identity/me.ts'
import { GatedButton } from '../shell/gated-button.tsx'
import { notifyDone } from '../shell/notify.ts'
import { ReasonDialog } from './reason-dialog.tsx'
import type { Flag, Targeting } from './types.ts'

interface KillSwitchProps {
  readonly flag: Flag
  readonly standing: Targeting
  readonly onDone: (standing: Targeting) => unknown
}

/** Off at once, whatever stands in approval; and on again as it was. */
export function KillSwitch({ flag, standing, onDone }: KillSwitchProps): ReactElement | null {
  const me = useMe()
  const [asking, ask] = useState(false)
  const { environment, isKilled, enabled, needsApproval } = standing
  const path = { key: flag.key, environment }
  if (!may(me, 'flags:write') || (!isKilled && !enabled)) return null
  const mustWait = isKilled && needsApproval && !may(me, 'flags:approve')
  return (
    <>
      {isKilled ? (
        <GatedButton
          variant="default"
          onClick={() => ask(true)}
          disabledReason={mustWait ? 'Whoever may approve changes revives it here.' : undefined}
        >
          Revive
        </GatedButton>
      ) : (
        <Button color="red" onClick={() => ask(true)}>
          Kill
        </Button>
      )}
      {asking && (
        <ReasonDialog
          title={isKilled ? `Revive it in ${environment}?` : `Kill it in ${environment}?`}
          confirm={isKilled ? 'Revive it' : 'Kill it'}
          isGrave={!isKilled}
          isNeeded
          send={(reason) =>
            isKilled ? api.flags.revive({ path, body: { reason } }) : api.flags.kill({ path, body: { reason } })
          }
          onDone={(after) => {
            notifyDone(isKilled ? `It is on again in ${environment}.` : `It is off in ${environment}.`)
            return onDone(after)
          }}
          onClose={() => ask(false)}
        >
          {isKilled
            ? 'It is switched on again at once, with the rules it had.'
            : 'It is switched off at once for everybody, also where changes need approval. Its rules stay as they are, and reviving brings them back.'}
        </ReasonDialog>
      )}
    </>
  )
}
