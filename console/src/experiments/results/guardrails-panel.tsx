import type { ReactElement } from 'react'
import { Panel } from '../../shell/panel.tsx'
import { Row, Rows } from '../../shell/rows.tsx'
import { StateBadge } from '../../shell/state-badge.tsx'
import { shareInWords } from '../figures.ts'
import type { Experiment, Results } from '../types.ts'

/** What may not get worse: how much is borne, what would happen, and what did. */
export function GuardrailsPanel({
  experiment,
  results,
}: {
  experiment: Experiment
  results: Results
}): ReactElement | null {
  const guardrails = experiment.metrics.filter(({ role }) => role === 'guardrail')
  if (guardrails.length === 0) return null
  const phase = experiment.phases.find(({ number }) => number === results.phase)
  return (
    <Panel title="Guardrails">
      <Rows label="Guardrails">
        {guardrails.map(({ key, title, margin, switchOff }) => {
          const found = results.metrics.find((metric) => metric.key === key)
          const isHarmed = found?.isHarmed === true
          const bears = `Worse by ${shareInWords(margin)} at most.`
          const would = switchOff
            ? 'Harm switches the flag off and stops the experiment.'
            : 'Harm is told, and nothing else.'
          return (
            <Row
              key={key}
              title={title}
              detail={
                <>
                  {`${bears} ${would}`}
                  {isHarmed && (
                    <div>
                      {`Worse than its margin, by an interval that holds at every look.${switchOff && phase?.reason ? ` What happened: ${phase.reason}.` : ''}`}
                    </div>
                  )}
                </>
              }
              aside={<StateBadge tone={isHarmed ? 'negative' : 'positive'}>{isHarmed ? 'Harmed' : 'Holds'}</StateBadge>}
            />
          )
        })}
      </Rows>
    </Panel>
  )
}
