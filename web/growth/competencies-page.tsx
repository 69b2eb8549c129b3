/** What does good work look like here? The lead writes it, HR reads it, a version makes it hold. */
import { Button, NativeSelect } from '@mantine/core'
import { IconListCheck } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../api.ts'
import { Go } from '../ui/link.tsx'
import { Page } from '../ui/page.tsx'
import { Empty, Loaded, Note, ProblemNote, TextSkeleton } from '../ui/states.tsx'
import { useTab, ViewTabs } from '../ui/tabs.tsx'
import { isLanguage, languageNames, putDraft, useFramework, type Draft } from './draft-framework.ts'
import { CompetenciesEditor, LevelsEditor } from './edit-competencies.tsx'
import { RolesEditor } from './edit-roles.tsx'
import { PublishView, Versions } from './publish-view.tsx'
import { ReadFramework } from './read-framework.tsx'
import classes from './growth.module.css'

const views = ['competencies', 'levels', 'roles', 'publish'] as const

export function CompetenciesPage() {
  const { t, i18n } = useTranslation('growth')
  const { query, framework, change, state, error, saveNow, settle } = useFramework()
  const [view, setView] = useTab(views)
  const [language, setLanguage] = useState(() => isLanguage(i18n.language.slice(0, 2)))
  const [blank, setBlank] = useState(false)
  const draft = query.data
  const write = draft?.mayWrite ?? false
  const bare =
    framework !== null && framework.competencies.length + framework.roles.length + framework.levels.length === 0
  const shownViews = write ? views : (['competencies', 'roles', 'publish'] as const)
  const begun = !bare || blank
  const starter = useAct('competencies.takeStarter', { onDone: putDraft })
  const take = (found: Draft) => starter.mutate({ revision: found.revision })
  return (
    <Page
      title={t('framework.title')}
      tabTitle={t('framework.tab')}
      help={t('framework.help')}
      description={draft ? <State draft={draft} /> : undefined}
      more={
        write && view !== 'publish' ? (
          <Button component={Go} to="/program/competencies/bring" variant="default">
            {t('bring.open')}
          </Button>
        ) : undefined
      }
      {...(write && begun && view !== 'publish' && draft && draft.changes > 0
        ? {
            action: (
              <Button onClick={() => void saveNow().then(() => setView('publish'))}>{t('framework.toPublish')}</Button>
            ),
          }
        : {})}
      {...(draft && begun
        ? {
            below: (
              <ViewTabs
                label={t('framework.views')}
                value={view}
                onChange={setView}
                tabs={shownViews.map((v) => ({
                  value: v,
                  label: t(write || v !== 'publish' ? `framework.view.${v}` : 'framework.view.versions'),
                }))}
              />
            ),
          }
        : {})}
    >
      <Loaded
        query={query}
        skeleton={<TextSkeleton lines={8} />}
        empty={(a) =>
          !begun && (
            <Empty
              icon={<IconListCheck size={22} stroke={1.6} />}
              title={t('framework.none')}
              action={
                a.mayWrite ? (
                  <div className={classes.buttons}>
                    <Button loading={starter.isPending} onClick={() => take(a)}>
                      {t('framework.starter')}
                    </Button>
                    <Button variant="default" onClick={() => setBlank(true)}>
                      {t('framework.blank')}
                    </Button>
                  </div>
                ) : undefined
              }
            >
              {t(a.mayWrite ? 'framework.noneBody' : 'framework.noneRead')}
            </Empty>
          )
        }
      >
        {(found) =>
          framework === null ? null : (
            <div className={classes.body}>
              {state === 'conflict' ? (
                <Note
                  tone="warn"
                  title={t('framework.conflict')}
                  action={
                    <div className={classes.buttons}>
                      <Button size="xs" variant="default" onClick={() => void settle('theirs')}>
                        {t('framework.theirs')}
                      </Button>
                      <Button size="xs" variant="default" onClick={() => void settle('mine')}>
                        {t('framework.mine')}
                      </Button>
                    </div>
                  }
                >
                  {t('framework.conflictBody')}
                </Note>
              ) : state === 'failed' ? (
                <ProblemNote small error={error} retry={() => void saveNow()} />
              ) : null}
              {view === 'publish' ? null : (
                <div className={classes.bar}>
                  <NativeSelect
                    label={t('framework.language')}
                    value={language}
                    onChange={(event) => setLanguage(isLanguage(event.currentTarget.value))}
                    data={[...new Set([...found.languages, language, ...(['en', 'de', 'es', 'fr'] as const)])].map(
                      (l) => ({ value: l, label: languageNames[l] }),
                    )}
                  />
                  {write ? (
                    <span className={classes.saveState} data-state={state} role="status">
                      {t(`framework.save.${state}`)}
                    </span>
                  ) : null}
                </div>
              )}
              {view === 'publish' ? (
                <>
                  {write ? <PublishView draft={found} state={state} onGo={setView} /> : null}
                  <Versions />
                </>
              ) : !write ? (
                <ReadFramework
                  framework={framework}
                  language={language}
                  what={view === 'roles' ? 'roles' : 'competencies'}
                />
              ) : view === 'roles' ? (
                <RolesEditor framework={framework} language={language} change={change} />
              ) : view === 'levels' ? (
                <LevelsEditor framework={framework} language={language} change={change} />
              ) : (
                <CompetenciesEditor
                  framework={framework}
                  language={language}
                  change={change}
                  starter={
                    <Button
                      variant="subtle"
                      loading={starter.isPending}
                      disabled={state !== 'saved'}
                      onClick={() => take(found)}
                    >
                      {t('framework.starterAgain')}
                    </Button>
                  }
                />
              )}
            </div>
          )
        }
      </Loaded>
    </Page>
  )
}

function State({ draft }: { draft: Draft }) {
  const { t } = useTranslation('growth')
  return (
    <>
      {draft.version === null
        ? t('framework.unpublished')
        : draft.changes === 0
          ? t('framework.current', { number: draft.version })
          : t('framework.changes', { number: draft.version, count: draft.changes })}
    </>
  )
}
