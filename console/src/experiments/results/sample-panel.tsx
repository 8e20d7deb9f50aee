import { Alert, Stack } from '@mantine/core'
import type { CSSProperties, ReactElement } from 'react'
import { Spot, Spots } from '../../charts/spots.tsx'
import { ChartTable } from '../../charts/table.tsx'
import { Facts } from '../../shell/facts.tsx'
import { Panel } from '../../shell/panel.tsx'
import styles from '../experiments.module.css'
import { countInWords, expectedUnits, pInWords, sampleInWords, shareInWords } from '../figures.ts'
import type { Experiment, Results } from '../types.ts'
import drawn from './results.module.css'

/** How many were counted of each variant beside how many the split makes expect, and whether chance explains the difference. */
export function SamplePanel({ experiment, results }: { experiment: Experiment; results: Results }): ReactElement {
  const { units, mixedUnits, lostExposures, sampleRatio } = results
  const total = units.reduce((sum, one) => sum + one.units, 0)
  const rows = units.map((one) => ({
    ...one,
    expected: expectedUnits(units, one.expectedShare),
    share: total === 0 ? 0 : one.units / total,
  }))
  return (
    <Panel title="Sample">
      <Stack gap="md">
        <figure style={{ margin: 0 }} aria-label="People by variant">
          <Spots>
            <div className={drawn.bars}>
              {rows.map(({ variant, units: count, expected, share, expectedShare }) => (
                <div key={variant} className={drawn.row}>
                  <div className={drawn.name}>{`${variant}: ${countInWords(count)}`}</div>
                  <Spot
                    className={drawn.bar}
                    style={{ '--share': percent(share), '--expected': percent(expectedShare) } as CSSProperties}
                    title={variant}
                    figures={[
                      ['Counted', `${countInWords(count)} (${shareInWords(share)})`],
                      ['Expected', `${countInWords(expected)} (${shareInWords(expectedShare)})`],
                    ]}
                  />
                </div>
              ))}
            </div>
          </Spots>
          <p className={styles.small}>The line across a bar is where the split of the rule makes it end.</p>
        </figure>
        <ChartTable
          isWhole
          label="Sample as a table"
          columns={['Variant', 'Counted', 'Expected', 'Share', 'Expected share']}
          rows={rows.map(({ variant, units: count, expected, share, expectedShare }) => ({
            key: variant,
            cells: [
              variant,
              ...[countInWords(count), countInWords(expected), shareInWords(share), shareInWords(expectedShare)],
            ],
          }))}
        />
        <Facts
          facts={[
            ['Together', sampleInWords(total, experiment.plannedUnits)],
            ['Chance of such a split', `p ${pInWords(sampleRatio.p)}`],
            ['Left out', mixedUnits === 0 ? null : `${countInWords(mixedUnits)} seen in two variants`],
            ['Lost', lostExposures === 0 ? null : `${countInWords(lostExposures)} exposures found no room`],
          ]}
        />
      </Stack>
    </Panel>
  )
}

const percent = (share: number): string => `${(share * 100).toFixed(2)}%`

/** What a sample ratio mismatch is, and where to look. */
export function Mismatch({ results: { units: found, sampleRatio } }: { results: Results }): ReactElement {
  const rows = found.map((one) => ({ ...one, expected: expectedUnits(found, one.expectedShare) }))
  const p = sampleRatio.p
  const counted = rows.map(
    ({ variant, units, expected }) => `${variant} ${countInWords(units)} of ${countInWords(expected)}`,
  )
  return (
    <Alert variant="outline" color="red" title="The variants have not the people that the split gives them">
      <Stack gap="xs">
        <p>{`Counted of expected: ${counted.join(', ')}. Chance makes such a split with p ${pInWords(p)}, so something loses people of one variant, or counts them twice.`}</p>
        <p>
          Believe no difference before you know why: a page of one variant that fails or redirects before it is counted,
          a rule that was changed while it ran, robots, or clients that tell exposures of one variant alone.
        </p>
      </Stack>
    </Alert>
  )
}
