/** Is it working, and what is needed? One document, to read on a screen, on paper or in a meeting. */
import { Button, Menu, Modal, NativeSelect } from '@mantine/core'
import { IconDots, IconPresentation, IconShieldCheck } from '@tabler/icons-react'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addressOf, useAct, useOperation } from '../api.ts'
import { languageOf } from '../program/language.ts'
import { ConfirmDialog } from '../ui/confirm.tsx'
import { DateField } from '../ui/date-field.tsx'
import { useLanguageName } from '../ui/languages.ts'
import { useAddress, useGo } from '../ui/link.tsx'
import { State } from '../ui/meter.tsx'
import { Page, Section } from '../ui/page.tsx'
import { useFormat } from '../ui/reader.tsx'
import { SaveFile } from '../ui/save-file.tsx'
import { Loaded, Note, PageSkeleton, ProblemNote } from '../ui/states.tsx'
import { all, home, type Pack } from './acts.ts'
import { Asks } from './asks.tsx'
import { Blocks } from './blocks.tsx'
import { Comment, unsaved } from './comment.tsx'
import { FigureCard } from './figure.tsx'
import classes from './business-review.module.css'

type Language = Pack['language']
const tongues = ['en', 'de', 'es', 'fr'] as const satisfies readonly Language[]

export function PackPage() {
  const { i18n } = useTranslation('business-review')
  const { packId = '' } = useParams({ strict: false }) as { packId?: string }
  const [at, setAt] = useAddress<{ language?: Language }>()
  const own = languageOf(i18n.language)
  const language = tongues.find((one) => one === at.language) ?? own
  const query = useOperation('businessReviews.get', { packId, language }, { keep: true })
  return (
    <Loaded query={query} skeleton={<PageSkeleton />}>
      {(pack) => <Inside pack={pack} onLanguage={(chosen) => setAt(chosen === own ? {} : { language: chosen })} />}
    </Loaded>
  )
}

function Inside({ pack, onLanguage }: { pack: Pack; onLanguage: (language: Language) => void }) {
  const { t } = useTranslation('business-review')
  const f = useFormat()
  const name = useLanguageName()
  const [dialog, setDialog] = useState<'release' | 'anew' | 'remove' | null>(null)
  const file = { packId: pack.id, language: pack.language }
  const draft = pack.releasedAt === null
  const summary = pack.sections.find((s) => s.id === 'summary')!
  return (
    <Page
      title={pack.title}
      width="normal"
      help={t('pack.help')}
      back={{ to: home, label: t('list.title') }}
      description={
        <span className={classes.headline}>
          {pack.subtitle}
          {draft ? (
            <State tone="accent">{t('state.draft')}</State>
          ) : pack.superseded ? (
            <State tone="quiet">{t('list.superseded')}</State>
          ) : (
            <State tone="good">{t('state.released')}</State>
          )}
        </span>
      }
      action={
        pack.mayRelease ? (
          <Button onClick={() => setDialog('release')}>{t('release.act')}</Button>
        ) : (
          <SaveFile href={addressOf('businessReviews.pdf', file)}>{t('pack.pdf')}</SaveFile>
        )
      }
      more={
        <>
          <NativeSelect
            aria-label={t('pack.language')}
            value={pack.language}
            onChange={(e) => onLanguage(tongues.find((one) => one === e.currentTarget.value) ?? 'en')}
            data={tongues.map((one) => ({ value: one, label: name(one) }))}
          />
          {draft ? (
            <SaveFile quiet href={addressOf('businessReviews.pdf', file)}>
              {t('pack.pdf')}
            </SaveFile>
          ) : null}
          <SaveFile quiet icon={IconPresentation} href={addressOf('businessReviews.slides', file)}>
            {t('pack.slides')}
          </SaveFile>
          {pack.mayWrite ? (
            <Menu position="bottom-end">
              <Menu.Target>
                <Button variant="default" aria-label={t('pack.more')} px={10}>
                  <IconDots size={16} aria-hidden />
                </Button>
              </Menu.Target>
              <Menu.Dropdown>
                <Menu.Item onClick={() => setDialog('anew')}>{t('anew.act')}</Menu.Item>
                <Menu.Item onClick={() => setDialog('remove')}>{t('remove.act')}</Menu.Item>
              </Menu.Dropdown>
            </Menu>
          ) : null}
        </>
      }
    >
      <div lang={pack.language} className={classes.paper}>
        <Verdict pack={pack} />
        <Comment pack={pack} section={summary} />
        {pack.sections
          .filter((section) => section.id !== 'summary')
          .map((section) => (
            <Section key={section.id} title={section.title} bare>
              <Comment pack={pack} section={section} />
              {section.id === 'standing' ? (
                pack.figures.length === 0 ? (
                  <Note tone="warn">{pack.verdict.sentence}</Note>
                ) : (
                  <ul className={classes.figures}>
                    {pack.figures.map((figure) => (
                      <FigureCard key={figure.id} figure={figure} pack={pack} />
                    ))}
                  </ul>
                )
              ) : section.id === 'asked' ? (
                <Asks pack={pack} />
              ) : (
                <Blocks blocks={section.blocks} section={section.title} />
              )}
            </Section>
          ))}
      </div>
      <Verification pack={pack} />
      <p className={classes.source}>{pack.source}</p>
      {dialog === 'release' ? <Release pack={pack} onClose={() => setDialog(null)} /> : null}
      {dialog === 'anew' ? <TakeAnew pack={pack} onClose={() => setDialog(null)} /> : null}
      {dialog === 'remove' ? (
        <Remove pack={pack} day={f.day(pack.asOf, 'long')} onClose={() => setDialog(null)} />
      ) : null}
    </Page>
  )
}

