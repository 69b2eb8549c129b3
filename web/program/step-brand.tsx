/** Name, tagline, logo and colour, shown at once as people will see them. */
import { Button, ColorInput, SegmentedControl, TextInput } from '@mantine/core'
import { IconPhoto, IconX } from '@tabler/icons-react'
import { useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { accentFrom, contrast, defaultAccent, isHexColour, normalHex } from '../../contract/colour.ts'
import { keyOf, queryClient, useAct } from '../api.ts'
import { useFormat } from '../ui/reader.tsx'
import { ProblemNote } from '../ui/states.tsx'
import { AlsoIn, FirstLanguage } from './also-in.tsx'
import { AppPreview, logoAddress, MailPreview } from './brand-preview.tsx'
import type { StepProps, Whole } from './design-page.tsx'
import { useGroup } from './drafts.ts'
import { Ideas } from './ideas.tsx'
import classes from './step-brand.module.css'
import { useStarters, useTongues } from './tongues.ts'

/** Calm, distinct, and readable as they are. */
const swatches = ['#3157c4', '#00735a', '#97407f', '#b8480b', '#0b66a8', '#5b4bb0', '#8a3324', '#44546a']
const kinds = '.png,.jpg,.jpeg,.webp,image/png,image/jpeg,image/webp'
const mostBytes = 300 * 1024

export function BrandStep({ program, design, mayDesign }: StepProps) {
  const { t } = useTranslation('program')
  const [brand, setBrand] = useGroup(program.id, design, 'brand')
  const tongues = useTongues(program.id, design)
  const { ideas, take } = useStarters(tongues)
  const taglines = ideas?.taglines ?? []
  const f = useFormat()
  const [typed, setTyped] = useState<string | null>(null)
  const [view, setView] = useState<'app' | 'mail'>('app')
  const [scheme, setScheme] = useState<'light' | 'dark'>('light')
  const accent = accentFrom(brand.accent)
  const asChosen = normalHex(brand.accent) ?? defaultAccent
  return (
    <div className={classes.columns}>
      <div className={classes.form}>
        <div>
          <TextInput
            label={t('brand.name')}
            description={t('brand.nameWhy')}
            value={brand.name}
            maxLength={60}
            size="md"
            onChange={(e) => setBrand({ ...brand, name: e.currentTarget.value })}
          />
          {mayDesign ? (
            <Ideas
              label={t('brand.ideas')}
              ideas={(ideas?.names ?? []).map((n) => ({ text: n.name, because: n.because }))}
              chosen={brand.name}
              onChoose={(name) => setBrand({ ...brand, name })}
            />
          ) : null}
        </div>
        <div>
          <TextInput
            label={t('brand.tagline')}
            description={t('brand.taglineWhy')}
            value={brand.tagline}
            maxLength={120}
            onChange={(e) => setBrand({ ...brand, tagline: e.currentTarget.value })}
          />
          {mayDesign ? (
            <Ideas
              label={t('brand.ideas')}
              ideas={taglines.map((text) => ({ text }))}
              chosen={brand.tagline}
              onChoose={(text) => {
                const { words, wordsIn } = take((s) => s.taglines[taglines.indexOf(text)])
                setBrand({ ...brand, tagline: words, taglineIn: wordsIn })
              }}
            />
          ) : null}
          <AlsoIn
            tongues={tongues}
            label={t('brand.tagline')}
            first={brand.tagline}
            words={brand.taglineIn}
            most={120}
            mayDesign={mayDesign}
            onChange={(taglineIn) => setBrand({ ...brand, taglineIn })}
          />
        </div>
        <FirstLanguage tongues={tongues} onChange={(language) => setBrand({ ...brand, language })} />
        <div className={classes.colour}>
          <ColorInput
            label={t('brand.colour')}
            description={t('brand.colourWhy')}
            format="hex"
            value={typed ?? brand.accent}
            swatches={swatches}
            swatchesPerRow={8}
            withEyeDropper={false}
            onChange={(colour) => {
              setTyped(colour)
              const hex = isHexColour(colour) ? normalHex(colour) : null
              if (hex && hex !== brand.accent) setBrand({ ...brand, accent: hex })
            }}
            onBlur={() => setTyped(null)}
          />
          <p className={classes.contrast} role="status">
            {accent.adjusted ? t('brand.adjusted') : t('brand.readable')}{' '}
            <span className={classes.samples}>
              <span style={{ background: asChosen }} title={t('brand.chosen')} />
              {accent.light.fill === asChosen && accent.light.text === asChosen ? null : (
                <span style={{ background: accent.light.text }} title={t('brand.shown')} />
              )}
            </span>{' '}
            <small>{t('brand.ratio', { ratio: f.number(contrast(accent.light.text, '#ffffff'), 1) })}</small>
          </p>
        </div>
        <Logo
          programId={program.id}
          fileId={brand.logoFileId}
          disabled={!mayDesign}
          onRemove={() => setBrand({ ...brand, logoFileId: null })}
        />
      </div>
      <div className={classes.preview}>
        <div className={classes.switches}>
          <SegmentedControl
            size="xs"
            aria-label={t('preview.where')}
            value={view}
            onChange={(v) => setView(v as typeof view)}
            data={[
              { value: 'app', label: t('preview.app') },
              { value: 'mail', label: t('preview.mail') },
            ]}
          />
          <SegmentedControl
            size="xs"
            aria-label={t('preview.scheme')}
            value={scheme}
            onChange={(v) => setScheme(v as typeof scheme)}
            data={[
              { value: 'light', label: t('preview.light') },
              { value: 'dark', label: t('preview.dark') },
            ]}
          />
        </div>
        {view === 'app' ? (
          <AppPreview brand={brand} scheme={scheme} />
        ) : (
          <MailPreview design={{ ...design, brand }} scheme={scheme} />
        )}
      </div>
    </div>
  )
}

function Logo({
  programId,
  fileId,
  disabled,
  onRemove,
}: {
  programId: string
  fileId: string | null
  disabled: boolean
  onRemove: () => void
}) {
  const { t } = useTranslation('program')
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const [wrong, setWrong] = useState<string | null>(null)
  const upload = useAct('program.setLogo', {
    showsProblem: true,
    onDone: (draft) =>
      queryClient.setQueryData<Whole>(keyOf('program.get', { programId }), (old) => old && { ...old, draft }),
  })
  const address = logoAddress(fileId)
  return (
    <div>
      <span className={classes.label} id={`${id}-label`}>
        {t('brand.logo')}
      </span>
      <p className={classes.hint} id={`${id}-hint`}>
        {t('brand.logoWhy')}
      </p>
      <div className={classes.logo}>
        <span className={classes.logoFrame}>
          {address ? <img src={address} alt={t('brand.logoAlt')} /> : <IconPhoto size={22} stroke={1.5} aria-hidden />}
        </span>
        <input
          ref={input}
          id={id}
          type="file"
          className="spoken"
          tabIndex={-1}
          accept={kinds}
          disabled={disabled}
          aria-labelledby={`${id}-label`}
          onChange={(event) => {
            const file = event.currentTarget.files?.[0]
            event.currentTarget.value = ''
            if (!file) return
            setWrong(file.size > mostBytes ? t('brand.logoLarge') : null)
            if (file.size <= mostBytes) upload.mutate({ programId, name: file.name.slice(0, 200), file } as never)
          }}
        />
        <Button
          variant="default"
          loading={upload.isPending}
          disabled={disabled}
          aria-describedby={`${id}-hint`}
          onClick={() => input.current?.click()}
        >
          {address ? t('brand.logoReplace') : t('brand.logoChoose')}
        </Button>
        {address && !disabled ? (
          <Button variant="subtle" color="gray" leftSection={<IconX size={16} aria-hidden />} onClick={onRemove}>
            {t('brand.logoRemove')}
          </Button>
        ) : null}
      </div>
      {wrong ? (
        <p className={classes.wrong} role="alert">
          {wrong}
        </p>
      ) : null}
      {upload.error ? <ProblemNote small error={upload.error} /> : null}
    </div>
  )
}
