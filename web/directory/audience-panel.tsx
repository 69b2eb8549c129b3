/** One audience: its rule, how many it selects while it is being written, and who is in and why. */
import { Button, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useParams } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useQuery } from '@tanstack/react-query'
import type { AudienceRule } from '../../contract/audiences.ts'
import { call, useAct, useOperation, type Answer, type ApiProblem } from '../api.ts'
import { useMe } from '../shell/me.ts'
import { ConfirmDialog } from '../ui/confirm.tsx'
import { useGo } from '../ui/link.tsx'
import { Person } from '../ui/person.tsx'
import { useFormat } from '../ui/reader.tsx'
import { SidePanel } from '../ui/side-panel.tsx'
import { Loaded, ProblemNote, TextSkeleton } from '../ui/states.tsx'
import { useTab, ViewTabs } from '../ui/tabs.tsx'
import { RuleEditor, complete } from './rule-editor.tsx'
import { useRuleWords } from './rule-words.tsx'
import classes from './audience-panel.module.css'

type Audience = Answer<'audiences.get'>
type Preview = Answer<'audiences.preview'>

export function AudiencePanel() {
  const { t } = useTranslation('directory')
  const { audienceId = '' } = useParams({ strict: false }) as { audienceId?: string }
  const fresh = audienceId === 'new'
  const audience = useOperation('audiences.get', { audienceId }, { enabled: !fresh })
  if (fresh) return <Editor key="new" audience={null} />
  return audience.data ? (
    <Editor key={audience.data.id + audience.data.updatedAt} audience={audience.data} />
  ) : (
    <SidePanel title={t('audience.kind')} back="/program/audiences" size="wide">
      <Loaded query={audience} skeleton={<TextSkeleton lines={6} />}>
        {() => null}
      </Loaded>
    </SidePanel>
  )
}

function Editor({ audience }: { audience: Audience | null }) {
  const { t } = useTranslation('directory')
  const go = useGo()
  const me = useMe()
  const mayWrite = me.roles.some((role) => role === 'lead' || role === 'admin')
  const [name, setName] = useState(audience?.name ?? '')
  const [rule, setRule] = useState<AudienceRule>(audience?.rule ?? { all: [{ field: 'department', in: [] }] })
  const [removing, setRemoving] = useState(false)
  const whole = useMemo(() => complete(rule), [rule])
  const preview = usePreview(whole)
  const changed = name.trim() !== (audience?.name ?? '') || JSON.stringify(rule) !== JSON.stringify(audience?.rule)
  const create = useAct('audiences.create', {
    invalidates: ['audiences.list'],
    showsProblem: true,
    done: t('audience.saved'),
    onDone: (made) => void go(`/program/audiences/${made.id}`, { replace: true }),
  })
  const update = useAct('audiences.update', {
    invalidates: ['audiences.list', 'audiences.get'],
    showsProblem: true,
    done: t('audience.saved'),
  })
  const remove = useAct('audiences.remove', {
    invalidates: ['audiences.list'],
    showsProblem: true,
    done: t('audience.removed'),
    onDone: () => void go('/program/audiences'),
  })
  const save = () => {
    if (!whole || !name.trim()) return
    if (audience) update.mutate({ audienceId: audience.id, name: name.trim(), rule: whole })
    else create.mutate({ name: name.trim(), rule: whole })
  }
  const problem = create.error ?? update.error
  return (
    <SidePanel
      title={audience?.name ?? t('audience.new')}
      kind={t('audience.kind')}
      back="/program/audiences"
      size="wide"
      footer={
        mayWrite ? (
          <div className={classes.footer}>
            {audience ? (
              <Button variant="subtle" color="red" onClick={() => setRemoving(true)}>
                {t('audience.remove')}
              </Button>
            ) : (
              <span />
            )}
            <Button
              onClick={save}
              disabled={!whole || !name.trim() || !changed}
              loading={create.isPending || update.isPending}
            >
              {t('audience.save')}
            </Button>
          </div>
        ) : undefined
      }
    >
      <div className={classes.stack}>
        {problem ? <ProblemNote small error={problem} /> : null}
        <TextInput
          label={t('audience.name')}
          placeholder={t('audience.nameExample')}
          value={name}
          maxLength={120}
          onChange={(event) => setName(event.currentTarget.value)}
          disabled={!mayWrite}
          data-autofocus={!audience || undefined}
        />
        <RuleEditor rule={rule} names={preview.data?.names ?? {}} onChange={setRule} disabled={!mayWrite} />
        <Selected rule={whole} preview={preview} />
      </div>
      <ConfirmDialog
        opened={removing}
        onClose={() => setRemoving(false)}
        title={t('audience.removeTitle', { name: audience?.name ?? '' })}
        confirm={t('audience.remove')}
        danger
        busy={remove.isPending}
        error={remove.error}
        onConfirm={() => audience && remove.mutate({ audienceId: audience.id })}
      >
        {t('audience.removeBody')}
      </ConfirmDialog>
    </SidePanel>
  )
}

