/** What do champions hear? By week and topic, without names; what the committee should hear is brought before it. */
import { Checkbox, Select } from '@mantine/core'
import { IconEar } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useAct, useOperation, type Answer } from '../api.ts'
import form from '../ui/form.module.css'
import { useAddress } from '../ui/link.tsx'
import { Page, Section } from '../ui/page.tsx'
import { useFormat } from '../ui/reader.tsx'
import { Empty, Loaded, RowsSkeleton } from '../ui/states.tsx'
import { ChampionsTabs } from './champions-tabs.tsx'
import classes from './champions.module.css'
import { isTopic, topicOptions } from './topics.ts'

type Heard = Answer<'champions.heard'>
type Note = Heard['weeks'][number]['notes'][number]

export function HeardPage() {
  const { t } = useTranslation('champions')
  const f = useFormat()
  const [at, setAt] = useAddress<{ topic?: string }>()
  const topic = isTopic(at.topic) ? at.topic : undefined
  const query = useOperation('champions.heard', topic ? { topic } : {}, { keep: true })
  return (
    <Page title={t('heard.title')} description={t('heard.body')} help={t('heard.help')} below={<ChampionsTabs hear />}>
      <Loaded
        query={query}
        skeleton={<RowsSkeleton rows={4} />}
        empty={(a) =>
          a.total === 0 &&
          !topic && (
            <Empty icon={<IconEar size={22} stroke={1.6} />} title={t('heard.none')}>
              {t('heard.noneBody', { n: f.number(a.least) })}
            </Empty>
          )
        }
      >
        {(heard) => (
          <>
            <Topics heard={heard} />
            <Select
              className={classes.filter ?? ''}
              label={t('heard.of')}
              data={[{ value: '', label: t('heard.all') }, ...topicOptions(t)]}
              value={topic ?? ''}
              allowDeselect={false}
              onChange={(value) => setAt({ topic: value || undefined })}
            />
            {heard.weeks.length === 0 ? (
              <Empty small title={t('heard.noneOf')}>
                {t('heard.noneOfBody')}
              </Empty>
            ) : null}
            {heard.weeks.map(({ week, notes }) => (
              <Section key={week} title={t('heard.week', { day: f.day(week, 'short') })} bare>
                <ul className={classes.notes}>
                  {notes.map((note) => (
                    <li key={note.id}>
                      <OneNote note={note} bring={heard.may.bring} />
                    </li>
                  ))}
                </ul>
              </Section>
            ))}
          </>
        )}
      </Loaded>
    </Page>
  )
}

function Topics({ heard }: { heard: Heard }) {
  const { t } = useTranslation('champions')
  const f = useFormat()
  const most = Math.max(1, ...heard.topics.map((one) => one.notes))
  if (heard.topics.length === 0) return null
  return (
    <Section title={t('heard.topics')} description={t('heard.topicsBody')}>
      <ul className={classes.topics}>
        {heard.topics.map((one) => (
          <li key={one.topic}>
            <span>{t(`topic.${one.topic}`)}</span>
            <span className={classes.bar} aria-hidden>
              <span style={{ inlineSize: `${(one.notes / most) * 100}%` }} />
            </span>
            <span className={classes.number}>{t('heard.notes', { count: one.notes, n: f.number(one.notes) })}</span>
          </li>
        ))}
      </ul>
    </Section>
  )
}

function OneNote({ note, bring }: { note: Note; bring: boolean }) {
  const { t } = useTranslation('champions')
  const act = useAct('champions.bring', { invalidates: ['champions.heard'] })
  return (
    <article className={classes.note}>
      <span className={classes.label}>{t(`topic.${note.topic}`)}</span>
      <p dir="auto">{note.words}</p>
      {note.quote ? (
        <blockquote className={form.quoted} dir="auto">
          {t('hear.quoted', { name: note.quote })}
        </blockquote>
      ) : null}
      {bring ? (
        <Checkbox
          checked={note.brought}
          disabled={act.isPending}
          onChange={(e) => act.mutate({ noteId: note.id, brought: e.currentTarget.checked })}
          label={t('heard.bring')}
        />
      ) : note.brought ? (
        <span className={form.quiet}>{t('heard.brought')}</span>
      ) : null}
    </article>
  )
}
