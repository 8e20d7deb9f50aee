import type { ComponentType } from 'react'

/** A file that was uploaded before. */
export interface ChosenFile {
  readonly id: string
  /** What it shows, if somebody said so. */
  readonly alt: string | null
}

/** Shows what was uploaded before and lets one of it be chosen. */
export type Library = ComponentType<{
  readonly kind: 'image' | 'document'
  /** The id of the one that stands already. */
  readonly chosen?: string | null
  readonly onChoose: (file: ChosenFile) => void
}>
