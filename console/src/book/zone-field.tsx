import { NativeSelect } from '@mantine/core'
import type { ReactElement } from 'react'
import { allZones, offsetText, ownZone } from '../shell/zoned.ts'

/** By whose clock times are shown: the visitor's own unless another one is chosen. */
export function ZoneField({ zone, onZone }: { zone: string; onZone: (zone: string) => void }): ReactElement {
  return (
    <NativeSelect
      label="Times by the clock of"
      description={`Now ${offsetText(new Date(), zone)}`}
      inputWrapperOrder={['label', 'input', 'description']}
      data={[...new Set([ownZone(), ...allZones()])]}
      value={zone}
      onChange={(event) => onZone(event.currentTarget.value)}
    />
  )
}

/** A zone of an address, unless the browser does not know it. */
export function knownZone(zone: string | undefined): string {
  return zone !== undefined && allZones().includes(zone) ? zone : ownZone()
}
