import type { createClient } from '@plinth/sdk'

type FlagsClient = ReturnType<typeof createClient>['flags']

export type Flag = Awaited<ReturnType<FlagsClient['get']>>
export type Targeting = Awaited<ReturnType<FlagsClient['getTargeting']>>
