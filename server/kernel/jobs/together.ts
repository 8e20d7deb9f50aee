/**
 * Makes one call of many: what is asked for while a call is under way goes along with the next. `work` gives a result for each item, in
 * their order; when it throws, everybody who waited for that call is told.
 */
export function together<Item, Result>(
  work: (items: readonly Item[]) => Promise<readonly Result[]>,
): (item: Item) => Promise<Result> {
  interface Waiting {
    readonly item: Item
    readonly resolve: (result: Result) => void
    readonly reject: (error: unknown) => void
  }
  let waiting: Waiting[] = []
  let underWay = false

  async function call(): Promise<void> {
    while (waiting.length > 0) {
      const now = waiting
      waiting = []
      try {
        const results = await work(now.map(({ item }) => item))
        now.forEach(({ resolve }, index) => {
          resolve(results[index] as Result)
        })
      } catch (error) {
        for (const { reject } of now) reject(error)
      }
    }
    underWay = false
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject })
      if (underWay) return
      underWay = true
      setImmediate(call)
    })
}
