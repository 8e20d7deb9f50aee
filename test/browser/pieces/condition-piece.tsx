import type { Condition } from '@plinth/sdk/flags'
import { type ReactElement, useState } from 'react'
import { ConditionEditor } from '../../../console/src/flags/conditions/condition-editor.tsx'
import { ConditionWords } from '../../../console/src/flags/conditions/condition-words.tsx'
import { Panel } from '../../../console/src/shell/panel.tsx'

/** The editor of conditions by itself, with what it says. */
export function ConditionPiece(): ReactElement {
  const [condition, setCondition] = useState<Condition>({ all: [] })
  return (
    <>
      <h1>Conditions</h1>
      <Panel>
        <ConditionEditor label="For whom" value={condition} onChange={setCondition} />
        <p>
          <ConditionWords condition={condition} />
        </p>
      </Panel>
    </>
  )
}
