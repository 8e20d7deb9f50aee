import type { Control } from '../control.ts'

export const requestControls: Readonly<Record<string, Control>> = {}
