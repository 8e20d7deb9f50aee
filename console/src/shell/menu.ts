import type { ComponentType } from 'react'

export interface MenuEntry {
  readonly to: string
  readonly label: string
  /** `session` asks for any signed-in person, another word for that permission. */
  readonly needs?: string
  /** Shown only where this product is installed. A permission says so by itself: it is that of a unit. */
  readonly product?: string
  /** Stands behind the label: how much there is to look at. */
  readonly Badge?: ComponentType
}

export interface MenuSection {
  readonly title: string
  readonly entries: readonly MenuEntry[]
}

/** What the units bring to the frame; router.tsx puts it together. */
export interface Frame {
  readonly menu: readonly MenuSection[]
  /** Stays mounted while pages change. */
  readonly Dock: ComponentType
}
