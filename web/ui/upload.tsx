/** A place to drop a file, and a button for everyone who does not drag. */
import { IconFileUpload } from '@tabler/icons-react'
import { useId, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { formatBytes } from './format.ts'
import { useReader } from './reader.tsx'
import classes from './upload.module.css'

export function Upload({
  label,
  hint,
  accept,
  maxBytes,
  onFile,
  file,
  disabled,
}: {
  label: string
  hint?: ReactNode
  /** Endings, e.g. `['.csv', '.gz']`. */
  accept: readonly string[]
  maxBytes: number
  onFile: (file: File) => void
  /** The chosen one, shown instead of the invitation. */
  file?: { name: string; size: number } | null
  disabled?: boolean
}) {
  const { t } = useTranslation('ui')
  const { locale } = useReader()
  const [over, setOver] = useState(false)
  const [wrong, setWrong] = useState<string | null>(null)
  const id = useId()
  const take = (taken: File | undefined) => {
    if (!taken) return
    const fits = accept.some((end) => taken.name.toLowerCase().endsWith(end))
    if (!fits) return setWrong(t('upload.wrong', { name: taken.name, kinds: accept.join(', ') }))
    if (taken.size > maxBytes)
      return setWrong(t('upload.large', { name: taken.name, limit: formatBytes(maxBytes, locale) }))
    setWrong(null)
    onFile(taken)
  }
  return (
    <div>
      <div
        className={classes.zone}
        data-over={over || undefined}
        data-disabled={disabled || undefined}
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault()
          setOver(false)
          if (!disabled) take(event.dataTransfer.files[0])
        }}
      >
        <span className={classes.icon} aria-hidden>
          <IconFileUpload size={22} stroke={1.5} />
        </span>
        <span className={classes.words}>
          <strong>{file ? file.name : label}</strong>
          <span>{file ? formatBytes(file.size, locale) : hint}</span>
        </span>
        <span className={classes.pick}>
          <input
            id={id}
            className="spoken"
            type="file"
            accept={accept.join(',')}
            disabled={disabled}
            onChange={(e) => take(e.currentTarget.files?.[0])}
            aria-label={label}
          />
          <label htmlFor={id} className={classes.button}>
            {t(file ? 'upload.other' : 'upload.choose')}
          </label>
          <span className={classes.or}>{t('upload.drop')}</span>
        </span>
      </div>
      {wrong ? (
        <div className={classes.wrong} role="alert">
          {wrong}
        </div>
      ) : null}
    </div>
  )
}
