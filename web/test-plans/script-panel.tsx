/** One script: what it says in each language, who tried it, and changing it. */
import { Button } from '@mantine/core'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Language } from '../../contract/library.ts'
import { useAct, useOperation, type Answer } from '../api.ts'
import { ConfirmDialog } from '../ui/confirm.tsx'
import { useLanguageName } from '../ui/languages.ts'
import { Go, useGo } from '../ui/link.tsx'
import { Facts } from '../ui/page.tsx'
import { useFormat, When } from '../ui/reader.tsx'
import { SidePanel } from '../ui/side-panel.tsx'
import { Loaded, TextSkeleton } from '../ui/states.tsx'
import { ViewTabs } from '../ui/tabs.tsx'
import { emptyScript, ScriptForm, spoken } from './script-form.tsx'
import classes from './test-plans.module.css'
import { DeviceIcon, ResultWord, staleTests } from './words-of.tsx'

type Script = Answer<'testPlans.script'>

export function NewScriptPanel() {
  const { t, i18n } = useTranslation('test-plans')
  const go = useGo()
  const { waveId = '' } = useParams({ strict: false }) as { waveId?: string }
  const add = useAct('testPlans.addScript', {
    invalidates: staleTests,
    showsProblem: true,
    done: t('script.added'),
    onDone: (made) => void go(`/program/tests/${waveId}/scripts/${made.scriptId}`, { search: true, replace: true }),
  })
  return (
    <SidePanel title={t('script.new')} kind={t('script.kind')} back={`/program/tests/${waveId}`} size="wide">
      <p className={classes.quiet}>{t('script.newBody')}</p>
      <ScriptForm
        draft={`test-script-new:${waveId}`}
        initial={emptyScript(i18n.language.slice(0, 2) as Language)}
        chooseRole
        busy={add.isPending}
        error={add.error}
        label={t('script.add')}
        onSave={(written, done) => add.mutate({ waveId, ...written }, { onSuccess: done })}
      />
    </SidePanel>
  )
}

export function ScriptPanel() {
  const { t, i18n } = useTranslation('test-plans')
  const { waveId = '', scriptId = '' } = useParams({ strict: false }) as { waveId?: string; scriptId?: string }
  const query = useOperation('testPlans.script', { waveId, scriptId })
  const text =
    query.data && (query.data.texts[i18n.language.slice(0, 2) as Language] ?? Object.values(query.data.texts)[0])
  return (
    <SidePanel
      title={text?.title ?? t('script.kind')}
      kind={t('script.kind')}
      back={`/program/tests/${waveId}`}
      size="wide"
    >
      <Loaded query={query} skeleton={<TextSkeleton lines={8} />}>
        {(script) => <Body key={`${script.id} ${script.version}`} waveId={waveId} script={script} />}
      </Loaded>
    </SidePanel>
  )
}

function Body({ waveId, script }: { waveId: string; script: Script }) {
  const { t, i18n } = useTranslation('test-plans')
  const f = useFormat()
  const go = useGo()
  const language = useLanguageName()
  const there = spoken.filter((one) => script.texts[one])
  const mine = i18n.language.slice(0, 2) as Language
  const [shown, setShown] = useState<Language>(there.includes(mine) ? mine : there[0]!)
  const [doing, setDoing] = useState<'edit' | 'remove' | null>(null)
  const edit = useAct('testPlans.editScript', {
    invalidates: staleTests,
    showsProblem: true,
    done: t('script.saved'),
    onDone: () => setDoing(null),
  })
  const remove = useAct('testPlans.removeScript', {
    invalidates: staleTests,
    showsProblem: true,
    done: t('script.removed'),
    onDone: () => void go(`/program/tests/${waveId}`, { search: { view: 'scripts' } }),
  })
  if (doing === 'edit')
    return (
      <>
        <p className={classes.quiet}>{t('script.editBody')}</p>
        <ScriptForm
          draft={`test-script:${script.id}:${script.version}`}
          initial={{ role: script.role, must: script.must, minutes: script.minutes, texts: script.texts }}
          busy={edit.isPending}
          error={edit.error}
          label={t('save')}
          onCancel={() => setDoing(null)}
          onSave={({ must, minutes, texts }, done) =>
            edit.mutate(
              { waveId, scriptId: script.id, must, minutes, texts, version: script.version },
              { onSuccess: done },
            )
          }
        />
      </>
    )
  const text = script.texts[shown]!
  return (
    <div className={classes.panel}>
      <Facts
        facts={[
          { label: t('script.tests'), value: t(`role.${script.role}`) },
          { label: t('script.weight'), value: t(script.must ? 'script.mustSays' : 'script.maySays') },
          { label: t('script.takes'), value: t('minutes', { count: script.minutes, n: f.number(script.minutes) }) },
          {
            label: t('script.from'),
            value: t(script.own ? 'script.ownSays' : script.changed ? 'script.changedSays' : 'script.librarySays'),
          },
        ]}
      />
      {there.length > 1 ? (
        <ViewTabs
          label={t('script.languages')}
          value={shown}
          onChange={setShown}
          tabs={there.map((one) => ({ value: one, label: language(one) }))}
        />
      ) : null}
      <ol className={classes.steps} lang={shown}>
        {text.steps.map((step, i) => (
          <li key={i}>
            <p dir="auto">{step.do}</p>
            <p className={classes.quiet} dir="auto">
              {step.expect}
            </p>
          </li>
        ))}
      </ol>
      <section aria-label={t('runs.title')}>
        <h3 className={classes.subtitle}>{t('runs.title')}</h3>
        {script.runs.length === 0 ? (
          <p className={classes.quiet}>{t('runs.none')}</p>
        ) : (
          <ul className={classes.rows}>
            {script.runs.map((one) => (
              <li key={one.id}>
                <span className={classes.rowWords}>
                  <Go to={`/program/tests/${waveId}/runs/${one.id}`} search={true} className={classes.name}>
                    {one.person.name}
                  </Go>
                  <span className={classes.inline}>
                    <DeviceIcon device={one.device} /> {language(one.language)} ·{' '}
                    <When at={one.handedInAt} style="short" />
                    {one.version < script.version ? ` · ${t('runs.older')}` : ''}
                  </span>
                </span>
                <ResultWord result={one.result} />
              </li>
            ))}
          </ul>
        )}
      </section>
      {script.mayManage ? (
        <div className={classes.acts}>
          <Button variant="default" onClick={() => setDoing('edit')}>
            {t('script.edit')}
          </Button>
          <Button variant="default" onClick={() => setDoing('remove')}>
            {t('script.remove')}
          </Button>
        </div>
      ) : null}
      <ConfirmDialog
        opened={doing === 'remove'}
        onClose={() => setDoing(null)}
        title={t('script.removeAsk', { title: text.title })}
        confirm={t('script.remove')}
        busy={remove.isPending}
        error={remove.error}
        onConfirm={() => remove.mutate({ waveId, scriptId: script.id })}
      >
        <p>{t('script.removeSays')}</p>
      </ConfirmDialog>
    </div>
  )
}
