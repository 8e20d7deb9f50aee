import type { Control } from '../control.ts'

export const tradingControls: Readonly<Record<string, Control>> = {}
