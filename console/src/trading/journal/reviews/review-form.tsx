import { Button, NativeSelect, Stack, Textarea } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactElement, useRef } from 'react'
import { api } from '../../../api.ts'
import { UnsavedGuard } from '../../../forms/unsaved-guard.tsx'
import { notifyDone } from '../../../shell/notify.ts'
import { useFormSubmit } from '../../../shell/use-form-submit.ts'
import { tradingKey } from '../../queries.ts'
import styles from '../journal.module.css'
import { MoodFields } from '../mood-fields.tsx'
import { reviewKey } from '../queries.ts'
import { SaveProblem } from '../stale-notice.tsx'
import { TagsField } from '../tags-field.tsx'
import type { Review, TradeDetail } from '../types.ts'
import { fiveOf, gradeOf, grades } from '../words.ts'

interface ReviewFormProps {
  readonly trade: TradeDetail
  /** Null for a trade nobody has reviewed. */
  readonly first: Review | null
  readonly onBegin: (theirs: Review) => void
}

function valuesOf(review: Review | null, { tags }: TradeDetail) {
  const { quality = '', mood = null, moodWords = [], lesson = '', executionVsPlan = '' } = review ?? {}
  const mistakes = tags.filter(({ grouping }) => grouping === 'mistake')
  return {
    ...{ quality: String(quality), mood: String(mood ?? ''), moodWords: [...moodWords], lesson, executionVsPlan },
    mistakeTagIds: (review?.mistakes ?? mistakes).map(({ id }) => id),
  }
}

/** A locked review is shown, and not changed. */
export function ReviewForm({ trade, first, onBegin }: ReviewFormProps): ReactElement {
  const queryClient = useQueryClient()
  const onTopOf = useRef(first?.version ?? null)
  const { id } = trade
  const form = useForm({
    mode: 'controlled',
    initialValues: valuesOf(first, trade),
    validate: { quality: (chosen) => (chosen === '' ? 'Say how well it was traded' : null) },
  })
  const { submit, pending, problem } = useFormSubmit({
    form,
    send: ({ quality, mood, ...said }) =>
      api.trading.saveReview({
        path: { id },
        body: { ...said, quality: Number(quality), mood: gradeOf(mood), version: onTopOf.current },
      }),
    done: async (saved, values) => {
      onTopOf.current = saved.version
      form.resetDirty(values)
      queryClient.setQueryData(reviewKey(id), saved)
      notifyDone('The review is saved.')
      await queryClient.invalidateQueries({ queryKey: tradingKey })
    },
  })
  return (
    <form onSubmit={submit} noValidate aria-label="Review">
      <UnsavedGuard isDirty={() => form.isDirty()} />
      <fieldset className={styles.whole} disabled={trade.reviewState === 'locked'}>
        <Stack gap="md">
          <SaveProblem
            problem={problem}
            name={reviewKey(id)}
            read={(signal) => api.trading.getReview({ path: { id }, signal })}
            onKeepMine={({ version }) => {
              onTopOf.current = version
              submit()
            }}
            onTakeTheirs={onBegin}
          />
          <NativeSelect
            label="Quality"
            description="How well it was traded, whatever it brought"
            data={fiveOf(grades, 'Choose')}
            {...form.getInputProps('quality')}
          />
          <MoodFields mood={form.getInputProps('mood')} words={form.getInputProps('moodWords')} />
          <TagsField
            label="Mistakes"
            grouping="mistake"
            value={form.values.mistakeTagIds}
            error={form.errors.mistakeTagIds}
            onChange={(ids) => form.setFieldValue('mistakeTagIds', ids)}
          />
          <Textarea
            label="Execution against the plan"
            rows={3}
            maxLength={5000}
            {...form.getInputProps('executionVsPlan')}
          />
          <Textarea label="Lesson" rows={3} maxLength={5000} {...form.getInputProps('lesson')} />
          {trade.reviewState !== 'locked' && (
            <Button type="submit" loading={pending} style={{ alignSelf: 'flex-start' }}>
              Save the review
            </Button>
          )}
        </Stack>
      </fieldset>
    </form>
  )
}
