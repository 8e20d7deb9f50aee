import { parentPort } from 'node:worker_threads'

/** The other side of `createPageSetter`: answers each content with its page. */
export function answerPages<Content>(setPage: (content: Content) => Promise<Buffer>): void {
  parentPort?.on('message', async (content: Content) => parentPort?.postMessage(new Uint8Array(await setPage(content))))
}
