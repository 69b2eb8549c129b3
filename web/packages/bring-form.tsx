/** A zip file, its language and length. It is checked whole before anything is kept. */
import { Button, NumberInput, Select } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../api.ts'
import { formatBytes } from '../ui/format.ts'
import { useLanguageName } from '../ui/languages.ts'
import { Section } from '../ui/page.tsx'
import { useFormat, useReader } from '../ui/reader.tsx'
import form from '../ui/form.module.css'
import { ProblemNote } from '../ui/states.tsx'
import { toast } from '../ui/toasts.tsx'
import { Upload } from '../ui/upload.tsx'
import { languageOf } from '../program/language.ts'
import { languages } from '../words.ts'
import { type Brought, packageReads, type Packages } from './brought.ts'

export function BringForm({
  limits,
  of,
  onEnd,
}: {
  limits: Packages['limits']
  /** The course that it is a new version of. */
  of: Brought | null
  onEnd: () => void
}) {
  const languageName = useLanguageName()
  const { t, i18n } = useTranslation('packages')
  const f = useFormat()
  const { locale } = useReader()
  const [file, setFile] = useState<File | null>(null)
  const [language, setLanguage] = useState<Brought['language']>(languageOf(i18n.language))
  const [minutes, setMinutes] = useState(20)
  const bring = useAct('packages.bring', {
    invalidates: [...packageReads],
    showsProblem: true,
    onDone: (made) => {
      toast({
        message: t(of ? 'broughtAgain' : 'brought', { title: made.title, version: f.number(made.version) }),
      })
      onEnd()
    },
  })
  return (
    <Section title={of ? t('bringNew', { title: of.title }) : t('bring')} description={of ? t('newHint') : undefined}>
      <form
        className={`${form.form} ${form.inside} ${form.narrow}`}
        onSubmit={(event) => {
          event.preventDefault()
          if (file) bring.mutate({ language, minutes, ...(of ? { courseId: of.courseId } : {}), file })
        }}
      >
        <Upload
          label={t('bring')}
          hint={t('bringHint', { zip: formatBytes(limits.zip, locale) })}
          // A structure without content is refused with a sentence that says why.
          accept={['.zip', '.xml']}
          maxBytes={limits.zip}
          file={file}
          onFile={(chosen) => {
            bring.reset()
            setFile(chosen)
          }}
          disabled={bring.isPending}
        />
        {of ? null : (
          <div className={form.pair}>
            <Select
              label={t('language')}
              data={languages.map((one) => ({ value: one, label: languageName(one) }))}
              value={language}
              allowDeselect={false}
              onChange={(value) => value && setLanguage(languageOf(value))}
            />
            <NumberInput
              label={t('minutes')}
              min={1}
              max={600}
              allowDecimal={false}
              clampBehavior="blur"
              value={minutes}
              onChange={(value) => typeof value === 'number' && setMinutes(value)}
            />
          </div>
        )}
        {bring.error ? <ProblemNote small error={bring.error} /> : null}
        <div className={form.acts}>
          <Button type="submit" disabled={!file} loading={bring.isPending}>
            {t('take')}
          </Button>
          <Button variant="default" onClick={onEnd} disabled={bring.isPending}>
            {t('cancel')}
          </Button>
          <span className="spoken" role="status">
            {bring.isPending ? t('checking') : ''}
          </span>
        </div>
      </form>
    </Section>
  )
}
