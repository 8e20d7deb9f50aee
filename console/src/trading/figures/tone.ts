import type { CSSProperties } from 'react'

/** Most of the colour there is on a cell: what is written on it stays readable. */
const CELL_MAX = 46
const CELL_LEAST = 10

/** Blue above zero and orange below, the stronger the further out. */
export function cellTone(value: number, most: number): CSSProperties {
  const strength = most === 0 || value === 0 ? 0 : CELL_LEAST + (Math.abs(value) / most) * (CELL_MAX - CELL_LEAST)
  return toned(value, `${strength.toFixed(1)}%`)
}

/** A bar of its share of the longest. */
export function barTone(value: number, share: number): CSSProperties {
  return toned(value, `${(Math.min(1, Math.max(0, share)) * 100).toFixed(2)}%`)
}

/** Of a dot. */
export function dotTone(value: number): CSSProperties {
  return toned(value, '100%')
}

function toned(value: number, share: string): CSSProperties {
  return { '--tone': value < 0 ? 'var(--chart-loss)' : 'var(--chart-gain)', '--share': share } as CSSProperties
}

export function largest(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
}
