import { accountDefinitions } from './definitions/of-accounts.ts'
import { chanceDefinitions } from './definitions/of-chance.ts'
import { returnDefinitions } from './definitions/of-returns.ts'
import { tradeDefinitions } from './definitions/of-trades.ts'

/** What every metric that is given out means, by its id: `<group>.<name of the metric>`. */
export const definitions = { ...tradeDefinitions, ...returnDefinitions, ...chanceDefinitions, ...accountDefinitions }

export type DefinitionId = keyof typeof definitions
