/** A day as the reader writes it; the value is always `'YYYY-MM-DD'`. Only pages that import this carry the calendar. */
import { DateInput, DatesProvider } from '@mantine/dates'
import '@mantine/dates/styles.layer.css'
import { TextInput } from '@mantine/core'
import dayjs from 'dayjs'
import customParse from 'dayjs/plugin/customParseFormat.js'
import localized from 'dayjs/plugin/localizedFormat.js'
import 'dayjs/locale/de.js'
import 'dayjs/locale/en-gb.js'
import 'dayjs/locale/es.js'
import 'dayjs/locale/fr.js'
import { IconCalendar } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { dayIn, firstDayOfWeek } from './format.ts'
import { useReader } from './reader.tsx'

dayjs.extend(customParse)
dayjs.extend(localized)

export type DateFieldProps = {
  label: ReactNode
  description?: ReactNode
  value: string | null
  onChange: (day: string | null) => void
  min?: string
  max?: string
  required?: boolean
  clearable?: boolean
  disabled?: boolean
  error?: ReactNode
}

/** US order only where the reader's locale says so. */
function dayjsLocale(locale: string): string {
  const base = locale.toLowerCase().split('-')[0] ?? 'en'
  if (base === 'en') return locale.toLowerCase() === 'en-us' ? 'en' : 'en-gb'
  return ['de', 'es', 'fr'].includes(base) ? base : 'en-gb'
}

export function DateField({
  label,
  description,
  value,
  onChange,
  min,
  max,
  required,
  clearable,
  disabled,
  error,
}: DateFieldProps) {
  const { t } = useTranslation('ui')
  const reader = useReader()
  const locale = dayjsLocale(reader.locale)
  const formats = ['L', 'YYYY-MM-DD', 'D.M.YYYY', 'D.M.YY', 'D/M/YYYY', 'D MMM YYYY', 'D MMMM YYYY', 'D.M.', 'D/M']
  return (
    <DatesProvider
      settings={{ locale, firstDayOfWeek: firstDayOfWeek(reader.locale) as 0 | 1 | 6, weekendDays: [0, 6] }}
    >
      <DateInput
        label={label}
        description={description}
        value={value}
        onChange={(day) => onChange(day === null ? null : String(day).slice(0, 10))}
        {...(min ? { minDate: min } : {})}
        {...(max ? { maxDate: max } : {})}
        getDayProps={(day) =>
          day === dayIn(reader.now(), reader.timeZone) ? { 'data-today': true, 'aria-current': 'date' } : {}
        }
        valueFormat="L"
        placeholder={dayjs('2026-12-31').locale(locale).format('L')}
        dateParser={(typed) => {
          const parsed = dayjs(typed.trim(), formats, locale, true)
          return parsed.isValid() ? parsed.format('YYYY-MM-DD') : null
        }}
        required={required ?? false}
        withAsterisk={false}
        clearable={clearable ?? !required}
        disabled={disabled ?? false}
        error={error}
        leftSection={<IconCalendar size={16} stroke={1.6} aria-hidden />}
        clearButtonProps={{ 'aria-label': t('date.clear') }}
        ariaLabels={
          {
            nextMonth: t('date.following'),
            previousMonth: t('date.previous'),
            nextYear: t('date.following'),
            previousYear: t('date.previous'),
            nextDecade: t('date.following'),
            previousDecade: t('date.previous'),
          } as never
        }
      />
    </DatesProvider>
  )
}

/** A time of day, `'HH:MM'`; the browser shows it by its locale. */
export function TimeField({
  label,
  description,
  value,
  onChange,
  required,
  disabled,
  error,
}: Omit<DateFieldProps, 'min' | 'max' | 'clearable'>) {
  return (
    <TextInput
      type="time"
      label={label}
      description={description}
      value={value ?? ''}
      onChange={(event) => onChange(event.currentTarget.value || null)}
      required={required ?? false}
      withAsterisk={false}
      disabled={disabled ?? false}
      error={error}
    />
  )
}
