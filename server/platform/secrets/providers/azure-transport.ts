import { createDefaultHttpClient, type HttpClient } from '@azure/core-rest-pipeline'

/** Sends what the SDK addresses to Azure to `base` instead, path and query unchanged: the SDK itself accepts nothing but https. */
export async function divertedTo(base: URL): Promise<HttpClient> {
  const client = createDefaultHttpClient()
  return {
    async sendRequest(request) {
      const wanted = new URL(request.url)
      request.url = new URL(`${wanted.pathname}${wanted.search}`, base).href
      request.allowInsecureConnection = true
      try {
        return await client.sendRequest(request)
      } finally {
        request.url = wanted.href
      }
    },
  }
}
