import type { Control } from '../control.ts'

export const jobControls: Readonly<Record<string, Control>> = {}
