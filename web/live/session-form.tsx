/** The fields of a session: what, when and where, and who leads it. */
import { Button, Checkbox, MultiSelect, NumberInput, Select, TextInput, Textarea } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Answer, Request } from '../api.ts'
import form from '../ui/form.module.css'
import { DateField, TimeField } from '../ui/date-field.tsx'
import { useLanguageName } from '../ui/languages.ts'
import { Page, Section } from '../ui/page.tsx'
import { useFormat } from '../ui/reader.tsx'
import { Note, ProblemNote } from '../ui/states.tsx'
import { languages } from '../words.ts'
import classes from './live.module.css'

export type Options = Answer<'live.options'>
export type About = Omit<Request<'live.change'>, 'sessionId'>

/** What is taught, as one choice: a workshop, or a course for itself. */
const subjectOf = (about: About) =>
  about.workshopId ? `workshop ${about.workshopId}` : about.courseId ? `course ${about.courseId}` : 'own'

export function SessionForm({
  title,
  back,
  options,
  first,
  save,
  onSave,
  children,
}: {
  title: string
  back: string
  options: Options
  first: About
  save: { label: string; pending: boolean; error: unknown }
  onSave: (about: About) => void
  children?: ReactNode
}) {
  const { t } = useTranslation('live')
  const f = useFormat()
  const languageName = useLanguageName()
  const [about, set] = useState(first)
  const put = (change: Partial<About>) => set((old) => ({ ...old, ...change }))
  const choose = (value: string) => {
    const [kind, id] = value.split(' ')
    const workshop = kind === 'workshop' ? options.workshops.find((one) => one.id === id) : undefined
    const courseId = workshop ? workshop.courseId : kind === 'course' ? (id ?? null) : null
    const named = workshop ?? options.courses.find((one) => one.id === courseId)
    put({
      workshopId: workshop?.id ?? null,
      courseId,
      completes: courseId !== null && (about.completes ?? false),
      ...(about.title.trim() || !named ? {} : { title: named.title }),
    })
  }
  const ready = about.title.trim() && about.day && about.from && about.to && about.leaderIds.length > 0
  const asks = about.workshopId !== null && about.workshopId !== undefined && options.asking.includes(about.workshopId)
  // Candidates among those who lead it; nobody else is observed.
  const watched = options.leaders.filter((one) => about.leaderIds.includes(one.id) && one.candidate && !one.ready)
  const wrongLink = Boolean(about.link) && !/^https:\/\/\S+$/.test(about.link ?? '')
  return (
    <Page title={title} width="reading" help={t('form.help')} back={{ to: back, label: t('form.back') }}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (ready && !wrongLink) onSave(about)
        }}
      >
        <Section title={t('form.what')}>
          <div className={classes.fields}>
            <Select
              label={t('form.subject')}
              allowDeselect={false}
              value={subjectOf(about)}
              data={[
                { value: 'own', label: t('form.own') },
                {
                  group: t('workshops.title'),
                  items: options.workshops.map((one) => ({ value: `workshop ${one.id}`, label: one.title })),
                },
                {
                  group: t('form.courses'),
                  items: options.courses.map((one) => ({ value: `course ${one.id}`, label: one.title })),
                },
              ]}
              onChange={(value) => value && choose(value)}
            />
            <TextInput
              label={t('form.title')}
              required
              withAsterisk={false}
              maxLength={120}
              value={about.title}
              onChange={(e) => put({ title: e.currentTarget.value })}
            />
            <Textarea
              label={t('form.about')}
              autosize
              minRows={2}
              maxLength={2000}
              value={about.about ?? ''}
              onChange={(e) => put({ about: e.currentTarget.value })}
            />
            {about.courseId ? (
              <Checkbox
                checked={about.completes ?? false}
                onChange={(e) => put({ completes: e.currentTarget.checked })}
                label={t('form.completes', {
                  course: options.courses.find((one) => one.id === about.courseId)?.title ?? '',
                })}
                description={t('form.completesSays')}
              />
            ) : null}
          </div>
        </Section>
        <Section title={t('form.when')}>
          <div className={classes.fields}>
            <div className={classes.three}>
              <DateField
                label={t('form.day')}
                required
                value={about.day || null}
                min={options.today}
                onChange={(day) => put({ day: day ?? '' })}
              />
              <TimeField
                label={t('form.from')}
                required
                value={about.from}
                onChange={(from) => put({ from: from ?? '' })}
              />
              <TimeField label={t('form.to')} required value={about.to} onChange={(to) => put({ to: to ?? '' })} />
            </div>
            <Select
              label={t('form.zone')}
              description={t('form.zoneSays')}
              searchable
              allowDeselect={false}
              value={about.timeZone}
              data={[...new Set([about.timeZone, 'UTC', ...Intl.supportedValuesOf('timeZone')])]}
              onChange={(timeZone) => timeZone && put({ timeZone })}
              limit={80}
            />
            <TextInput
              label={t('form.place')}
              description={t('form.placeSays')}
              maxLength={200}
              value={about.place ?? ''}
              onChange={(e) => put({ place: e.currentTarget.value })}
            />
            {options.sites.length > 0 ? (
              <Select
                label={t('form.site')}
                description={t('form.siteSays')}
                clearable
                searchable
                placeholder={t('form.noSite')}
                value={about.site || null}
                data={[...new Set([...options.sites, ...(about.site ? [about.site] : [])])]}
                onChange={(site) => put({ site: site ?? '' })}
              />
            ) : null}
            <TextInput
              label={t('form.link')}
              description={t('form.linkSays')}
              maxLength={500}
              value={about.link ?? ''}
              error={wrongLink ? t('form.linkWrong') : undefined}
              onChange={(e) => put({ link: e.currentTarget.value.trim() })}
            />
            <div className={classes.three}>
              <NumberInput
                label={t('form.seats')}
                min={1}
                max={500}
                allowDecimal={false}
                clampBehavior="strict"
                value={about.seats}
                onChange={(seats) => typeof seats === 'number' && seats >= 1 && put({ seats })}
              />
              <Select
                label={t('language')}
                allowDeselect={false}
                value={about.language}
                data={languages.map((one) => ({ value: one, label: languageName(one) }))}
                onChange={(language) => language && put({ language: language as About['language'] })}
              />
            </div>
            <MultiSelect
              label={t('form.leaders')}
              description={t('form.leadersSays')}
              value={about.leaderIds}
              data={options.leaders.map((one) => ({
                value: one.id,
                label: one.ready
                  ? t('form.readyUntil', { name: one.name })
                  : one.candidate
                    ? t('form.candidate', { name: one.name })
                    : one.name,
              }))}
              onChange={(leaderIds) => put({ leaderIds })}
              maxValues={6}
              searchable
            />
            {asks ? <Note>{t('form.asks')}</Note> : null}
            {watched.length > 0 ? (
              <Select
                label={t('form.observer')}
                description={t('form.observerSays', { names: f.list(watched.map((one) => one.name)) })}
                clearable
                value={about.observerId ?? null}
                data={options.observers
                  .filter((one) => !watched.some((w) => w.id === one.id))
                  .map((one) => ({ value: one.id, label: one.name }))}
                onChange={(observerId) => put({ observerId })}
              />
            ) : null}
            <Textarea
              label={t('materials')}
              description={t('form.materialsSays')}
              autosize
              minRows={2}
              maxLength={4000}
              value={about.materials ?? ''}
              onChange={(e) => put({ materials: e.currentTarget.value })}
            />
          </div>
        </Section>
        {children}
        {save.error ? <ProblemNote error={save.error} /> : null}
        <div className={classes.buttons}>
          <Button type="submit" loading={save.pending} disabled={!ready || wrongLink}>
            {save.label}
          </Button>
          {about.day ? <span className={form.quiet}>{f.day(about.day, 'long')}</span> : null}
        </div>
      </form>
    </Page>
  )
}
