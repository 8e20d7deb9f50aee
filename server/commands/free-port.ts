import { createServer } from 'node:net'

const PORTS_TRIED = 50

/** `wanted` when it is free on `host`, else the next one that is; 0 stays 0 for the system to choose. */
export async function findFreePort(host: string, wanted: number): Promise<number> {
  for (let port = wanted; port < wanted + PORTS_TRIED && port <= 65_535; port += 1) {
    if (await isFree(host, port)) return port
  }
  throw new Error(`no free port from ${wanted} to ${wanted + PORTS_TRIED - 1} on ${host}`)
}

function isFree(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen({ host, port }, () => probe.close(() => resolve(true)))
  })
}