/** Whom the rule selects while it is being written. */
function usePreview(rule: AudienceRule | null) {
  const [settled] = useDebouncedValue(rule, 250)
  return useQuery<Preview, ApiProblem>({
    queryKey: ['audiences.preview', settled],
    queryFn: ({ signal }) => call('audiences.preview', { rule: settled! }, { signal }),
    enabled: settled !== null,
    placeholderData: (old) => old,
  })
}

/** The count while the rule is written, and a sample of who is in, who is out, and why. */
function Selected({ rule, preview }: { rule: AudienceRule | null; preview: ReturnType<typeof usePreview> }) {
  const { t } = useTranslation('directory')
  const f = useFormat()
  const [view, setView] = useTab(['inside', 'outside'] as const, 'sample')
  if (rule === null) return <p className={classes.quiet}>{t('audience.incomplete')}</p>
  return (
    <section aria-label={t('audience.who')} className={classes.result} aria-busy={preview.isFetching}>
      <Loaded query={preview} skeleton={<TextSkeleton lines={5} />} small>
        {(found) => (
          <>
            <p className={classes.count} aria-live="polite">
              <strong>
                {found.upTo ? t('audience.upTo', { number: f.number(found.people) }) : f.number(found.people)}
              </strong>{' '}
              {t('audience.of', { count: found.of, number: f.number(found.of) })}
            </p>
            {found.managers === null || found.countries === null ? (
              <p className={classes.quiet}>
                {t('audience.hidden')} {found.upTo ? t('audience.upToWhy') : ''}
              </p>
            ) : (
              <>
                <p className={classes.quiet}>
                  {t('audience.makeup', { managers: f.number(found.managers), countries: f.number(found.countries) })}
                </p>
                <ViewTabs
                  label={t('audience.who')}
                  value={view}
                  onChange={setView}
                  tabs={[
                    { value: 'inside', label: t('audience.inside'), count: found.people },
                    { value: 'outside', label: t('audience.outside'), count: found.of - found.people },
                  ]}
                />
                <Sample preview={found} view={view} />
              </>
            )}
          </>
        )}
      </Loaded>
    </section>
  )
}

function Sample({ preview, view }: { preview: Preview; view: 'inside' | 'outside' }) {
  const { t } = useTranslation('directory')
  const say = useRuleWords(preview.names)
  const people = preview[view]
  if (people.length === 0)
    return <p className={classes.quiet}>{t(view === 'inside' ? 'audience.nobodyIn' : 'audience.nobodyOut')}</p>
  return (
    <ul className={classes.sample}>
      {people.map((person) => (
        <li key={person.id}>
          <Person person={person} detail={[person.title, person.department].filter(Boolean).join(' · ')} />
          <ul className={classes.why}>
            {preview.leaves.map((leaf, i) => (
              <li key={i} data-holds={person.leaves[i] || undefined}>
                <span aria-hidden>{person.leaves[i] ? '✓' : '–'}</span>{' '}
                <span className={classes.hidden}>{t(person.leaves[i] ? 'audience.holds' : 'audience.holdsNot')} </span>
                {say(leaf)}
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ul>
  )
}
