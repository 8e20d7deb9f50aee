import { setTimeout as sleep } from 'node:timers/promises'
import { startNode, texts } from './cache.test-support.ts'

/** A process that is told `go` and then asks for one value as often as it was started for; each load leaves a row. */
const [databaseUrl = '', redisUrl = '', asks = '', loadMs = ''] = process.argv.slice(2)

const node = await startNode({ databaseUrl, redisUrl })
const region = node.cache.region(
  texts({
    async load(key) {
      await node.db.raw('INSERT INTO public.load (key) VALUES ($1)', [key])
      process.send?.('loading')
      await sleep(Number(loadMs))
      return 'loaded'
    },
  }),
)
process.on('message', async () => {
  const values = await Promise.all(Array.from({ length: Number(asks) }, () => region.get('herd')))
  process.send?.({ values: [...new Set(values)], count: values.length })
  await node.close()
  process.disconnect?.()
})
process.send?.('ready')
