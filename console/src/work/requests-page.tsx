import { NativeSelect, Text } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { api } from '../api.ts'
import { Board } from '../board/board.tsx'
import type { BoardCard } from '../board/stages.ts'
import { may, useMe } from '../identity/me.ts'
import { Empty } from '../shell/empty.tsx'
import { Filters } from '../shell/filters.tsx'
import { notifyProblem } from '../shell/notify.ts'
import { Page } from '../shell/page.tsx'
import { QueryView } from '../shell/query-view.tsx'
import { TextLink } from '../shell/text-link.tsx'
import { When } from '../shell/when.tsx'
import { boardFilterIn } from './board-filter.ts'
import { boardMax, boardQuery, requestsKey } from './queries.ts'
import { type RequestLine, type Stage, VIEW_ALL } from './types.ts'
import { stageOrder, stageWords } from './words.ts'

const route = getRouteApi('/request-takers/agency/requests')
const stages = stageOrder.map((id) => ({ id, label: stageWords[id].label }))

interface Card extends BoardCard {
  readonly stage: Stage
  readonly request: RequestLine
}

export function RequestsPage(): ReactElement {
  const { assignee } = route.useSearch()
  const navigate = route.useNavigate()
  const seesAll = may(useMe(), VIEW_ALL)
  const board = useQuery(boardQuery(seesAll ? assignee : undefined))
  return (
    <Page title="Requests" lead={seesAll ? 'What clients ask for, by stage.' : 'What is assigned to you, by stage.'}>
      {seesAll && (
        <Filters label="Requests">
          <NativeSelect
            label="Assigned to"
            value={assignee ?? ''}
            onChange={(event) => {
              const chosen = boardFilterIn({ assignee: event.currentTarget.value })
              void navigate({ search: chosen, replace: true })
            }}
            data={[
              { value: '', label: 'Anybody or nobody' },
              { value: 'me', label: 'Me' },
              { value: 'nobody', label: 'Nobody yet' },
            ]}
          />
        </Filters>
      )}
      <QueryView query={board}>
        {({ items, isWhole }) =>
          items.length === 0 ? (
            <Empty title="No request is here" hint="They come from the public form and from the client portal." />
          ) : (
            <>
              {!isWhole && <Text mb="md">{`The newest ${boardMax} are shown.`}</Text>}
              <RequestBoard requests={items} />
            </>
          )
        }
      </QueryView>
    </Page>
  )
}

function RequestBoard({ requests }: { requests: readonly RequestLine[] }): ReactElement {
  const queryClient = useQueryClient()
  const cards = requests.map(
    (request): Card => ({
      ...{ id: request.id, stage: request.stage, name: request.title, moves: request.nextStages, request },
    }),
  )
  const move = async (card: Card, to: string): Promise<void> => {
    const stage = stageOrder.find((one) => one === to)
    if (stage === undefined) return
    try {
      await api.agency.changeRequestStage({ path: { id: card.id }, body: { expected: card.stage, to: stage } })
    } catch (error) {
      notifyProblem(error)
      throw error
    } finally {
      // Also after a refusal: somebody else may have moved it, and the board then shows where it stands.
      await queryClient.invalidateQueries({ queryKey: requestsKey })
    }
  }
  return (
    <Board label="Requests by stage" stages={stages} cards={cards} onMove={move}>
      {({ request }) => (
        <>
          <TextLink to="/agency/requests/$id" params={{ id: request.id }}>
            {request.title}
          </TextLink>
          <Text size="sm">
            {request.client.name}
            {request.client.company !== null && `, ${request.client.company}`}
          </Text>
          <Text size="xs" c="dimmed">
            {request.reference}, {request.assignee === null ? 'nobody has it' : request.assignee.name},{' '}
            <When at={request.createdAt} show="day" />
          </Text>
        </>
      )}
    </Board>
  )
}
