/** Takes a table, or the drawing over it, elsewhere: to the clipboard, as a spreadsheet, with commas, as a picture. */
import { Button, Menu } from '@mantine/core'
import {
  IconChevronDown,
  IconCopy,
  IconDownload,
  IconFileSpreadsheet,
  IconFileTypeCsv,
  IconPhoto,
} from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from './reader.tsx'
import { saveAs } from './save.ts'
import { type Cells, clipOf, csvOf, fileName, workbookOf } from './table-file.ts'
import { toast } from './toasts.tsx'

export function TakeTable({
  title,
  rows,
  drawing,
}: {
  /** Of which the files are named. */
  title: string
  rows: () => Cells
  /** What stands drawn, if anything does. */
  drawing?: () => SVGSVGElement | null
}) {
  const { t } = useTranslation('ui')
  const f = useFormat()
  const copy = async () => {
    try {
      // Where a page has no secure address there is no clipboard.
      await navigator.clipboard.writeText(clipOf(rows()))
      toast({ message: t('take.copied') })
    } catch {
      toast({ message: t('take.notCopied'), tone: 'bad' })
    }
  }
  const take = (make: () => Promise<Blob> | Blob, ending: string) => async () => {
    try {
      saveAs(await make(), fileName(title, ending))
    } catch {
      toast({ message: t('take.failed'), tone: 'bad' })
    }
  }
  /** Known when the menu opens: with the first drawing of the page it is not there yet. */
  const [picture, setPicture] = useState<SVGSVGElement | null>(null)
  return (
    <Menu position="bottom-start" withinPortal onOpen={() => setPicture(drawing?.() ?? null)}>
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          size="compact-sm"
          leftSection={<IconDownload size={15} aria-hidden />}
          rightSection={<IconChevronDown size={13} aria-hidden />}
        >
          {t('take.do')}
          <span className="spoken">: {title}</span>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconCopy size={15} aria-hidden />} onClick={() => void copy()}>
          {t('take.copy')}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconFileSpreadsheet size={15} aria-hidden />}
          onClick={() => void take(() => workbookOf(rows(), title), 'xlsx')()}
        >
          {t('take.sheet')}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconFileTypeCsv size={15} aria-hidden />}
          onClick={() => void take(() => new Blob([csvOf(rows())], { type: 'text/csv' }), 'csv')()}
        >
          {t('take.csv')}
        </Menu.Item>
        {picture ? (
          <Menu.Item
            leftSection={<IconPhoto size={15} aria-hidden />}
            onClick={() =>
              void take(
                async () =>
                  (await import('./picture.ts')).pictureOf(
                    picture,
                    title,
                    t('take.foot', { day: f.dayAt(new Date(f.now()).toISOString(), 'long') }),
                  ),
                'png',
              )()
            }
          >
            {t('take.picture')}
          </Menu.Item>
        ) : null}
      </Menu.Dropdown>
    </Menu>
  )
}
