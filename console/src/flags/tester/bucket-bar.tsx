import type { ReactElement } from 'react'
import styles from './tester.module.css'

interface BucketBarProps {
  readonly title?: string
  /** The caller's number; null without anything to be dealt out by. */
  readonly bucket: number | null
  readonly parts: readonly { readonly label: string; readonly from: number; readonly to: number }[]
  /** Whether the bucket decides. */
  readonly isChosen: boolean
}

const number = new Intl.NumberFormat(undefined, { maximumFractionDigits: 4 })

/** Where a caller's bucket lies among the ranges, drawn and in words. */
export function BucketBar({ title, bucket, parts, isChosen }: BucketBarProps): ReactElement {
  const whole = Math.max(...parts.map(({ to }) => to), 0)
  const share = (of: number): string => `${whole === 0 ? 0 : (of / whole) * 100}%`
  const lies = parts.find(({ from, to }) => bucket !== null && bucket >= from && bucket < to)
  return (
    <div className={styles.bucket}>
      <p>
        {title !== undefined && `${title}. `}
        {bucket === null
          ? 'They say nothing to be dealt out by, so they have no bucket.'
          : `Their bucket is ${number.format(bucket)} of ${number.format(whole)}${lies === undefined ? '' : `: ${lies.label}`}.`}
      </p>
      <div className={styles.bar} aria-hidden>
        {parts.map((part) => (
          <span
            key={`${part.label} ${part.from}`}
            className={styles.part}
            data-chosen={isChosen && part === lies}
            style={{ left: share(part.from), width: share(part.to - part.from) }}
          />
        ))}
        {bucket !== null && <span className={styles.marker} style={{ left: share(bucket) }} />}
      </div>
      <ul className={styles.ranges}>
        {parts.map((part) => (
          <li key={`${part.label} ${part.from}`} data-chosen={part === lies}>
            {part.label}: {number.format(part.from)} to {number.format(part.to)}
          </li>
        ))}
      </ul>
    </div>
  )
}