function Verdict({ pack: { verdict, labels } }: { pack: Pack }) {
  return (
    <section className={classes.verdict} aria-label={verdict.question}>
      <div>
        <h2>{verdict.question}</h2>
        <p className={classes.answer} data-tone={verdict.tone}>
          {verdict.word}
        </p>
        <p>{verdict.sentence}</p>
      </div>
      <dl className={classes.layers}>
        {verdict.layers.map((layer) => (
          <div key={layer.name}>
            <dt>{layer.name}</dt>
            <dd>{layer.said}</dd>
          </div>
        ))}
      </dl>
      <details className={classes.rule}>
        <summary>{labels['rule']}</summary>
        <p>{verdict.rule}</p>
      </details>
    </section>
  )
}

/** Computes the numbers again, of that day and as known then. */
function Verification({ pack }: { pack: Pack }) {
  const { t } = useTranslation('business-review')
  const f = useFormat()
  const [asked, setAsked] = useState(false)
  const found = useOperation('businessReviews.verify', { packId: pack.id }, { enabled: asked })
  return (
    <Section title={t('verify.title')} description={t('verify.body')} bare>
      {found.data ? (
        <Note
          tone={found.data.same ? 'good' : 'bad'}
          title={t(found.data.same ? 'verify.same' : 'verify.differs', {
            count: found.data.numbers,
            n: f.number(found.data.numbers),
          })}
        >
          {found.data.same
            ? t('verify.sameBody', { mark: found.data.fingerprint })
            : t('verify.differsBody', { where: found.data.differs.slice(0, 5).join(', ') })}
        </Note>
      ) : found.error ? (
        <ProblemNote small error={found.error} retry={() => void found.refetch()} />
      ) : (
        <div data-chrome>
          <Button
            variant="default"
            leftSection={<IconShieldCheck size={16} aria-hidden />}
            loading={asked && found.isFetching}
            onClick={() => setAsked(true)}
          >
            {t('verify.act')}
          </Button>
        </div>
      )}
    </Section>
  )
}

function Release({ pack, onClose }: { pack: Pack; onClose: () => void }) {
  const { t } = useTranslation('business-review')
  const f = useFormat()
  const waiting = pack.sections.filter((section) => unsaved(pack, section)).map((section) => section.title)
  const release = useAct('businessReviews.release', {
    invalidates: all,
    showsProblem: true,
    done: t('release.done'),
    onDone: onClose,
  })
  return (
    <ConfirmDialog
      opened
      onClose={onClose}
      title={t('release.title')}
      confirm={t('release.act')}
      onConfirm={() => release.mutate({ packId: pack.id, revision: pack.revision })}
      busy={release.isPending}
      error={release.error}
    >
      {t('release.says')}
      {waiting.length > 0 ? <Note tone="warn">{t('release.unsaved', { sections: f.list(waiting) })}</Note> : null}
    </ConfirmDialog>
  )
}

function Remove({ pack, day, onClose }: { pack: Pack; day: string; onClose: () => void }) {
  const { t } = useTranslation('business-review')
  const go = useGo()
  const remove = useAct('businessReviews.remove', {
    invalidates: ['businessReviews.list'],
    showsProblem: true,
    onDone: () => void go(home, { replace: true }),
  })
  return (
    <ConfirmDialog
      opened
      onClose={onClose}
      title={t('remove.title', { day })}
      confirm={t('remove.act')}
      onConfirm={() => remove.mutate({ packId: pack.id })}
      busy={remove.isPending}
      error={remove.error}
      danger
    >
      {t('remove.says')}
    </ConfirmDialog>
  )
}

function TakeAnew({ pack, onClose }: { pack: Pack; onClose: () => void }) {
  const { t } = useTranslation('business-review')
  const [asOf, setAsOf] = useState<string | null>(null)
  const anew = useAct('businessReviews.takeAnew', {
    invalidates: all,
    showsProblem: true,
    done: t('anew.done'),
    onDone: onClose,
  })
  return (
    <Modal opened onClose={onClose} title={t('anew.act')}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          anew.mutate({ packId: pack.id, revision: pack.revision, asOf })
        }}
      >
        <p className={classes.plain}>{t('anew.says')}</p>
        <DateField label={t('make.asOf')} description={t('anew.asOfSays')} value={asOf} onChange={setAsOf} clearable />
        {anew.error ? <ProblemNote small error={anew.error} /> : null}
        <div className={classes.buttons}>
          <Button variant="default" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button type="submit" loading={anew.isPending}>
            {t('anew.act')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
