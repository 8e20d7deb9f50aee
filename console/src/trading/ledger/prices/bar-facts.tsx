import type { ReactElement } from 'react'
import { When } from '../../../shell/when.tsx'
import type { BarState } from '../../types.ts'

/** Which bars there are, and how the last look for some ended. */
export function BarFacts({ state }: { state: BarState }): ReactElement {
  const { resolutions, fetchedAt, nextAt, error } = state
  return (
    <>
      {resolutions.length === 0 && <div>No price bars</div>}
      {resolutions.map(({ seconds, from, until }) => (
        <div key={seconds}>
          {lengthInWords(seconds)} from <When at={from} /> to <When at={until} />
        </div>
      ))}
      {fetchedAt !== null && (
        <div>
          Fetched <When at={fetchedAt} />
        </div>
      )}
      {error !== null && (
        <div role="alert">
          The last attempt failed: {error}
          {nextAt !== null && (
            <>
              . Next <When at={nextAt} />
            </>
          )}
        </div>
      )}
    </>
  )
}

/** Bars of a day, of 5 minutes, of 30 seconds. */
function lengthInWords(seconds: number): string {
  if (seconds === 86_400) return 'Bars of a day'
  if (seconds % 3600 === 0) return seconds === 3600 ? 'Bars of an hour' : `Bars of ${seconds / 3600} hours`
  if (seconds % 60 === 0) return seconds === 60 ? 'Bars of a minute' : `Bars of ${seconds / 60} minutes`
  return seconds === 1 ? 'Bars of a second' : `Bars of ${seconds} seconds`
}
