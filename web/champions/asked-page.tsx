/** Do the hours fit? For whoever leads somebody who was asked to be a champion. */
import { Button, Textarea } from '@mantine/core'
import { IconUserHeart } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct, useOperation, type Answer } from '../api.ts'
import form from '../ui/form.module.css'
import { List } from '../ui/list.tsx'
import { Page } from '../ui/page.tsx'
import { Empty, Loaded, ProblemNote, RowsSkeleton } from '../ui/states.tsx'
import { TermRow } from './term-row.tsx'

type Asked = Answer<'champions.asked'>['asked'][number]

export function AskedPage() {
  const { t } = useTranslation('champions')
  const query = useOperation('champions.asked', {})
  return (
    <Page title={t('asked.title')} description={t('asked.body')} help={t('asked.help')} width="reading">
      <Loaded
        query={query}
        skeleton={<RowsSkeleton rows={2} />}
        empty={(a) =>
          a.asked.length === 0 && (
            <Empty icon={<IconUserHeart size={22} stroke={1.6} />} title={t('asked.none')}>
              {t('asked.noneBody')}
            </Empty>
          )
        }
      >
        {({ asked }) => (
          <List>
            {asked.map((one) => (
              <One key={one.id} asked={one} />
            ))}
          </List>
        )}
      </Loaded>
    </Page>
  )
}

function One({ asked }: { asked: Asked }) {
  const { t } = useTranslation('champions')
  const [saying, setSaying] = useState(false)
  const [words, setWords] = useState(asked.fitsWords)
  const say = useAct('champions.fits', {
    invalidates: ['champions.asked', 'week.get'],
    showsProblem: true,
    done: t('asked.said'),
    onDone: () => setSaying(false),
  })
  const { id: termId, person } = asked
  return (
    <TermRow term={asked} person={person}>
      {saying ? (
        <Textarea
          label={t('asked.why')}
          description={t('asked.whySays')}
          autosize
          minRows={2}
          maxLength={500}
          value={words}
          onChange={(e) => setWords(e.currentTarget.value)}
        />
      ) : null}
      {say.error ? <ProblemNote small error={say.error} /> : null}
      <div className={form.acts}>
        {saying ? (
          <>
            <Button
              loading={say.isPending}
              onClick={() => say.mutate({ personId: person.id, termId, fits: false, words })}
            >
              {t('asked.tell')}
            </Button>
            <Button variant="default" onClick={() => setSaying(false)}>
              {t('cancel')}
            </Button>
          </>
        ) : (
          <>
            <Button
              variant={asked.fits === null ? 'filled' : 'default'}
              disabled={asked.fits === true}
              loading={say.isPending}
              onClick={() => say.mutate({ personId: person.id, termId, fits: true, words: '' })}
            >
              {t('asked.fits')}
            </Button>
            <Button variant="default" disabled={asked.fits === false} onClick={() => setSaying(true)}>
              {t('asked.fitsNot')}
            </Button>
          </>
        )}
      </div>
    </TermRow>
  )
}
