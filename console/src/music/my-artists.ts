import { queryOptions } from '@tanstack/react-query'
import { api } from '../api.ts'

export interface MyArtist {
  readonly id: string
  readonly name: string
}

/** The artists this person may submit for: those their approved applications made. */
export const myArtistsQuery = queryOptions({
  queryKey: ['applications', 'artists'],
  queryFn: async ({ signal }): Promise<MyArtist[]> => {
    const { items } = await api.music.listMyApplications({ signal })
    return items.flatMap(({ artistId, payload }) =>
      artistId === null ? [] : [{ id: artistId, name: payload.stageName ?? artistId }],
    )
  },
})
