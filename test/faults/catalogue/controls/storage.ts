import type { Control } from '../control.ts'

export const storageControls: Readonly<Record<string, Control>> = {}
