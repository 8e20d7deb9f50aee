/** The peer: rate-limiter-flexible in memory and in Redis. JavaScript, so that the types of a peer are no part of the check. */
import { RateLimiterMemory, RateLimiterRedis } from 'rate-limiter-flexible'

const options = ({ name, limit, windowSeconds }) => ({ keyPrefix: name, points: limit, duration: windowSeconds })

export const peerInMemory = (limit) => new RateLimiterMemory(options(limit))

export const peerInRedis = (limit, storeClient) => new RateLimiterRedis({ ...options(limit), storeClient })
