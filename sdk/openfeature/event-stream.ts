/** How an event stream of the server ended. */
interface StreamEnd {
  /** How long the server wants to be left alone; null when it did not say. */
  readonly retryMs: number | null
}

interface StreamReader {
  /** The stream is there. */
  onOpen(): void
  /** The data of an event. */
  onEvent(data: string): void
}

/** Server and proxies send something at least this often; a connection that stays silent is dead. */
const silenceMsMax = 45_000

/** Reads server-sent events until the stream ends; rejects when it cannot be opened or is lost. */
export async function readEventStream(
  open: (signal: AbortSignal) => Promise<Response>,
  reader: StreamReader,
  signal: AbortSignal,
): Promise<StreamEnd> {
  const silence = new AbortController()
  let timer = setTimeout(() => silence.abort(), silenceMsMax)
  const heard = (): void => {
    clearTimeout(timer)
    timer = setTimeout(() => silence.abort(), silenceMsMax)
  }
  try {
    const answer = await open(AbortSignal.any([signal, silence.signal]))
    if (!answer.ok || answer.body === null) throw new Error(`the stream of events was refused: ${answer.status}`)
    reader.onOpen()
    let [text, retryMs] = ['', null as number | null]
    for await (const piece of answer.body.pipeThrough(new TextDecoderStream())) {
      heard()
      const blocks = (text + piece).split('\n\n')
      text = blocks.pop() ?? ''
      for (const block of blocks) {
        const retry = /^retry: (\d+)$/m.exec(block)?.[1]
        if (retry !== undefined) retryMs = Number(retry)
        const data = /^data: (.*)$/m.exec(block)?.[1]
        if (data !== undefined) reader.onEvent(data)
      }
    }
    return { retryMs }
  } finally {
    clearTimeout(timer)
  }
}
