import { NativeSelect, TextInput } from '@mantine/core'
import { type ReactElement, useState } from 'react'
import { allZones, instantAt, offsetText, ownZone, wallTime } from '../shell/zoned.ts'
import styles from './fields.module.css'
import { type FieldProps, hints } from './schema-form.ts'

export function ZonedTimeField(props: FieldProps<'instant'>): ReactElement {
  const { form, path } = props
  const { value, error, onChange } = form.getInputProps(path)
  return <ZonedTimeInput {...hints(props)} path={path} value={String(value ?? '')} error={error} onChange={onChange} />
}

interface ZonedTimeInputProps {
  readonly label: string
  readonly description?: string | undefined
  readonly required?: boolean
  readonly path?: string
  /** An instant (RFC 3339), or '' for none. */
  readonly value: string
  readonly error?: string | undefined
  readonly onChange: (instant: string) => void
}

/** A moment by the clock of a zone that is named; another zone keeps what the clock shows. */
export function ZonedTimeInput(props: ZonedTimeInputProps): ReactElement {
  const { label, description, required = false, path, value, error, onChange } = props
  const [zone, setZone] = useState(ownZone)
  const shown = value === '' ? '' : clockOf(new Date(value), zone)
  const set = (clock: string, inZone: string): void => onChange(clock === '' ? '' : instantOf(clock, inZone))
  return (
    <div className={styles.pair}>
      <TextInput
        type="datetime-local"
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        label={label}
        required={required}
        description={[description, value === '' ? undefined : meaning(new Date(value), zone)].filter(Boolean).join(' ')}
        value={shown}
        error={error}
        data-path={path}
        onChange={(event) => set(event.currentTarget.value, zone)}
      />
      <NativeSelect
        label="Zone"
        aria-label={`Zone of ${label}`}
        data={[...new Set([ownZone(), ...allZones()])]}
        value={zone}
        onChange={(event) => {
          const next = event.currentTarget.value
          setZone(next)
          set(shown, next)
        }}
      />
    </div>
  )
}

function clockOf(instant: Date, zone: string): string {
  const { date, minutes } = wallTime(instant, zone)
  const two = (number: number): string => String(number).padStart(2, '0')
  return `${date}T${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}

function instantOf(clock: string, zone: string): string {
  const [, date = '', hours = '0', minutes = '0'] = /^(\d{4}-\d\d-\d\d)T(\d\d):(\d\d)/.exec(clock) ?? []
  return instantAt({ date, minutes: Number(hours) * 60 + Number(minutes) }, zone).toISOString()
}

/** Says the offset, and the time here when that is another one. */
function meaning(instant: Date, zone: string): string {
  const own = ownZone()
  if (offsetText(instant, own) === offsetText(instant, zone)) return `${offsetText(instant, zone)}.`
  const here = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' }).format(instant)
  return `${offsetText(instant, zone)}, which is ${here} in ${own}.`
}
