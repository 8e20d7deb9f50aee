import type { Control } from '../control.ts'

export const mailControls: Readonly<Record<string, Control>> = {}
