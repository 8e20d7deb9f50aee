import type { Control } from '../control.ts'

export const dependencyControls: Readonly<Record<string, Control>> = {}
