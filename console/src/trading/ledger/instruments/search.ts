import type { Instrument } from '../../types.ts'
import { assetClasses } from './words.ts'

export interface InstrumentFilter {
  readonly search?: string
  readonly assetClass?: Instrument['assetClass']
}

export function instrumentFilterIn({ search, assetClass }: Record<string, unknown>): InstrumentFilter {
  const known = assetClasses.find((one) => one === assetClass)
  return {
    ...(typeof search === 'string' && search !== '' ? { search: search.slice(0, 64) } : {}),
    ...(known === undefined ? {} : { assetClass: known }),
  }
}
