import type { Control } from '../control.ts'

export const processControls: Readonly<Record<string, Control>> = {}
