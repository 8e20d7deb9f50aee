import type { ReactElement } from 'react'
import { Facts } from '../../../shell/facts.tsx'
import { Panel } from '../../../shell/panel.tsx'
import { When } from '../../../shell/when.tsx'
import { Amount } from '../../amounts.tsx'
import { percentInWords, riskInWords } from '../../decimals.ts'
import styles from '../trades.module.css'
import type { TradeDetail } from '../types.ts'
import { durationInWords } from '../words.ts'

const LACKS = {
  bars: 'There are no price bars of this time. With bars, the worst and the best that it was worth stand here.',
  'spin-off': 'A spin-off took of it while it was held: its fills do not say what the rest cost.',
  fills: 'It has more fills than are looked through.',
} as const

/** The worst and the best it was worth while it was held, by our bars and by the broker. */
export function ExcursionPanel({ trade }: { trade: TradeDetail }): ReactElement {
  const { excursion, noExcursion, reported, currency } = trade
  const isSaid = reported.mae !== null || reported.mfe !== null
  return (
    <Panel title="While it was held">
      {noExcursion !== null && (
        <p className={styles.quiet}>
          {LACKS[noExcursion.lacks]}
          {noExcursion.lacks === 'bars' && noExcursion.error !== null && ` The source said: ${noExcursion.error}.`}
          {noExcursion.lacks === 'bars' && noExcursion.nextAt !== null && (
            <>
              {' It is asked again '}
              <When at={noExcursion.nextAt} />.
            </>
          )}
        </p>
      )}
      {excursion !== null && (
        <>
          <Facts
            facts={[
              ['At worst (MAE)', worth(excursion.mae, excursion.maeR, excursion.maePercent, currency)],
              ['At best (MFE)', worth(excursion.mfe, excursion.mfeR, excursion.mfePercent, currency)],
              [
                'Exit efficiency',
                excursion.exitEfficiency === null
                  ? null
                  : `${percentInWords(excursion.exitEfficiency)} of the best was kept`,
              ],
            ]}
          />
          <p className={styles.quiet}>
            By {excursion.bars.toLocaleString()} bars of {durationInWords(excursion.seconds)}: what happened within a
            bar is known only as its highest and its lowest price.
          </p>
        </>
      )}
      {isSaid && (
        <Facts
          facts={[
            [
              'At worst, says the broker',
              reported.mae === null ? null : <Amount key="mae" value={reported.mae} currency={currency} signed />,
            ],
            [
              'At best, says the broker',
              reported.mfe === null ? null : <Amount key="mfe" value={reported.mfe} currency={currency} signed />,
            ],
          ]}
        />
      )}
    </Panel>
  )
}

function worth(value: string, r: string | null, percent: string | null, currency: string): ReactElement {
  return (
    <>
      <Amount value={value} currency={currency} signed />
      {r !== null && `, ${riskInWords(r)}`}
      {percent !== null && `, ${percentInWords(Number(percent) / 100, { places: 2, signed: true })}`}
    </>
  )
}
