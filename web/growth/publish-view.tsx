/** What would change, what is still missing, the one button, and what was published before. */
import { Button, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct, useOperation, type Answer } from '../api.ts'
import { Diff, type Change as Shown } from '../ui/diff.tsx'
import fold from '../ui/fold.module.css'
import { Section } from '../ui/page.tsx'
import { When } from '../ui/reader.tsx'
import { Loaded, Note, ProblemNote, TextSkeleton } from '../ui/states.tsx'
import { languageNames, type Draft, type SaveState } from './draft-framework.ts'
import classes from './growth.module.css'

type Found = Answer<'competencies.difference'>['differences'][number]
const areas = ['competencies', 'levels', 'roles'] as const

function useShown(): (found: readonly Found[]) => { area: (typeof areas)[number]; changes: Shown[] }[] {
  const { t } = useTranslation('growth')
  const value = (d: Found, text: string | null): string | null =>
    d.field === 'rule' && d.within === 'managers' && text !== null ? t(`roles.managers.${text as 'yes' | 'no'}`) : text
  const labelOf = (d: Found): string => {
    const item = d.item?.label ?? ''
    if (!d.field) return item
    const field =
      d.field === 'rule'
        ? t(`diff.rule.${d.within as 'department'}`)
        : d.field === 'behaviours' || d.field === 'expects'
          ? `${t(`diff.${d.field}`)} · ${d.within ?? ''}`
          : t(`diff.${d.field}`)
    return [item, field, d.language ? languageNames[d.language] : ''].filter(Boolean).join(' · ')
  }
  return (found) =>
    areas.flatMap((area) => {
      const changes = found.flatMap((d, at): Shown[] =>
        d.area === area
          ? [
              {
                id: String(at),
                label: labelOf(d),
                kind: d.before === null ? 'added' : d.after === null ? 'removed' : 'changed',
                before: value(d, d.before),
                after: value(d, d.after),
              },
            ]
          : [],
      )
      return changes.length > 0 ? [{ area, changes }] : []
    })
}

function Differences({ differences }: { differences: readonly Found[] }) {
  const { t } = useTranslation('growth')
  const shown = useShown()(differences)
  if (shown.length === 0) return <Diff changes={[]} />
  return (
    <>
      {shown.map(({ area, changes }) => (
        <Section key={area} title={t(`framework.view.${area}`)} bare>
          <Diff changes={changes} />
        </Section>
      ))}
    </>
  )
}

export function PublishView({
  draft,
  state,
  onGo,
}: {
  draft: Draft
  state: SaveState
  onGo: (view: 'competencies' | 'levels' | 'roles') => void
}) {
  const { t } = useTranslation('growth')
  const [note, setNote] = useState('')
  const difference = useOperation('competencies.difference', {})
  const publish = useAct('competencies.publish', {
    invalidates: [
      'competencies.draft',
      'competencies.get',
      'competencies.versions',
      'competencies.difference',
      'growth.get',
    ],
    showsProblem: true,
    done: (answer) => t('publish.done', { number: answer.number }),
    onDone: () => setNote(''),
  })
  const next = (draft.version ?? 0) + 1
  const viewOf = (id: Draft['missing'][number]['id']) =>
    id.startsWith('level') ? 'levels' : id.startsWith('role') ? 'roles' : 'competencies'
  return (
    <>
      {draft.missing.length > 0 ? (
        <Note tone="warn" title={t('publish.missing')}>
          <ul className={classes.changes}>
            {draft.missing.map((m) => (
              <li key={m.id + (m.itemId ?? '')}>
                <button type="button" className={classes.textButton} onClick={() => onGo(viewOf(m.id))}>
                  {t(`missing.${m.id}`, { about: m.about ?? '' })}
                </button>
              </li>
            ))}
          </ul>
        </Note>
      ) : null}
      <Loaded query={difference} skeleton={<TextSkeleton lines={6} />}>
        {(found) =>
          found.differences.length === 0 && draft.version !== null ? (
            <Note tone="good">{t('publish.same', { number: draft.version })}</Note>
          ) : (
            <>
              <form
                className={classes.form}
                onSubmit={(event) => {
                  event.preventDefault()
                  publish.mutate({ revision: draft.revision, note: note.trim() })
                }}
              >
                <p className={classes.plain}>{t(draft.version === null ? 'publish.first' : 'publish.body')}</p>
                <Textarea
                  autosize
                  minRows={1}
                  maxRows={4}
                  maxLength={500}
                  dir="auto"
                  label={t('publish.note')}
                  value={note}
                  onChange={(event) => setNote(event.currentTarget.value)}
                />
                {publish.error ? <ProblemNote small error={publish.error} /> : null}
                <div className={classes.buttons}>
                  <Button
                    type="submit"
                    loading={publish.isPending}
                    disabled={draft.missing.length > 0 || state !== 'saved'}
                  >
                    {t('publish.act', { number: next })}
                  </Button>
                </div>
              </form>
              {draft.version === null ? null : <Differences differences={found.differences} />}
            </>
          )
        }
      </Loaded>
    </>
  )
}

export function Versions() {
  const { t } = useTranslation('growth')
  const query = useOperation('competencies.versions', {})
  if (!query.data || query.data.versions.length === 0) return null
  return (
    <section className={classes.earlier} aria-labelledby="versions">
      <h2 id="versions">{t('versions.title')}</h2>
      {query.data.versions.map((v) => (
        <Version key={v.number} v={v} />
      ))}
    </section>
  )
}

function Version({ v }: { v: Answer<'competencies.versions'>['versions'][number] }) {
  const { t } = useTranslation('growth')
  const [shown, setShown] = useState(false)
  const difference = useOperation(
    'competencies.difference',
    { to: v.number },
    { enabled: shown && v.number > 1, staleTime: 3_600_000 },
  )
  return (
    <details className={`${fold.fold} ${classes.fold}`} onToggle={(event) => setShown(event.currentTarget.open)}>
      <summary>
        <span>{t('versions.number', { number: v.number })}</span>
        <small>
          <When at={v.publishedAt} style="short" />
          {v.publishedBy ? ` · ${v.publishedBy.name}` : ''}
        </small>
      </summary>
      <div className={classes.foldBody}>
        {v.note ? <p className={classes.words}>{v.note}</p> : null}
        <p className={classes.quiet}>
          {t('versions.competencies', { count: v.competencies })} · {t('versions.roles', { count: v.roles })}
        </p>
        {v.number === 1 ? null : (
          <Loaded query={difference} skeleton={<TextSkeleton lines={4} />}>
            {(found) => <Differences differences={found.differences} />}
          </Loaded>
        )}
      </div>
    </details>
  )
}
