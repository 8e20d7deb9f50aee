/**
 * What the head of every route adds that gives or takes what people may do: the person has just proven who they are, so that an open
 * session left behind gives nobody rights. An API key with the scope goes on: programs that bring people in and out use one.
 */
export const RIGHTS_CHANGE = { assurance: { aal: 1, maxAgeSeconds: 10 * 60 }, delegates: 'api-key' } as const
