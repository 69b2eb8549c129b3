/** The one help place: what this page is for, whom to ask, the keys. */
import { Button, Modal, Switch } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { usePageHelp } from '../ui/help.ts'
import { KeyHint } from '../ui/key-hint.tsx'
import { Go, usePath } from '../ui/link.tsx'
import { goKeys, singleKeysOn, switchSingleKeys } from './keys.ts'
import { placesOf, type Me } from './me.ts'
import { placeAt, placeWord } from './places.ts'
import classes from './help.module.css'

export function Help({ me, onClose }: { me: Me; onClose: () => void }) {
  const { t } = useTranslation('shell')
  const words = usePageHelp()
  const [on, setOn] = useState(singleKeysOn())
  const seen = placesOf(me)
  const from = placeAt(usePath())
  const rows: [string, string][] = [
    ['Mod+K', t('keys.search')],
    ['/', t('keys.filter')],
    ['?', t('keys.help')],
    ['[', t('keys.rail')],
    ['↑ ↓', t('keys.rows')],
    ['Enter', t('keys.open')],
    ['Esc', t('keys.close')],
  ]
  return (
    <Modal opened onClose={onClose} size={520} title={t('help.title')} closeButtonProps={{ 'aria-label': t('close') }}>
      {words ? <p className={classes.words}>{words}</p> : null}
      <p className={classes.words}>{t(me.program ? 'help.whoProgram' : 'help.who', { program: me.program?.name })}</p>
      {seen.includes('ask') ? (
        <div className={classes.ask}>
          <Button component={Go} to="/ask" search={from ? { from } : {}} variant="default" onClick={onClose}>
            {t('help.ask')}
          </Button>
          <Button component={Go} to="/ask/answers" variant="subtle" onClick={onClose}>
            {t('help.known')}
          </Button>
        </div>
      ) : null}
      <h3 className={classes.heading}>{t('keys.title')}</h3>
      <dl className={classes.keys}>
        {rows.map(([keys, what]) => (
          <div key={keys}>
            <dt>{what}</dt>
            <dd>
              <KeyHint keys={keys} />
            </dd>
          </div>
        ))}
        {seen
          .filter((id) => goKeys[id])
          .map((id) => (
            <div key={id}>
              <dt>{t('keys.go', { place: t(placeWord(id)) })}</dt>
              <dd>
                <KeyHint keys={`g ${goKeys[id]}`} />
              </dd>
            </div>
          ))}
      </dl>
      <Switch
        mt="md"
        label={t('keys.single')}
        checked={on}
        onChange={(event) => {
          setOn(event.currentTarget.checked)
          switchSingleKeys(event.currentTarget.checked)
        }}
      />
    </Modal>
  )
}
