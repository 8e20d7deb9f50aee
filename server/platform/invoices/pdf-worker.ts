import { parentPort } from 'node:worker_threads'
import { setPage } from './pdf-page.ts'
import type { Snapshot } from './snapshot.ts'

parentPort?.on('message', async (snapshot: Snapshot) =>
  parentPort?.postMessage(new Uint8Array(await setPage(snapshot))),
)
