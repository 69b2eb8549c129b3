/** An invitation or a term as a row, with what the manager said. */
import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Term } from '../../contract/champions.ts'
import { useAct } from '../api.ts'
import { Row } from '../ui/list.tsx'
import { State } from '../ui/meter.tsx'
import { Avatar } from '../ui/person.tsx'
import { useFormat } from '../ui/reader.tsx'
import { useAreaWords } from './area-words.tsx'

const tones = {
  invited: 'accent',
  lapsed: 'quiet',
  declined: 'quiet',
  withdrawn: 'quiet',
  ahead: 'accent',
  serving: 'good',
  over: 'quiet',
} as const

export function TermRow({
  term,
  person,
  withdraw = false,
  children,
}: {
  term: Term
  /** Whose it is, where the page does not say. */
  person?: { id: string; name: string }
  withdraw?: boolean
  children?: ReactNode
}) {
  const { t } = useTranslation('champions')
  const f = useFormat()
  const areasIn = useAreaWords()
  const takeBack = useAct('champions.withdraw', {
    invalidates: ['champions.get', 'champions.list', 'champions.overview'],
    done: t('terms.takenBack'),
  })
  const { state, manager, fits } = term
  const days = t('terms.days', { from: f.day(term.startsOn, 'short'), until: f.day(term.endsOn, 'short') })
  return (
    <Row
      {...(person
        ? {
            lead: <Avatar name={person.name} id={person.id} size={36} />,
            title: person.name,
            to: `/people/${person.id}`,
          }
        : { title: days })}
      says={[
        person ? days : null,
        <span key="hours">
          {t('terms.hours', { count: term.hoursMonth, n: f.number(term.hoursMonth) })} ·{' '}
          <span dir="auto">{areasIn(term.areas)}</span>
        </span>,
        manager && fits !== null ? (
          <span key="fits" dir="auto">
            {t(fits ? 'terms.fits' : 'terms.fitsNot', { name: manager.name })}
            {term.fitsWords ? ` ${t('terms.quoted', { words: term.fitsWords })}` : ''}
          </span>
        ) : null,
        term.declinedWords ? (
          <span key="declined" dir="auto">
            {t('terms.quoted', { words: term.declinedWords })}
          </span>
        ) : null,
        state.is === 'invited' ? t('terms.until', { day: f.day(state.until, 'short') }) : null,
      ]}
      end={<State tone={tones[state.is]}>{t(`termState.${state.is}`)}</State>}
      acts={
        withdraw && (state.is === 'invited' || state.is === 'ahead') ? (
          <Button
            variant="default"
            size="compact-md"
            loading={takeBack.isPending}
            onClick={() => takeBack.mutate({ termId: term.id })}
          >
            {t('terms.takeBack')}
          </Button>
        ) : undefined
      }
    >
      {children}
    </Row>
  )
}
