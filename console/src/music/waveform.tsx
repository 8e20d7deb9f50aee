import { type KeyboardEvent, type PointerEvent, type ReactElement, useId, useMemo } from 'react'
import styles from './waveform.module.css'
import { clockTime, spokenTime } from './words.ts'

interface WaveformProps {
  readonly label: string
  /** 0 to 255, over the whole recording. */
  readonly peaks: readonly number[]
  readonly seconds: number
  readonly durationSeconds: number
  readonly onSeek: (seconds: number) => void
}

const barsShown = 200
const height = 100

/** The shape of a recording, and a slider over it: pointer, arrows (5 s), page keys (30 s), Home and End. */
export function Waveform({ label, peaks, seconds, durationSeconds, onSeek }: WaveformProps): ReactElement {
  const path = useMemo(() => barsPath(peaks), [peaks])
  const clip = useId()
  const played = durationSeconds === 0 ? 0 : (seconds / durationSeconds) * barsShown
  const seekTo = (event: PointerEvent<HTMLDivElement>): void => {
    const { left, width } = event.currentTarget.getBoundingClientRect()
    onSeek(((event.clientX - left) / width) * durationSeconds)
  }
  const step = (event: KeyboardEvent): void => {
    const target = keyTarget(event.key, seconds, durationSeconds)
    if (target === undefined) return
    event.preventDefault()
    onSeek(Math.min(Math.max(0, target), durationSeconds))
  }
  return (
    <div>
      <div
        className={styles.waveform}
        role="slider"
        tabIndex={0}
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={Math.round(durationSeconds)}
        aria-valuenow={Math.round(seconds)}
        aria-valuetext={`${spokenTime(seconds)} of ${spokenTime(durationSeconds)}`}
        onKeyDown={step}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId)
          seekTo(event)
        }}
        onPointerMove={(event) => {
          if (event.currentTarget.hasPointerCapture(event.pointerId)) seekTo(event)
        }}
      >
        <svg viewBox={`0 0 ${barsShown} ${height}`} preserveAspectRatio="none" aria-hidden="true">
          <clipPath id={clip}>
            <rect x={0} y={0} width={played} height={height} />
          </clipPath>
          <path className={styles.ahead} d={path} />
          <path className={styles.behind} d={path} clipPath={`url(#${clip})`} />
        </svg>
      </div>
      <div className={styles.times} aria-hidden="true">
        <span>{clockTime(seconds)}</span>
        <span>{clockTime(durationSeconds)}</span>
      </div>
    </div>
  )
}

function keyTarget(key: string, seconds: number, durationSeconds: number): number | undefined {
  if (key === 'ArrowRight' || key === 'ArrowUp') return seconds + 5
  if (key === 'ArrowLeft' || key === 'ArrowDown') return seconds - 5
  if (key === 'PageUp') return seconds + 30
  if (key === 'PageDown') return seconds - 30
  if (key === 'Home') return 0
  return key === 'End' ? durationSeconds : undefined
}

/** One path for all bars: two hundred elements would be moved at every tick of the clock. */
function barsPath(peaks: readonly number[]): string {
  const perBar = peaks.length / barsShown
  return Array.from({ length: barsShown }, (_, bar) => {
    const part = peaks.slice(
      Math.floor(bar * perBar),
      Math.max(Math.floor(bar * perBar) + 1, Math.floor((bar + 1) * perBar)),
    )
    const tall = Math.max(2, (Math.max(0, ...part) / 255) * height)
    return `M${bar + 0.15} ${(height - tall) / 2}h0.7v${tall}h-0.7z`
  }).join('')
}
