import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { api } from '../../../api.ts'
import { ConfirmButton } from '../../../shell/confirm-button.tsx'
import { notifyDone, notifyProblem } from '../../../shell/notify.ts'
import { Panel } from '../../../shell/panel.tsx'
import { QueryView } from '../../../shell/query-view.tsx'
import { Row, Rows } from '../../../shell/rows.tsx'
import { When } from '../../../shell/when.tsx'
import { decimalInWords } from '../../decimals.ts'
import { tradingKey, tradingQueries } from '../../queries.ts'
import type { CorporateAction, Instrument } from '../../types.ts'
import { ActionForm } from './action-form.tsx'
import { actionsQuery } from './queries.ts'

/** Splits and other names: what was traded before is counted anew. */
export function ActionsPanel({ instrument }: { instrument: Instrument }): ReactElement {
  const actions = useQuery(actionsQuery(instrument.id))
  return (
    <Panel title="Corporate actions">
      <QueryView query={actions}>
        {(items) =>
          items.length === 0 ? (
            <p>None is known. After a split or a change of the symbol, say it here: what was traded before follows.</p>
          ) : (
            <Rows label="Corporate actions">
              {items.map((action) => (
                <ActionRow key={action.id} action={action} instrument={instrument} />
              ))}
            </Rows>
          )
        }
      </QueryView>
      <ActionForm instrument={instrument} />
    </Panel>
  )
}

function ActionRow({ action, instrument }: { action: CorporateAction; instrument: Instrument }): ReactElement {
  const client = useQueryClient()
  const takeBack = useMutation({
    mutationFn: () => api.trading.deleteCorporateAction({ path: { id: action.id } }),
    onSuccess: async () => {
      notifyDone('It is taken back; the trades are counted anew.')
      await client.invalidateQueries({ queryKey: tradingKey })
    },
    onError: notifyProblem,
  })
  const isSource = action.instrumentId === instrument.id
  const otherId = isSource ? (action.toInstrumentId ?? '') : action.instrumentId
  const other = useQuery({ ...tradingQueries.instrument(otherId), enabled: otherId !== '' }).data?.symbol
  return (
    <Row
      title={inWords(action, isSource, other ?? 'otherwise')}
      detail={<When at={action.effectiveAt} />}
      aside={
        <ConfirmButton
          label="Take it back"
          question="What was traded before is counted as if it had not been. Take it back?"
          confirm="Take it back"
          pending={takeBack.isPending}
          onConfirm={() => takeBack.mutate()}
        />
      }
    />
  )
}

function inWords({ kind, numerator, denominator }: CorporateAction, isSource: boolean, other: string): string {
  const ratio = `${decimalInWords(numerator)} new for ${decimalInWords(denominator)} old`
  if (kind === 'split') return ratio
  if (kind === 'spinoff') return isSource ? `${other} came of it, ${ratio}` : `Came of ${other}, ${ratio}`
  return isSource ? `Called ${other} from then on` : `Called ${other} before`
}
