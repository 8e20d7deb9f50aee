/** The peer: bentocache with its tier in memory. JavaScript, so that the types of a peer are no part of the check. */
import { BentoCache, bentostore } from 'bentocache'
import { memoryDriver } from 'bentocache/drivers/memory'

export function openPeerCache({ maxItems, serialize }) {
  return new BentoCache({
    default: 'memory',
    stores: { memory: bentostore({ ttl: '10m' }).useL1Layer(memoryDriver({ maxItems, serialize })) },
  })
}
