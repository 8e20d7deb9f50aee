import type { Control } from '../control.ts'

export const paymentControls: Readonly<Record<string, Control>> = {}
