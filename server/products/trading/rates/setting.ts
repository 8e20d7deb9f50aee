import { Type } from 'typebox'
import { object, oneOf } from '../../../kernel/http/schema.ts'
import type { Setting } from '../../../platform/settings/index.ts'

const shape = object({
  source: {
    ...oneOf(['off', 'ecb']),
    title: 'Where rates come from',
    description: 'ecb: the euro reference rates of the European Central Bank, each working day. off: only from traders',
  },
  baseUrl: Type.String({
    ...{ format: 'uri', pattern: '^https?://', maxLength: 500, title: 'Address of the folder' },
    description: 'It holds eurofxref-hist.xml and eurofxref-hist-90d.xml',
  }),
})

/** Where rates of currencies are asked for. */
export const ratesSetting: Setting<typeof shape> = {
  key: 'trading-currency-rates',
  title: 'Currency rates of traders',
  description:
    'Which rates fills in another currency count at where their file does not say, and open positions each day.',
  schema: shape,
  fallback: { source: 'off', baseUrl: 'https://www.ecb.europa.eu/stats/eurofxref/' },
  isPublic: false,
}
