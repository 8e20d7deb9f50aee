import type { api } from '../api.ts'

export type Flag = Awaited<ReturnType<typeof api.flags.get>>
export type Targeting = Awaited<ReturnType<typeof api.flags.getTargeting>>
